import OrganizationModel
import PolicyLanguage
import Timeline

/// How `simulate` shows what changes would do.
struct SimulateOutput {
  var simulation: Simulation
  var changes: [SnapshotChange]
  var subject: AuditSubject

  private var snapshot: Snapshot { simulation.changed.snapshot }

  // MARK: - JSON

  var json: JSONValue {
    let sealed = subject.observation.sealed
    return .object([
      ("organization", .string(sealed.header.organization.rawValue)), ("snapshot", .string(sealed.id)),
      ("changes", .array(simulation.changes.map(json))),
      (
        "verdicts",
        .array(
          simulation.verdicts.map {
            .object([
              ("account", .string($0.account.rawValue)), ("before", .string($0.before.rawValue)),
              ("after", .string($0.after.rawValue)),
            ])
          })
      ),
      (
        "limits",
        .array(
          simulation.brokenLimits.map {
            .object([
              ("kind", .string($0.kind.rawValue)), ("subject", .string($0.subject)),
              ("message", .string($0.message)),
            ])
          })
      ),
      (
        "undecided",
        .array(
          simulation.undecided.map {
            .object([("account", .string($0.account.rawValue)), ("reason", .string($0.reason))])
          })
      ),
      (
        "disagreements",
        .array(
          simulation.disagreements.map {
            .object([
              ("account", .string($0.account.rawValue)), ("computed", .string($0.computed)),
              ("reported", .string($0.reported)), ("cause", .string($0.cause)),
            ])
          })
      ),
      ("notes", .strings(simulation.changed.notes)),
      ("concernedAccounts", .number(simulation.changed.concernedAccounts.count)),
      ("endangersAccounts", .bool(simulation.endangersAccounts)),
    ])
  }

  private func json(_ change: ProtectionChange) -> JSONValue {
    .object([
      ("account", .string(change.account.rawValue)), ("service", .optional(change.service)),
      ("before", .optional(change.before.certain?.rawValue)),
      ("after", .optional(change.after.certain?.rawValue)),
      ("lockBefore", .string(change.lockBefore.word)), ("lockAfter", .string(change.lockAfter.word)),
      ("valueLockBefore", .string(Self.word(change.valueLockBefore))),
      ("valueLockAfter", .string(Self.word(change.valueLockAfter))),
      ("lessProtected", .bool(change.isLessProtected)),
      ("reason", .optional(reason(for: change))),
    ])
  }

  /// Why a value is not certain; nil when it is.
  private func reason(for change: ProtectionChange) -> String? {
    if case .orderDependent(let values) = change.after {
      return "after: order-dependent (\(Self.phrase(values)))" + conflictPhrase(change.conflicts)
    }
    if case .orderDependent(let values) = change.before {
      return "before: order-dependent (\(Self.phrase(values)))"
    }
    if change.after == .unknown { return "after: not known" }
    return change.before == .unknown ? "before: not known" : nil
  }

  private func conflictPhrase(_ conflicts: [OrderConflict]) -> String {
    conflicts.map { conflict in
      let names = conflict.policies.map(named(policy:)).joined(separator: ", ")
      return
        "; \(names) on \(conflict.node) assign different values, and AWS does not tell which was attached first"
    }.joined()
  }

  private static func word(_ isLocked: Bool?) -> String {
    switch isLocked {
    case true: "locked"
    case false: "open"
    case nil: "unknown"
    }
  }

  private static func phrase(_ values: [OptOutValue?]) -> String {
    values.map { $0?.rawValue ?? "nothing" }.joined(separator: " or ")
  }

  // MARK: - Text

  func text(_ context: CommandContext) -> String {
    var lines = ["On \(subject.summaryLine):"]
    lines += changes.isEmpty ? ["  no change given"] : changes.map { "  \(phrase($0))" }
    lines += ["", verdictLine(context)]
    lines += groupLines("Less protected", groups.filter(\.key.isLessProtected))
    lines += groupLines("Changed otherwise", groups.filter { !$0.key.isLessProtected })
    lines += section("AWS would refuse", simulation.brokenLimits.map(\.message))
    lines += section("Not known", undecidedLines)
    lines += section("Mind", simulation.changed.notes + disagreementLines)
    return lines.map { TerminalText.wrapped($0, to: context.columns, indent: 4) }.joined(separator: "\n")
  }

  private func verdictLine(_ context: CommandContext) -> String {
    let worse = Set(simulation.changes.filter(\.isLessProtected).map(\.account))
      .union(simulation.verdicts.filter(\.isWorse).map(\.account))
    let concerned = simulation.changed.concernedAccounts.count
    if !worse.isEmpty {
      return context.styled("LESS PROTECTED", .bad)
        + "  \(worse.count) of \(plural(concerned, "account")) concerned would become less protected"
    }
    if !simulation.undecided.isEmpty {
      return context.styled("UNKNOWN", .doubtful)
        + "  for \(simulation.undecided.count) of \(plural(concerned, "account")) concerned it cannot be told"
    }
    if simulation.changes.isEmpty, simulation.verdicts.isEmpty {
      return context.styled("NOTHING CHANGES", simulation.brokenLimits.isEmpty ? .good : .doubtful)
        + "  \(plural(concerned, "account")) concerned, no value, lock or verdict differs"
    }
    return context.styled("NOT LESS PROTECTED", .good)
      + "  no account of \(concerned) concerned would become less protected"
  }

