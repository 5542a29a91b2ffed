import ArgumentParser
import Checklist
import OrganizationModel

/// Which checklists are used.
struct ChecklistOptions: ParsableArguments {
  @Option(
    name: .customLong("checklist"),
    help: ArgumentHelp(
      "A checklist's id, or the file of one of your own; may be repeated. Else all built-in ones.",
      valueName: "id|file"))
  var checklists: [String] = []

  /// The checklists named, in the order of their naming, each once.
  func catalogues() throws -> [ChecklistCatalogue] {
    guard !checklists.isEmpty else { return ChecklistCatalogue.builtIn }
    var chosen: [ChecklistCatalogue] = []
    for name in checklists {
      let catalogue = try CatalogueSource(name).catalogue()
      if chosen.contains(catalogue) { continue }
      if let twin = chosen.first(where: { $0.id == catalogue.id }) {
        throw CommandFailure("two checklists have the id \"\(twin.id)\"; give one of them another id")
      }
      let ids = Set(chosen.flatMap(\.items).map(\.id))
      if let id = catalogue.items.map(\.id).first(where: ids.contains) {
        throw CommandFailure("two checklists have an item \"\(id)\"; give one of them another id")
      }
      chosen.append(catalogue)
    }
    return chosen
  }

  /// Every item that configurations may name when `catalogues` are used: those of the built-in checklists too.
  static func knownItems(with catalogues: [ChecklistCatalogue]) -> [KnownItem] {
    let own = catalogues.filter { catalogue in
      !ChecklistCatalogue.builtIn.contains { $0.id == catalogue.id }
    }
    return KnownItem.items(of: ChecklistCatalogue.builtIn + own)
  }
}

/// A checklist as the command line names it: a built-in one, or a file.
struct CatalogueSource {
  /// More than a hundred times the longest built-in one.
  static let maxBytes = 1_000_000

  var name: String

  init(_ name: String) {
    self.name = name
  }

  func catalogue() throws -> ChecklistCatalogue {
    if let known = ChecklistCatalogue.builtIn.first(where: { $0.id == name }) { return known }
    let problems: [DocumentProblem]
    do throws(ChecklistCatalogueError) { return try ownCatalogue() } catch { problems = error.problems }
    throw CommandFailure(
      "the checklist \"\(name)\" cannot be used", problems: problems.map(\.description))
  }

  /// The checklist in the file, which is one of the organization's own.
  private func ownCatalogue() throws(ChecklistCatalogueError) -> ChecklistCatalogue {
    let text: String
    do { text = try BoundedFile.text(at: name, limit: Self.maxBytes) } catch {
      throw ChecklistCatalogueError(
        file: name, problems: [DocumentProblem(path: "", line: nil, message: message(for: error))])
    }
    return try ChecklistCatalogue(parsingOwn: text, file: name)
  }

  private func message(for error: BoundedFileError) -> String {
    guard error == .missing, !name.contains("/"), !name.contains(".") else { return "\(error)" }
    let ids = ChecklistCatalogue.builtIn.map(\.id)
    let nearest = NearMiss.nearest(to: name, among: ids)
    return "there is neither such a checklist nor such a file"
      + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; there are \(ids.joined(separator: ", "))")
  }
}
