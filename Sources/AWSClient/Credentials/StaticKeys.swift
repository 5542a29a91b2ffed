/// Makes a credential of the three settings that hold static keys.
struct StaticKeys {
  /// For people: `environment variables`.
  let source: String
  let accessKeyID: (setting: String, value: String?)
  let secretAccessKey: (setting: String, value: String?)
  let sessionToken: (setting: String, value: String?)

  /// Nil when there is no access key, as in botocore; a secret alone is not looked at.
  func credential() throws(CredentialError) -> Credential? {
    let keys = (Self.filled(accessKeyID.value), Self.filled(secretAccessKey.value))
    let token = Self.filled(sessionToken.value)
    switch keys {
    case (nil, _): return nil
    case (_, nil): throw .incomplete(source: source, missing: secretAccessKey.setting)
    case (let id?, let secret?):
      for (setting, value) in [
        (accessKeyID.setting, id), (secretAccessKey.setting, secret), (sessionToken.setting, token ?? ""),
      ] where !value.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) }) {
        throw .malformedKey(source: source, setting: setting)
      }
      return Credential(accessKeyID: id, secretAccessKey: secret, sessionToken: token, source: source)
    }
  }

  private static func filled(_ value: String?) -> String? { value?.isEmpty == true ? nil : value }
}
