import ArgumentParser
import HistoryStore
import OrganizationModel

/// The events that the store has.
struct EventsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the changes that CloudTrail recorded, oldest first.",
    discussion: """
      Examples:
        optout-audit events list --since 2026-09-01
        optout-audit events list --name DetachPolicy --actor breakglass
      """)

  @OptionGroup var store: StoreOptions

  @Option(help: ArgumentHelp("The organization, where the store has several.", valueName: "o-…"))
  var organization: String?

  @Option(help: ArgumentHelp("Only events from this time on.", valueName: "time"))
  var since: String?

  @Option(
    help: ArgumentHelp("Only events of this name, such as AttachPolicy; may be repeated.", valueName: "name"))
  var name: [String] = []

  @Option(help: ArgumentHelp("Only events whose actor's ARN holds this text.", valueName: "text"))
  var actor: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if let organization, OrganizationID(organization) == nil {
      throw ValidationError("--organization \(organization.debugDescription) is not an id; it begins with o-")
    }
    if let since, Timestamp(since) == nil {
      throw ValidationError("--since \(since.debugDescription) is not a time; write it as 2026-09-30")
    }
    for name in name where !Event.writeNames.contains(name) {
      throw ValidationError(
        "--name \(name) is no event that changes an organization; there are: "
          + Event.writeNames.joined(separator: ", "))
    }
  }

  func run() throws {
    let context = CommandContext.system()
    let database = try store.openForReading(context)
    let all: [Event]
    let coverage: [EventCoverage]
    do {
      let chosen = try database.select(.newest, of: organization.flatMap { OrganizationID($0) })
      all = try database.events(of: chosen.header.organization)
      coverage = try database.eventCoverage(of: chosen.header.organization)
    } catch {
      throw CommandFailure(error)
    }
    let since = since.flatMap { Timestamp($0) }
    let events = all.filter { event in
      (since.map { event.time >= $0 } ?? true) && (name.isEmpty || name.contains(event.name))
        && (actor.map { event.actor.text.contains($0) } ?? true)
    }
    try context.print(json ? Self.json(events, coverage).text : Self.text(events, of: all, context))
  }

  private static func json(_ events: [Event], _ coverage: [EventCoverage]) -> JSONValue {
    .object([
      (
        "events",
        .array(
          events.map { event in
            .object([
              ("id", .string(event.id)), ("name", .string(event.name)),
              ("time", .string(event.time.description)),
              ("trailAccount", .optional(event.trailAccount?.rawValue)),
              ("actor", .string(event.actor.text)), ("role", .optional(event.actor.role)),
              ("sourceAddress", .optional(event.sourceAddress)),
              ("errorCode", .optional(event.errorCode)),
              (
                "details",
                .object(event.details.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
              ),
            ])
          })
      ),
      (
        "coverage",
        .array(
          coverage.map {
            .object([
              ("account", .string($0.account.rawValue)), ("from", .string($0.from.description)),
              ("to", .string($0.to.description)),
            ])
          })
      ),
    ])
  }

  private static func text(_ events: [Event], of all: [Event], _ context: CommandContext) -> String {
    guard !events.isEmpty else {
      return all.isEmpty ? "no events; collect with CloudTrail allowed, or events import" : "no such events"
    }
    return events.map { event in
      let words = [
        event.name + (event.errorCode.map { " (failed: \(TerminalText.safe($0)))" } ?? ""),
        TerminalText.safe(subject(of: event)), "by", TerminalText.safe(shortened(event.actor.text)),
      ].filter { !$0.isEmpty }
      return TerminalText.wrapped(
        "\(event.time)  \(words.joined(separator: " "))", to: context.columns, indent: 4)
    }.joined(separator: "\n")
  }

  private static func subject(of event: Event) -> String {
    let keys = [
      "policyId", "targetId", "accountId", "destinationParentId", "organizationalUnitId", "rootId",
      "servicePrincipal",
    ]
    return keys.compactMap { event.details[$0] }.joined(separator: " ")
  }

  /// The part of an ARN that tells who: `assumed-role/Admin/jo`.
  private static func shortened(_ actor: String) -> String {
    let parts = actor.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    return actor.hasPrefix("arn:") && parts.count == 6 ? String(parts[5]) : actor
  }
}
