import OrganizationsAPI

/// The AWS CLI's message about a call that failed, as an export keeps it.
///
/// The CLI writes `An error occurred (AccessDeniedException) when calling the ListRoots operation: You don't have …`.
struct SavedFailure {
  let text: String
  let path: String

  func failure(operation: String, target: String?) -> OperationFailure {
    let line =
      text.split(whereSeparator: \.isNewline).first { $0.contains("An error occurred") }
      ?? text.split(whereSeparator: \.isNewline).first ?? ""
    let pattern = /An error occurred \((\w+)\) when calling the \w+ operation(?: \(.*?\))?: ?(.*)/
    guard let match = String(line).firstMatch(of: pattern) else {
      return OperationFailure(
        operation: operation, target: target, code: "SavedFailure",
        message: "\(path) says: \(Self.shown(line))", kind: .serverError)
    }
    let code = String(match.1)
    let service = operation == "LookupEvents" ? "cloudtrail" : "organizations"
    return OperationFailure(
      operation: operation, target: target, code: code,
      message: "\(Self.shown(match.2)) (\(path))", kind: Self.kind(of: code),
      advice: Self.kind(of: code) == .accessDenied
        ? "grant the IAM action \(service):\(operation) and make the export again" : "")
  }

  private static func kind(of code: String) -> OperationFailure.Kind {
    switch code {
    case "AccessDeniedException", "AccessDenied", "UnauthorizedOperation": .accessDenied
    case "TooManyRequestsException", "ThrottlingException", "Throttling": .throttled
    case "AWSOrganizationsNotInUseException": .notInOrganization
    case "ResourcePolicyNotFoundException", "TargetNotFoundException", "PolicyNotFoundException",
      "EffectivePolicyNotFoundException", "AccountNotFoundException", "ParentNotFoundException",
      "AccountNotRegisteredException":
      .notFound
    case "UnsupportedAPIEndpointException": .unsupported
    case "InvalidInputException", "ValidationException": .invalidInput
    default: .serverError
    }
  }

  /// At most 200 characters, without control characters.
  private static func shown(_ text: some StringProtocol) -> String {
    String(
      String(text.unicodeScalars.filter { $0.properties.generalCategory != .control }.map(Character.init))
        .prefix(200))
  }
}
