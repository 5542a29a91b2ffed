import Foundation

/// What an error answer says: AWS JSON, the XML of the query protocol, or a body that is neither.
///
/// [Errors of AWS JSON 1.1](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization)
struct ErrorAnswer: Hashable {
  /// Without its namespace; nil when the body is no AWS error.
  var code: String?
  /// As the server wrote it, or the beginning of a body that is no AWS error.
  var message: String
  var requestID: String?

  init(_ response: HTTPResponse) {
    requestID = response.header("x-amzn-requestid") ?? response.header("x-amz-request-id")
    if let fields = try? JSONSerialization.jsonObject(with: response.body) as? [String: Any] {
      let type = fields["__type"] ?? fields["code"] ?? fields["Code"]
      code = (type as? String).map(Self.bareCode)
      message = ["message", "Message", "errorMessage"].lazy.compactMap { fields[$0] as? String }.first ?? ""
    } else if let xmlCode = XMLText.first("Code", in: response.body) {
      code = Self.bareCode(xmlCode)
      message = XMLText.first("Message", in: response.body) ?? ""
      requestID = requestID ?? XMLText.first("RequestId", in: response.body)
    } else {
      message = Self.plainMessage(response.body)
    }
    if code == nil, let header = response.header("x-amzn-errortype") {
      code = Self.bareCode(header)
    }
    if code?.isEmpty == true { code = nil }
  }

  /// The beginning of a body that is no AWS error; of a web page, such as a proxy's, its title alone.
  private static func plainMessage(_ body: Data) -> String {
    let text = String(decoding: body.prefix(4096), as: UTF8.self)
    let start = text.drop(while: \.isWhitespace).prefix(15).lowercased()
    guard start.hasPrefix("<!doctype html") || start.hasPrefix("<html") else { return text }
    let title = XMLText.first("title", in: body) ?? XMLText.first("TITLE", in: body) ?? ""
    return title.isEmpty ? "a web page instead of an answer" : "a web page instead of an answer: \(title)"
  }

  /// `AccessDeniedException` of `com.amazonaws.x#AccessDeniedException:http://…`.
  static func bareCode(_ text: String) -> String {
    let local = text.split(separator: "#", omittingEmptySubsequences: false).last ?? ""
    let bare = local.prefix { $0 != ":" }
    return Excerpt.oneLine(String(bare), limit: 100)
  }
}
