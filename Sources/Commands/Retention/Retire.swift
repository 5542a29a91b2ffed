import ArgumentParser
import HistoryStore
import OrganizationModel

/// Writes a store without what no rule needs any more.
struct Retire: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a store without evidence that is older than the rules need.",
    discussion: """
      Example:
        optout-audit retire --before 2020-01-01 --by "A. Keeper" \\
          --reason "retention schedule 7.2" --output history-2020.sqlite

      The store itself stays as it is. The new one keeps the digests of what was taken out, so that verify still \
      recomputes its chain, and says what was retired, by whom and why. A snapshot counts as in effect until the next \
      one, an attestation until it expires. The longest of the rules named with --policy decides; HIPAA's six years \
      where none is named.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var choice: OrganizationOptions
  @OptionGroup var options: RetireOptions

  @Option(help: ArgumentHelp("Where to write the new store; it must not exist.", valueName: "file"))
  var output: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let context = CommandContext.system()
    let rules = options.rules
    for rule in rules {
      guard let from = rule.neededFrom(today: context.today), options.date > from else { continue }
      throw CommandFailure(
        "\(rule.title) (\(rule.source)) needs what was in effect on \(from.day) or later, so --before may be "
          + "\(from.day) at the latest; nothing was written")
    }
    do {
      let database = try store.openForReading(context)
      let id = try choice.choose(in: database)
      let record = RetirementRecord(
        before: options.date, by: options.by, systemUser: SystemUser.name(), reason: options.reason,
        rules: rules.map { "\($0.source): \($0.requirement)" },
        entries: try database.retirable(of: id, before: options.date))
      let entry = try database.retire(record, of: id, recordedAt: context.now(), to: output)
      try verify()
      try context.print(json ? Self.json(record, entry, output).text : text(record, entry))
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
  }

  private func verify() throws {
    let found = try HistoryStore.openForVerification(path: output).verifyChains()
    guard let problem = (found.problems + found.chains.flatMap(\.problems)).first else { return }
    throw CommandFailure(
      "the store written to \(output) does not verify (\(problem.message)); verify the store it was made from"
    )
  }

  private static func json(_ record: RetirementRecord, _ entry: LedgerEntry, _ output: String) -> JSONValue {
    .object([
      ("output", .string(output)), ("organization", .string(entry.organization.rawValue)),
      ("head", .string(entry.digest)), ("retirement", RetentionOutput.json(record)),
    ])
  }

  private func text(_ record: RetirementRecord, _ entry: LedgerEntry) -> String {
    """
    \(RetentionOutput.text(record))
      wrote \(TerminalText.safe(output)), verified: its chain is intact
      head \(entry.digest)
    """
  }
}

/// What is to be retired, by whom, why, and by which rules.
struct RetireOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Retire what was no longer in effect on this day.", valueName: "YYYY-MM-DD"))
  var before: String

  @Option(help: ArgumentHelp("Who decided it.", valueName: "name"))
  var by: String

  @Option(help: ArgumentHelp("Why.", valueName: "text"))
  var reason: String

  @Option(
    name: .customLong("policy"),
    help: ArgumentHelp("A rule that has to be kept: hipaa or pci. May be repeated.", valueName: "rule"))
  var policies: [String] = []

  @Option(
    name: .customLong("keep-months"),
    help: ArgumentHelp("A period of your own, besides or instead of --policy.", valueName: "months"))
  var keepMonths: Int?

  var date: Timestamp { Timestamp(before) ?? Timestamp(milliseconds: 0) }

  /// The rules chosen; HIPAA's without a choice.
  var rules: [RetentionRule] {
    let chosen = RetentionRule.known.filter { policies.contains($0.id) }
    let own = keepMonths.map { [RetentionRule.house(months: $0)] } ?? []
    return chosen + own
      + (chosen.isEmpty && own.isEmpty ? RetentionRule.known.filter { $0.id == "hipaa" } : [])
  }

  func validate() throws {
    guard before.utf8.count == 10, Timestamp(before) != nil else {
      throw ValidationError("--before \(before.debugDescription) is not a date; write it as 2020-01-01")
    }
    for (name, text) in [("--by", by), ("--reason", reason)] {
      guard !text.allSatisfy(\.isWhitespace), text.utf8.count <= 2000 else {
        throw ValidationError("\(name) is empty or longer than 2000 bytes")
      }
    }
    for policy in policies where !RetentionRule.known.contains(where: { $0.id == policy && $0.months != nil })
    {
      throw ValidationError(
        "--policy \(policy.debugDescription) names no period; give hipaa, pci, or a period of your own with "
          + "--keep-months")
    }
    try Self.validate(keepMonths: keepMonths)
  }

  static func validate(keepMonths: Int?) throws {
    if let keepMonths, !(1...1200).contains(keepMonths) {
      throw ValidationError("--keep-months \(keepMonths) is not 1 to 1200")
    }
  }
}
