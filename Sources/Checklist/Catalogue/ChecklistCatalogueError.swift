/// Why a catalogue file cannot be used: everything that is wrong with it.
package struct ChecklistCatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
  package var file: String
  /// In the order of the file; never empty.
  package var problems: [DocumentProblem]

  package init(file: String, problems: [DocumentProblem]) {
    self.file = file
    self.problems = problems
  }

  package var description: String {
    let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
    return "the checklist \(file) cannot be used, \(count):"
      + problems.map { "\n  \($0)" }.joined()
  }
}
