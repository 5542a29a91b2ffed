import ArgumentParser
import HistoryStore
import OrganizationModel

/// Lists what the store holds.
struct Snapshots: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the snapshots in the store, oldest first.",
    discussion: "Example:\n  optout-audit snapshots --db audit.sqlite")

  @OptionGroup var store: StoreOptions

  @Option(help: ArgumentHelp("Only of this organization.", valueName: "o-…"))
  var organization: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if let organization, OrganizationID(organization) == nil {
      throw ValidationError("--organization \(organization.debugDescription) is not an id; it begins with o-")
    }
  }

  func run() throws {
    let context = CommandContext.system()
    let database = try store.openForReading(context)
    let snapshots: [SealedSnapshot]
    do {
      snapshots = try database.snapshots(of: organization.flatMap { OrganizationID($0) })
    } catch {
      throw CommandFailure(error)
    }
    if json {
      try context.print(JSONValue.object([("snapshots", .array(snapshots.map(Self.json)))]).text)
      return
    }
    var table = TextTable(header: ["SNAPSHOT", "OBSERVED", "ACCOUNTS", "COMPLETE", "ORGANIZATION"])
    table.rows = snapshots.map {
      [
        $0.id, $0.header.observedAt.description, String($0.accountCount), $0.isComplete ? "yes" : "no",
        $0.header.organization.rawValue,
      ]
    }
    try context.print(
      snapshots.isEmpty ? "no snapshots; collect first" : table.text(columns: context.columns))
  }

  private static func json(_ sealed: SealedSnapshot) -> JSONValue {
    .object([
      ("id", .string(sealed.id)), ("organization", .string(sealed.header.organization.rawValue)),
      ("startedAt", .string(sealed.header.startedAt.description)),
      ("observedAt", .string(sealed.header.observedAt.description)),
      ("digest", .string(sealed.digest)), ("previousDigest", .optional(sealed.previousDigest)),
      ("complete", .bool(sealed.isComplete)), ("accounts", .number(sealed.accountCount)),
      ("toolVersion", .string(sealed.header.toolVersion)),
      ("assertedByOperator", .optional(sealed.header.source.assertedByOperator)),
    ])
  }
}
