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

  /// Reads the checklist of an organization's own, whose ids must not be those of a built-in one.
  package init(parsingOwn text: String, file: String) throws(ChecklistCatalogueError) {
    try self.init(parsing: text, file: file)
    for (path, id) in [("id", id), (prefix == nil ? "id" : "prefix", itemPrefix)] {
      guard Self.builtIn.contains(where: { $0.id == id || $0.itemPrefix == id }) else { continue }
      throw ChecklistCatalogueError(
        file: file,
        problems: [
          DocumentProblem(
            path: path, line: nil,
            message:
              "\"\(id)\" is that of a built-in checklist; choose another, so that attestations are about one item"
          )
        ])
    }
  }
}
