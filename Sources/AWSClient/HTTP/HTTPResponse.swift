package import Foundation

/// A whole answer of an HTTP server, whatever its status.
package struct HTTPResponse: Hashable, Sendable {
  package var status: Int
  package var body: Data
  /// Where redirects led; nil where none were followed.
  package var redirectedTo: URL?
  private var fields: HeaderFields

  package init(status: Int, headers: [String: String] = [:], body: Data = Data(), redirectedTo: URL? = nil) {
    self.status = status
    self.body = body
    self.redirectedTo = redirectedTo
    fields = .byName(headers)
  }

  /// - Parameter headerLines: what came after the status line, read when somebody asks for it.
  init(status: Int, headerLines: [UInt8], body: Data, redirectedTo: URL?) {
    self.status = status
    self.body = body
    self.redirectedTo = redirectedTo
    fields = .lines(headerLines)
  }

  /// By lower-case name; repeated headers are joined with ", ".
  package var headers: [String: String] { fields.byName }

  /// The value of a header, whatever the case of `name`.
  package func header(_ name: String) -> String? { headers[name.lowercased()] }
}

/// The fields of an answer's header. Nobody looks at those of most answers.
private enum HeaderFields: Hashable {
  case byName([String: String])
  /// Lines that end with a line feed.
  case lines([UInt8])

  var byName: [String: String] {
    switch self {
    case .byName(let fields): return fields
    case .lines(let bytes):
      var fields: [String: String] = [:]
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
          .trimmingCharacters(in: .whitespacesAndNewlines)
        fields[name] = fields[name].map { "\($0), \(value)" } ?? value
      }
      return fields
    }
  }

  static func == (one: HeaderFields, other: HeaderFields) -> Bool { one.byName == other.byName }

  func hash(into hasher: inout Hasher) { hasher.combine(byName) }
}
