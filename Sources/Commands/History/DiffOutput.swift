import OrganizationModel
import Timeline

/// How `diff` shows its answer.
struct DiffOutput {
  var comparison: SnapshotComparison
  var from: SealedSnapshot
  var to: SealedSnapshot

  // MARK: - JSON

  var json: JSONValue {
    .object([
      ("from", Self.json(from, comparison.before)), ("to", Self.json(to, comparison.after)),
      (
        "scope",
        .object([
          ("joined", .strings(joined.map(\.account.id.rawValue))),
          ("left", .strings(left.map(\.account.id.rawValue))),
        ])
      ),
      (
        "inBoth", .object([("before", Self.json(countsBefore)), ("after", Self.json(countsAfter))])
      ),
      ("changes", HistoryOutput.changes(comparison.changes)),
    ])
  }

  private static func json(_ sealed: SealedSnapshot, _ posture: OrganizationPosture) -> JSONValue {
    .object([
      ("id", .string(sealed.id)), ("observedAt", .string(sealed.header.observedAt.description)),
      ("digest", .string(sealed.digest)), ("complete", .bool(sealed.isComplete)),
      ("verdict", .string(posture.verdict.rawValue)), ("lock", .string(posture.lock.word)),
      ("counts", json(posture.counts)),
    ])
  }

  private static func json(_ counts: Counts) -> JSONValue {
    .object([
      ("active", .number(counts.active)), ("optedOut", .number(counts.optedOut)),
      ("partial", .number(counts.partial)), ("notOptedOut", .number(counts.notOptedOut)),
      ("unknown", .number(counts.unknown)),
    ])
  }

  // MARK: - Text

  func text(_ context: CommandContext) -> String {
    let (before, after) = (comparison.before, comparison.after)
    var lines = [
      context.styled(headline, headlineStyle),
      "  organization: \(pair(before.verdict.rawValue, after.verdict.rawValue)), "
        + "lock \(pair(before.lock.word, after.lock.word))",
      "  accounts in both: \(countsBefore.optedOut) -> \(countsAfter.optedOut) opted out, of "
        + pair("\(countsBefore.active)", "\(countsAfter.active)") + " active",
    ]
    lines += scopeLines
    lines += [
      "", "  from \(from.id), observed \(from.header.observedAt)",
      "  to   \(to.id), observed \(to.header.observedAt)",
    ]
    let names = Dictionary(
      (after.accounts + before.accounts).map { ($0.account.id, $0.account.name) }
    ) { first, _ in first }
    lines += ChangeList(changes: comparison.changes, names: names).lines(context)
    return TerminalText.wrapped(lines, to: context.columns)
  }

  private var headline: String {
    if comparison.changes.isEmpty { return "NO DIFFERENCE" }
    let better = improved.count
    let worse = worsened.count
    if better == 0, worse == 0 { return "NO VERDICT DIFFERS  of the accounts that are in both" }
    return "\(worse) WORSE, \(better) BETTER  of the accounts that are in both"
  }

  private var headlineStyle: TextStyle {
    worsened.isEmpty ? .good : .bad
  }

  private var scopeLines: [String] {
    func line(_ word: String, _ accounts: [AccountPosture]) -> [String] {
      guard !accounts.isEmpty else { return [] }
      let optedOut = accounts.count { $0.verdict == .optedOut }
      let shown = accounts.prefix(3).map { "\(TerminalText.safe($0.account.name)) (\($0.account.id))" }
      let more = accounts.count > 3 ? ", and \(accounts.count - 3) more" : ""
      return [
        "  \(word): \(plural(accounts.count, "account")), \(optedOut) opted out: "
          + shown.joined(separator: ", ") + more
      ]
    }
    return line("joined, not counted above", joined) + line("left, not counted above", left)
  }

  private func pair(_ before: String, _ after: String) -> String {
    before == after ? after : "\(before) -> \(after)"
  }

  // MARK: - Scope

  private var idsBefore: Set<AccountID> { Set(comparison.before.accounts.map(\.account.id)) }
  private var idsAfter: Set<AccountID> { Set(comparison.after.accounts.map(\.account.id)) }

  private var joined: [AccountPosture] {
    let ids = idsBefore
    return comparison.after.accounts.filter { !ids.contains($0.account.id) }
  }

  private var left: [AccountPosture] {
    let ids = idsAfter
    return comparison.before.accounts.filter { !ids.contains($0.account.id) }
  }

  private var countsBefore: Counts {
    let ids = idsAfter
    return Counts(of: comparison.before.accounts.filter { ids.contains($0.account.id) })
  }

  private var countsAfter: Counts {
    let ids = idsBefore
    return Counts(of: comparison.after.accounts.filter { ids.contains($0.account.id) })
  }

  private var improved: [Change] { verdicts { $0 > $1 } }
  private var worsened: [Change] { verdicts { $0 < $1 } }

  private func verdicts(where isWanted: (Int, Int) -> Bool) -> [Change] {
    comparison.changes.filter { change in
      guard change.kind == .verdictChanged, change.subject.account != nil else { return false }
      return isWanted(Self.rank(change.after), Self.rank(change.before))
    }
  }

  /// An unknown verdict is no better than a bad one.
  private static func rank(_ verdict: String?) -> Int {
    switch verdict.flatMap({ Verdict(rawValue: $0) }) {
    case .optedOut: 2
    case .partial: 1
    case .notOptedOut, .unknown, nil: 0
    }
  }
}
