/// Something wrong at one place of a file that a person wrote.
package struct DocumentProblem: Hashable, Sendable, CustomStringConvertible {
  /// `accepted-exceptions[0].expires`; empty for the whole file.
  package var path: String
  /// Line in the file, from 1; nil when it is not known.
  package var line: Int?
  /// A clause without a period.
  package var message: String

  package init(path: String, line: Int?, message: String) {
    self.path = path
    self.line = line
    self.message = message
  }

  package var description: String {
    let place = path.isEmpty ? message : "\(path): \(message)"
    return line.map { "line \($0): \(place)" } ?? place
  }
}
