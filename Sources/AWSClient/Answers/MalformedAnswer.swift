/// What is wrong with an answer that cannot be read.
package struct MalformedAnswer: Error, Hashable, Sendable, CustomStringConvertible {
  /// One clause without control characters, for example `expected JSON, found "<html>"`.
  package var what: String

  package init(_ what: String) {
    self.what = what
  }

  package var description: String { what }
}
