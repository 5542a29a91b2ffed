/// An HTTP answer before it is written.
struct Answer: Sendable {
  var status: Int
  var contentType: String
  var body: [UInt8]

  static let jsonType = "application/x-amz-json-1.1"

  static func json(_ value: JSONValue) -> Answer {
    Answer(status: 200, contentType: jsonType, body: value.utf8)
  }

  static func text(_ text: String, status: Int, contentType: String) -> Answer {
    Answer(status: status, contentType: contentType, body: Array(text.utf8))
  }
}

/// An error that AWS answers with. AWS Organizations gives every one of its errors HTTP status 400, except
/// `ServiceException`.
struct AWSError: Error, Hashable, Sendable {
  let code: String
  let message: String
  /// What some errors carry beside the message, such as InvalidInputException's reason.
  var reason: String?
  var status = 400

  var jsonAnswer: Answer {
    var members: [JSONValue.Member] = [.init("__type", .string(code)), .init("Message", .string(message))]
    if let reason { members.append(.init("Reason", .string(reason))) }
    return Answer(status: status, contentType: Answer.jsonType, body: JSONValue.object(members).utf8)
  }
}

extension AWSError {
  static func accessDenied() -> AWSError {
    .init(code: "AccessDeniedException", message: "You don't have permissions to access this resource.")
  }

  static func invalidInput(_ reason: String, _ message: String) -> AWSError {
    .init(code: "InvalidInputException", message: message, reason: reason)
  }

  static func notInUse() -> AWSError {
    .init(
      code: "AWSOrganizationsNotInUseException", message: "Your account is not a member of an organization.")
  }

  static func notFound(_ what: String, _ message: String) -> AWSError {
    .init(code: "\(what)NotFoundException", message: message)
  }
}
