import ArgumentParser
import Checklist

/// What the checklists ask.
struct Checklists: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists and shows the checklists, and validates those of your own.",
    discussion: """
      Examples:
        optout-audit checklists list
        optout-audit checklists show hipaa
        optout-audit checklists validate our-checklist.yaml
      """,
    subcommands: [List.self, Show.self, Validate.self])

  /// The checklists that there are.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the built-in checklists.",
      discussion: """
        Example:
          optout-audit checklists list
        """)

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let context = CommandContext.system()
      let catalogues = ChecklistCatalogue.builtIn
      try context.print(
        json ? ChecklistsOutput.json(listing: catalogues).text : ChecklistsOutput.list(catalogues, context))
    }
  }

  /// One checklist with its items.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows what a checklist asks, how it is assessed and what it rests on.",
      discussion: """
        Examples:
          optout-audit checklists show hipaa
          optout-audit checklists show --markdown > checklists.md
        """)

    @Argument(
      help: ArgumentHelp("A checklist's id, or a file. Else all built-in ones.", valueName: "id|file"))
    var checklist: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print a Markdown page.")
    var markdown = false

    func validate() throws {
      if json && markdown { throw ValidationError("--json and --markdown exclude each other; give one") }
    }

    func run() throws {
      let context = CommandContext.system()
      let catalogues =
        try checklist.map { [try CatalogueSource($0).catalogue()] } ?? ChecklistCatalogue.builtIn
      if json {
        try context.print(ChecklistsOutput.json(catalogues).text)
      } else if markdown {
        try context.print(ChecklistReference.markdown(catalogues))
      } else {
        try context.print(ChecklistsOutput.text(catalogues, context))
      }
    }
  }

  /// Whether files are checklists that `check` takes.
  struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Validates checklists of your own, and lists every problem with its place.",
      discussion: """
        Example:
          optout-audit checklists validate our-checklist.yaml

        Exit status 1 when a file has problems, 2 when one could not be read.
        """)

    @Argument(help: ArgumentHelp("Files to validate.", valueName: "file"))
    var files: [String]

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let context = CommandContext.system()
      let validated = try files.map { try ValidatedCatalogue(path: $0) }
      try context.print(
        json ? ChecklistsOutput.json(validated).text : ChecklistsOutput.text(validated, context))
      if validated.contains(where: { !$0.problems.isEmpty }) { throw ExitCode(.findings) }
    }
  }
}

/// A file of a checklist with what is wrong with it.
struct ValidatedCatalogue {
  var path: String
  /// Nil when there are problems.
  var catalogue: ChecklistCatalogue?
  var problems: [DocumentProblem]

  /// - Throws: `CommandFailure` when the file cannot be read.
  init(path: String) throws {
    self.path = path
    let text: String
    do { text = try BoundedFile.text(at: path, limit: CatalogueSource.maxBytes) } catch {
      throw CommandFailure("cannot read the checklist \"\(path)\": \(error)")
    }
    do {
      catalogue = try ChecklistCatalogue(parsingOwn: text, file: path)
      problems = []
    } catch {
      catalogue = nil
      problems = error.problems
    }
  }
}
