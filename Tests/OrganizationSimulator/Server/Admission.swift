import Foundation

/// The refusals that come before an operation looks at its input, in AWS's order: signature, key, time,
/// membership.
struct Admission {
  let request: ReceivedRequest
  let behaviour: SimulatorBehaviour
  let organization: SimulatedOrganization

  /// The account of the caller.
  func caller() throws(AWSError) -> String {
    let (key, region, service): (String, String, String)
    switch request.signature {
    case .missing: throw AWSError(code: "MissingAuthenticationToken", message: "Missing Authentication Token")
    case .malformed:
      throw AWSError(
        code: "IncompleteSignatureException",
        message: "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.")
    case .signed(let signedKey, let signedRegion, let signedService):
      (key, region, service) = (signedKey, signedRegion, signedService)
    }
    let expected: String
    switch request.service {
    case .sts: expected = "sts"
    case .costExplorer: expected = "ce"
    case .cloudTrail: expected = "cloudtrail"
    case .organizations, .unknown: expected = "organizations"
    }
    guard service == expected else {
      throw AWSError(
        code: "InvalidSignatureException",
        message: "Credential should be scoped to correct service: '\(expected)'.")
    }
    if let wanted = behaviour.signingRegion, wanted != region {
      throw AWSError(
        code: "InvalidSignatureException",
        message: "Credential should be scoped to a valid region, not '\(region)'.")
    }
    try checkTime()
    guard !behaviour.deniedKeys.contains(key) else {
      throw AWSError(
        code: "UnrecognizedClientException", message: "The security token included in the request is invalid."
      )
    }
    guard !behaviour.expiredKeys.contains(key) else {
      throw AWSError(
        code: "ExpiredTokenException", message: "The security token included in the request is expired")
    }
    return behaviour.callerAccountIDsByKey[key] ?? behaviour.callerAccountID
      ?? organization.managementAccountID
  }

  /// Who may call what: every account of the organization may describe the organization and effective
  /// policies; the rest is for the management account and delegated administrators.
  func checkPermission(of caller: String) throws(AWSError) {
    guard !behaviour.deniedOperations.contains(request.operation) else {
      guard request.service == .cloudTrail else { throw .accessDenied() }
      throw AWSError(
        code: "AccessDeniedException",
        message: "User is not authorized to perform: cloudtrail:\(request.operation) because no "
          + "identity-based policy allows the cloudtrail:\(request.operation) action")
    }
    guard request.service == .organizations else { return }
    guard behaviour.isInOrganization, organization.accounts[caller] != nil else { throw .notInUse() }
    guard !["DescribeOrganization", "DescribeEffectivePolicy"].contains(request.operation) else { return }
    guard organization.mayRead(caller) else { throw .accessDenied() }
  }

  private func checkTime() throws(AWSError) {
    guard let answer = behaviour.skewAnswer else { return }
    let server = behaviour.clock().addingTimeInterval(behaviour.clockOffset)
    guard let sent = request.date.flatMap(CivilTime.init(text:))?.date else {
      throw AWSError(
        code: "IncompleteSignatureException", message: "Authorization header requires a Date header.")
    }
    guard abs(server.timeIntervalSince(sent)) > 300 else { return }
    let message =
      switch answer {
      case .invalidSignature:
        sent < server
          ? "Signature expired: \(request.date ?? "") is now earlier than \(basic(server - 300))"
            + " (\(basic(server)) - 5 min.)"
          : "Signature not yet current: \(request.date ?? "") is still later than \(basic(server + 300))"
            + " (\(basic(server)) + 5 min.)"
      case .requestTimeTooSkewed: "The difference between the request time and the current time is too large."
      }
    throw AWSError(
      code: answer.rawValue, message: message, status: answer == .requestTimeTooSkewed ? 403 : 400)
  }

  private func basic(_ date: Date) -> String {
    CivilTime(Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))).iso8601
      .replacingOccurrences(of: "+00:00", with: "Z").filter { $0 != "-" && $0 != ":" }
  }
}
