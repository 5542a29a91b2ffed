import Foundation

/// The JSON in which a credential process, a container and the instance metadata hand out keys.
struct KeyDocument {
  private let fields: [String: Any]
  private let source: String

  /// - Throws: `CredentialError.unusable` when `data` is no JSON object. Its text stays out, as it may hold keys.
  init(_ data: Data, source: String) throws(CredentialError) {
    guard let fields = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw .unusable(
        source: source, problem: "it answered \(data.isEmpty ? "nothing" : "no JSON object")",
        advice: "expected an object with AccessKeyId and SecretAccessKey")
    }
    self.fields = fields
    self.source = source
  }

  /// The text under `key`, one line.
  func text(_ key: String) -> String? { (fields[key] as? String).map { Excerpt.oneLine($0, limit: 300) } }

  func number(_ key: String) -> Int? { fields[key] as? Int }

  /// - Parameter token: the key of the session token, which differs from place to place.
  func credential(token: String) throws(CredentialError) -> Credential {
    let keys = StaticKeys(
      source: source, accessKeyID: ("AccessKeyId", fields["AccessKeyId"] as? String),
      secretAccessKey: ("SecretAccessKey", fields["SecretAccessKey"] as? String),
      sessionToken: (token, fields[token] as? String))
    guard var credential = try keys.credential() else {
      throw .unusable(
        source: source, problem: "AccessKeyId is missing in its answer",
        advice: "expected an object with AccessKeyId and SecretAccessKey")
    }
    if let text = fields["Expiration"] as? String, !text.isEmpty {
      guard let expiration = ISOTime.parse(text) else {
        throw .unusable(
          source: source, problem: "Expiration in its answer is no time",
          advice: "expected one such as 2026-01-02T03:04:05Z")
      }
      credential.expiration = expiration
    }
    return credential
  }
}
