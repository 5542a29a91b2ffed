import Yams

extension ChecklistCatalogue {
  /// Reads a catalogue's YAML.
  ///
  /// - Parameter file: its name, for messages.
  /// - Throws: `ChecklistCatalogueError` with every problem of the text.
  package init(parsing text: String, file: String) throws(ChecklistCatalogueError) {
    do {
      guard let root = try Yams.compose(yaml: text) else {
        throw ChecklistCatalogueError(
          file: file, problems: [.init(path: "", line: nil, message: "the file is empty")])
      }
      var validator = CatalogueValidator()
      validator.validate(root)
      guard validator.problems.isEmpty else {
        throw ChecklistCatalogueError(file: file, problems: validator.problems)
      }
      self = try YAMLDecoder().decode(from: root)
    } catch let error as ChecklistCatalogueError {
      throw error
    } catch {
      throw ChecklistCatalogueError(
        file: file, problems: [.init(path: "", line: nil, message: "it is not YAML: \(error)")])
    }
  }
}
