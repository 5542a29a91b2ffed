/// A file of a report.
package struct RenderedFile: Hashable, Sendable {
  /// Relative to the folder the report is written to.
  package var path: String
  package var text: String

  package init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  package var bytes: [UInt8] { Array(text.utf8) }
}
