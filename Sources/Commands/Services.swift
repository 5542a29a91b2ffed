import ArgumentParser
import OrganizationModel
import PolicyLanguage

/// The dated list of services that the policy type knows.
struct Services: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the AI services that the policy type covers, as dated data.",
    discussion: """
      Examples:
        optout-audit services
        optout-audit services --at 2026-01-01
        optout-audit services --file more-services.json
      """)

  @Option(help: ArgumentHelp("Only what AWS listed by this date.", valueName: "YYYY-MM-DD"))
  var at: String?

  @Option(
    help: ArgumentHelp(
      "Services of one's own to add or replace, in a file like what --json prints.", valueName: "file"))
  var file: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if let at, at.utf8.count != 10 || Timestamp(at) == nil {
      throw ValidationError("--at \(at.debugDescription) is not a date; write it as 2026-01-01")
    }
  }

  func run() throws {
    let context = CommandContext.system()
    var catalogue = try CatalogueFile.catalogue(overriddenBy: file)
    if let at { catalogue = catalogue.known(on: at) }
    try context.print(json ? Self.json(catalogue).text : Self.text(catalogue, context))
  }

  private static func json(_ catalogue: ServiceCatalogue) -> JSONValue {
    .object([
      ("catalogueDate", .string(catalogue.catalogueDate)), ("checkedOn", .string(catalogue.checkedOn)),
      ("source", .string(catalogue.source)),
      (
        "services",
        .array(
          catalogue.services.map {
            .object([
              ("key", .string($0.key)), ("name", .string($0.name)),
              ("notListedOn", .optional($0.notListedOn)), ("listedBy", .string($0.listedBy)),
              ("serviceTerms503", .bool($0.isInServiceTerms503)), ("note", .optional($0.note)),
            ])
          })
      ),
      (
        "outOfReach",
        .array(
          catalogue.outOfReach.map {
            .object([("name", .string($0.name)), ("control", .string($0.control))])
          })
      ),
    ])
  }

  private static func text(_ catalogue: ServiceCatalogue, _ context: CommandContext) -> String {
    var table = TextTable(header: ["KEY", "SERVICE", "LISTED BY"])
    table.rows = catalogue.services.map {
      [TerminalText.safe($0.key), TerminalText.safe($0.name), TerminalText.safe($0.listedBy)]
    }
    var lines = [
      "\(catalogue.services.count) services; AWS's list of \(catalogue.catalogueDate), "
        + "checked \(catalogue.checkedOn)",
      catalogue.source, "", table.text(columns: context.columns), "",
      TerminalText.wrapped(
        "\"default\" covers all of them, and those that AWS adds later. Not reached by the policy:",
        to: context.columns),
    ]
    lines += catalogue.outOfReach.map {
      TerminalText.wrapped("  \($0.name): \($0.control)", to: context.columns, indent: 4)
    }
    let named = catalogue.services.filter(\.isInServiceTerms503).map(\.key).joined(separator: ", ")
    lines.append(
      TerminalText.wrapped(
        "Named in section 50.3 of the AWS Service Terms: "
          + (named.isEmpty ? "none" : TerminalText.safe(named)),
        to: context.columns, indent: 2))
    let notes = catalogue.services.compactMap { service in service.note.map { "  \(service.key): \($0)" } }
    if !notes.isEmpty { lines.append("Notes") }
    lines += notes.map { TerminalText.wrapped(TerminalText.safe($0), to: context.columns, indent: 4) }
    return lines.joined(separator: "\n")
  }
}
