import HistoryStore
import OrganizationModel

/// How `retention` shows what is needed and what is there.
struct RetentionOutput {
  var organization: OrganizationID
  var today: Timestamp
  /// Oldest first, at least one.
  var snapshots: [SealedSnapshot]
  var retirements: [RetirementRecord]
  var lines: [Line]

  struct Line {
    var rule: RetentionRule
    var neededFrom: Timestamp?
    /// How many entries the rule needs no more.
    var retirable: Int
  }

  private var first: Timestamp? { snapshots.first?.header.observedAt }

  /// Nil where there is no period.
  private func isCovered(_ line: Line) -> Bool? {
    guard let from = line.neededFrom, let first else { return nil }
    return first <= from
  }

  var json: JSONValue {
    .object([
      ("organization", .string(organization.rawValue)), ("asOf", .string(today.day)),
      ("snapshots", .number(snapshots.count)), ("from", .optional(first?.description)),
      ("to", .optional(snapshots.last?.header.observedAt.description)),
      (
        "rules",
        .array(
          lines.map { line in
            .object([
              ("id", .string(line.rule.id)), ("title", .string(line.rule.title)),
              ("source", .string(line.rule.source)), ("requirement", .string(line.rule.requirement)),
              ("months", line.rule.months.map { .number($0) } ?? .null),
              ("neededFrom", .optional(line.neededFrom?.day)),
              ("covered", isCovered(line).map { .bool($0) } ?? .null), ("retirable", .number(line.retirable)),
            ])
          })
      ),
      ("retirements", .array(retirements.map(Self.json))),
    ])
  }

  static func json(_ record: RetirementRecord) -> JSONValue {
    .object([
      ("before", .string(record.before.day)), ("by", .string(record.by)), ("reason", .string(record.reason)),
      ("entries", .number(record.entries.count)),
      ("from", .optional(record.entries.first?.time.description)),
      ("to", .optional(record.entries.last?.time.description)),
    ])
  }

  func text(_ context: CommandContext) -> String {
    var lines = [
      "\(organization): \(snapshots.count) snapshots from \(first?.day ?? "") to "
        + "\(snapshots.last?.header.observedAt.day ?? ""), judged on \(today.day)"
    ]
    for line in self.lines {
      let rule = line.rule
      lines += [
        "", context.styled("\(rule.title) (\(rule.source))", .bold),
        TerminalText.wrapped("  \(rule.requirement)", to: context.columns, indent: 2),
        TerminalText.wrapped("  \(state(of: line))", to: context.columns, indent: 2),
      ]
    }
    lines += retirements.map { "\n" + TerminalText.wrapped(Self.text($0), to: context.columns, indent: 2) }
    return lines.joined(separator: "\n")
  }

  private func state(of line: Line) -> String {
    guard let from = line.neededFrom, let first else { return "nothing to compare the store with" }
    let there =
      first <= from
      ? "kept: the store reaches back to \(first.day), and \(from.day) is needed"
      : "the store begins on \(first.day), and nothing from \(from.day) to then is in it"
    let more = line.retirable == 1 ? "1 entry is older" : "\(line.retirable) entries are older"
    return line.retirable == 0 ? there : "\(there); \(more) than the rule needs"
  }

  /// One retirement in one sentence.
  static func text(_ record: RetirementRecord) -> String {
    let count = record.entries.count == 1 ? "1 entry" : "\(record.entries.count) entries"
    return "retired: \(count) from before \(record.before.day), by \(TerminalText.safe(record.by)): "
      + TerminalText.safe(record.reason)
  }
}
