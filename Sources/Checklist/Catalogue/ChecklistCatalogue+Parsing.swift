import Yams

extension ChecklistCatalogue {
  /// Reads a catalogue's YAML.
  ///
  /// - Parameter file: its name, for messages.
  /// - Throws: `ChecklistCatalogueError` with every problem of the text.
  package init(parsing text: String, file: String) throws(ChecklistCatalogueError) {
    var reader = DocumentReader()
    guard let root = reader.root(of: text) else {
      let empty = DocumentProblem(path: "", line: nil, message: "the file is empty")
      throw ChecklistCatalogueError(file: file, problems: reader.problems.isEmpty ? [empty] : reader.problems)
    }
    var validator = CatalogueValidator()
    validator.validate(root)
    guard validator.problems.isEmpty else {
      throw ChecklistCatalogueError(file: file, problems: validator.problems)
    }
    do {
      self = try YAMLDecoder().decode(from: root)
    } catch {
      // A value that the validator lets pass and the type does not.
      throw ChecklistCatalogueError(
        file: file,
        problems: [DocumentProblem(path: "", line: nil, message: "it is not understood: \(error)")])
    }
  }
}