  /// What changes for an account, as it is shown.
  private struct Effect: Hashable {
    var isLessProtected: Bool
    var lines: [String]
  }

  /// Accounts with the same effect; the largest group first.
  private var groups: [(key: Effect, value: [AccountID])] {
    let changes = Dictionary(grouping: simulation.changes, by: \.account)
    let verdicts = Dictionary(
      simulation.verdicts.map { ($0.account, $0) }, uniquingKeysWith: { first, _ in first })
    let accounts = Set(changes.keys).union(verdicts.keys).sorted()
    let groups = Dictionary(grouping: accounts) { account in
      effect(of: changes[account] ?? [], verdict: verdicts[account])
    }
    return groups.sorted { ($1.value.count, $0.value[0]) < ($0.value.count, $1.value[0]) }
  }

  private func effect(of changes: [ProtectionChange], verdict: VerdictChange?) -> Effect {
    var lines: [String] = []
    if let verdict { lines.append("verdict: \(verdict.before.rawValue) -> \(verdict.after.rawValue)") }
    if let first = changes.first, first.lockBefore.word != first.lockAfter.word {
      lines.append("lock: \(Self.phrase(first.lockBefore)) -> \(Self.phrase(first.lockAfter))")
    }
    for change in changes {
      guard let service = change.service else { continue }
      var parts: [String] = []
      if change.before != change.after {
        parts.append(
          "\(Self.phrase(change.before)) -> \(Self.phrase(change.after))" + conflictPhrase(change.conflicts))
      }
      if change.valueLockBefore != change.valueLockAfter {
        parts.append("value \(Self.word(change.valueLockBefore)) -> \(Self.word(change.valueLockAfter))")
      }
      if !parts.isEmpty { lines.append("\"\(service)\": \(parts.joined(separator: ", "))") }
    }
    return Effect(
      isLessProtected: changes.contains(where: \.isLessProtected) || verdict?.isWorse == true, lines: lines)
  }

  private func groupLines(_ title: String, _ groups: [(key: Effect, value: [AccountID])]) -> [String] {
    guard !groups.isEmpty else { return [] }
    var lines = ["", title]
    for (effect, accounts) in groups.prefix(12) {
      let shown = accounts.prefix(3).map { named(node: .account($0)) }.joined(separator: ", ")
      let more = accounts.count > 3 ? ", and \(accounts.count - 3) more" : ""
      lines.append("  \(plural(accounts.count, "account")): \(TerminalText.safe(shown))\(more)")
      lines += effect.lines.map { "    \(TerminalText.safe($0))" }
    }
    if groups.count > 12 { lines.append("  and \(groups.count - 12) more groups (--json has all)") }
    return lines
  }

  private func section(_ title: String, _ sentences: [String]) -> [String] {
    guard !sentences.isEmpty else { return [] }
    return ["", title] + sentences.map { "  \(TerminalText.safe($0))" }
  }

  private var undecidedLines: [String] {
    Dictionary(grouping: simulation.undecided, by: \.reason).sorted { $0.key < $1.key }.map {
      reason, accounts in
      "\(plural(accounts.count, "account")): \(reason)"
    }
  }

  private var disagreementLines: [String] {
    let groups = Dictionary(grouping: simulation.disagreements) { [$0.computed, $0.reported, $0.cause] }
    return groups.sorted { $0.value[0].account < $1.value[0].account }.map { key, accounts in
      "for \(plural(accounts.count, "account")) AWS's present answer is \(key[1]), computed is \(key[0]) (likely "
        + "cause: \(key[2])); this compares what is computed"
    }
  }

  // MARK: - Phrases

  private func phrase(_ change: SnapshotChange) -> String {
    let text =
      switch change {
      case .attach(.existing(let policy), let node):
        "attach \(named(policy: policy.rawValue)) to \(named(node: node))"
      case .attach(.draft(let name, _), let node): "attach \(name) to \(named(node: node))"
      case .detach(let policy, let node): "detach \(named(policy: policy.rawValue)) from \(named(node: node))"
      case .replace(let policy, _): "replace the text of \(named(policy: policy.rawValue))"
      case .move(let account, let node): "move \(named(node: .account(account))) to \(named(node: node))"
      }
    return TerminalText.safe(text)
  }

  private static func phrase(_ value: SimulatedValue) -> String {
    switch value {
    case .value(let value): value.rawValue
    case .nothing: "nothing"
    case .orderDependent(let values): "order-dependent (\(phrase(values)))"
    case .unknown: "unknown"
    }
  }

  private static func phrase(_ lock: Lock) -> String {
    switch lock {
    case .locked: "locked"
    case .open(let phrases):
      "open (\(phrases.prefix(3).joined(separator: ", "))\(phrases.count > 3 ? ", …" : ""))"
    case .unknown(let reason): "unknown (\(reason))"
    }
  }

  private func named(policy id: String) -> String {
    snapshot.policies.first { $0.id.rawValue == id }.map { "\($0.name) (\(id))" } ?? id
  }

  private func named(node: NodeID) -> String {
    let name: String? =
      switch node {
      case .account(let id): snapshot.accounts.first { $0.id == id }?.name
      case .organizationalUnit(let id): snapshot.organizationalUnits.first { $0.id == id }?.name
      case .root: snapshot.root.value?.name
      }
    return name.map { "\($0) (\(node))" } ?? node.rawValue
  }
}
