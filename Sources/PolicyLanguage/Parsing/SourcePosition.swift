/// A place in a text: line and column, both starting at 1.
///
/// A column counts characters as Unicode scalars, so that `é` written as one scalar is one column. A line ends with
/// a line feed; a carriage return before it belongs to the line it ends.
package struct SourcePosition: Hashable, Sendable, Comparable, CustomStringConvertible {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }

  package var description: String { "\(line):\(column)" }
}
