import OrganizationModel
import Timeline

/// Changes by day, each with who made it and what followed from it.
struct ChangeList {
  var changes: [Change]
  var names: [AccountID: String]

  /// Accounts beyond this many are counted, not named.
  private static let namedAccounts = 3

  func lines(_ context: CommandContext) -> [String] {
    var consequences: [Int: [Change]] = [:]
    for change in changes where change.kind.isConsequence {
      if let cause = change.cause { consequences[cause, default: []].append(change) }
    }
    var lines: [String] = []
    var day = ""
    var index = 0
    while index < changes.count {
      let change = changes[index]
      guard !(change.kind.isConsequence && change.cause != nil) else {
        index += 1
        continue
      }
      if let found = change.at.latest?.day, found != day {
        day = found
        lines += ["", context.styled(day, .bold)]
      }
      if change.kind.isConsequence {
        // Several accounts that changed alike, of which nothing tells why.
        let alike = changes[index...].prefix {
          $0.cause == nil && $0.kind == change.kind && $0.at == change.at
        }
        lines += grouped(Array(alike)).map { "  \(when(change)) \($0)" }
        index += alike.count
        continue
      }
      lines += told(change, context)
      lines += grouped(consequences[index] ?? []).map { "      -> \($0)" }
      index += 1
    }
    return lines
  }

  private func told(_ change: Change, _ context: CommandContext) -> [String] {
    let head = "  \(when(change)) \(change.kind.words): \(subject(change))"
    guard let event = change.event else {
      let between = change.at.isExact ? "" : ", \(PeriodWords.interval(change.at))"
      return [head, "      " + context.styled("unattributed", .doubtful) + between]
    }
    var who = "      by \(TerminalText.safe(PeriodWords.actor(event.actor.text)))"
    if let address = event.sourceAddress { who += " from \(TerminalText.safe(address))" }
    return [head, who + " (\(event.name) \(TerminalText.safe(event.id)))"]
  }

  /// The time of day of a moment, or that it is none.
  private func when(_ change: Change) -> String {
    guard change.at.isExact, let time = change.at.latest?.description else { return "by then " }
    return String(time.dropFirst(11).prefix(8))
  }

  private func subject(_ change: Change) -> String {
    let arrow = [change.before, change.after].compactMap { $0 }.map { TerminalText.safe($0) }
      .joined(separator: " -> ")
    switch change.kind {
    case .accountRenamed, .accountStateChanged, .accountMoved:
      return "\(name(of: change)): \(arrow)"
    case .accountJoined, .accountLeft:
      return "\(arrow) (\(change.subject.account?.rawValue ?? "?"))"
    case .policyContentChanged, .policyRenamed:
      return "\(change.subject.policy?.rawValue ?? "?"): \(arrow)"
    case .ouRenamed, .ouMoved: return "\(change.subject.ou?.rawValue ?? "?"): \(arrow)"
    case .delegationChanged:
      let account = change.subject.account.map { "\($0): " } ?? ""
      let word = change.before == nil ? "added " : change.after == nil ? "removed " : ""
      return account + word + arrow
    case .ouCreated, .ouDeleted, .policyCreated, .policyDeleted, .policyAttached, .policyDetached,
      .policyTypeEnabled, .policyTypeDisabled, .verdictChanged, .lockChanged:
      return arrow
    }
  }

  private func name(of change: Change) -> String {
    guard let id = change.subject.account else { return "organization" }
    return "\(TerminalText.safe(names[id] ?? id.rawValue)) (\(id))"
  }

  /// Verdicts and locks, accounts that changed alike in one line; the organization first.
  private func grouped(_ changes: [Change]) -> [String] {
    var groups: [(key: String, members: [Change])] = []
    var places: [String: Int] = [:]
    for change in changes {
      let what = change.kind == .verdictChanged ? "" : "lock "
      let key =
        (change.subject.account == nil ? "organization" : "")
        + "|\(what)\(change.before ?? "?") -> \(change.after ?? "?")"
      if let place = places[key] {
        groups[place].members.append(change)
      } else {
        places[key] = groups.count
        groups.append((key, [change]))
      }
    }
    return groups.sorted { !$0.key.hasPrefix("|") && $1.key.hasPrefix("|") }.map { key, members in
      let words = key.drop { $0 != "|" }.dropFirst()
      guard members[0].subject.account != nil else { return "organization: \(words)" }
      guard members.count > Self.namedAccounts else {
        return members.map { name(of: $0) }.joined(separator: ", ") + ": \(words)"
      }
      return "\(plural(members.count, "account")): \(words)"
    }
  }
}
