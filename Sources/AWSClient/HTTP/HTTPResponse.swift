package import Foundation

/// A whole answer of an HTTP server, whatever its status.
package struct HTTPResponse: Hashable, Sendable {
  package var status: Int
  /// By lower-case name; repeated headers are joined with ", ".
  package var headers: [String: String]
  package var body: Data
  /// Where redirects led; nil where none were followed.
  package var redirectedTo: URL?

  package init(status: Int, headers: [String: String] = [:], body: Data = Data(), redirectedTo: URL? = nil) {
    self.status = status
    self.headers = headers
    self.body = body
    self.redirectedTo = redirectedTo
  }

  /// The value of a header, whatever the case of `name`.
  package func header(_ name: String) -> String? { headers[name.lowercased()] }
}
