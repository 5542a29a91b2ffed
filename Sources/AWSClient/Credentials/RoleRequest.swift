/// Which role to assume, and how.
///
/// [AssumeRole](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html)
package struct RoleRequest: Hashable, Sendable {
  /// What CloudTrail shows as the session when nobody names another.
  package static let standardSessionName = "optout-audit"

  package var arn: String
  package var sessionName: String
  package var externalID: String?
  /// 900 to 43,200; nil lets STS decide, which gives an hour.
  package var durationSeconds: Int?
  /// The serial number or ARN of the device whose code the role asks for.
  package var mfaSerial: String?

  package init(
    arn: String, sessionName: String? = nil, externalID: String? = nil, durationSeconds: Int? = nil,
    mfaSerial: String? = nil
  ) {
    self.arn = arn
    self.sessionName = sessionName ?? Self.standardSessionName
    self.externalID = externalID
    self.durationSeconds = durationSeconds
    self.mfaSerial = mfaSerial
  }

  /// The settings of a profile that has a `role_arn`.
  init(_ profile: Profile) throws(CredentialError) {
    var duration: Int?
    if let text = profile["duration_seconds"] {
      guard let seconds = Int(text), (900...43_200).contains(seconds) else {
        throw .badSetting(
          profile: profile.name, setting: "duration_seconds", problem: "is \"\(text)\"",
          advice: "write a number from 900 to 43200")
      }
      duration = seconds
    }
    self.init(
      arn: profile["role_arn"] ?? "", sessionName: profile["role_session_name"],
      externalID: profile["external_id"], durationSeconds: duration, mfaSerial: profile["mfa_serial"])
  }
}
