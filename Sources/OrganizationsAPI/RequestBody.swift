import Foundation

/// The JSON document of a request: text fields, and the paging fields of a listing.
struct RequestBody {
  /// The largest page that Organizations gives for any listing.
  static let organizationsPageSize = 20

  /// Texts by AWS's key names.
  var fields: [String: String] = [:]
  /// Values that are no texts, as JSON, by AWS's key names.
  var values: [String: String] = [:]
  /// Nil for an operation that is no listing.
  var pageSize: Int?
  var nextToken: String?

  /// The same request gives the same bytes: keys are sorted.
  func encoded() -> Data {
    var members = fields.map { ($0.key, Self.quoted($0.value)) }
    members += values.map { ($0.key, $0.value) }
    if let pageSize { members.append(("MaxResults", String(pageSize))) }
    if let nextToken { members.append(("NextToken", Self.quoted(nextToken))) }
    let text = members.sorted { $0.0 < $1.0 }.map { "\(Self.quoted($0.0)):\($0.1)" }.joined(separator: ",")
    return Data("{\(text)}".utf8)
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
