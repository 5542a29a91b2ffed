/// Why a catalogue file cannot be used: everything that is wrong with it.
package struct ChecklistCatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
  package var file: String
  /// In the order of the file; never empty.
  package var problems: [Problem]

  /// Something wrong at one place.
  package struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// `items[3].check`; empty for the whole file.
    package var path: String
    /// Line in the file, from 1; nil when it is not known.
    package var line: Int?
    package var message: String

    package var description: String {
      let place = path.isEmpty ? message : "\(path): \(message)"
      return line.map { "line \($0): \(place)" } ?? place
    }
  }

  package var description: String {
    let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
    return "the checklist \(file) cannot be used, \(count):"
      + problems.map { "\n  \($0)" }.joined()
  }
}
