import OrganizationModel
import Timeline

/// Puts changes into rows: what people did, and beside it what followed for verdicts and locks, accounts that changed
/// alike counted.
struct ChangeRows {
  let rows: [HistorySection.ChangeRow]

  init(_ history: OrganizationHistory, names: NodeNames) {
    var consequences: [Int: [Change]] = [:]
    for change in history.changes where Self.isConsequence(change.kind) {
      if let cause = change.cause { consequences[cause, default: []].append(change) }
    }
    var rows: [HistorySection.ChangeRow] = []
    var alone: [Change] = []
    for (index, change) in history.changes.enumerated() {
      if Self.isConsequence(change.kind) {
        if change.cause == nil { alone.append(change) }
        continue
      }
      rows.append(Self.row(change, names: names, consequences: Self.grouped(consequences[index] ?? [])))
    }
    self.rows = Self.merged(rows, Self.rows(ofUncaused: alone, names: names))
  }

  private static func isConsequence(_ kind: Change.Kind) -> Bool {
    kind == .verdictChanged || kind == .lockChanged
  }

  private static func row(
    _ change: Change, names: NodeNames, consequences: [String]
  ) -> HistorySection.ChangeRow {
    HistorySection.ChangeRow(
      at: words(of: change.at), earliest: change.at.earliest?.description,
      latest: change.at.latest?.description, kind: change.kind.rawValue, what: change.kind.reportWords,
      subject: subject(of: change, names: names),
      before: isConsequence(change.kind) ? state(change.before) : change.before,
      after: isConsequence(change.kind) ? state(change.after) : change.after,
      actor: change.event?.actor.text, role: change.event?.actor.role,
      sourceAddress: change.event?.sourceAddress, event: change.event?.id, consequences: consequences)
  }

  /// Verdicts and locks of which nothing tells the cause, accounts that changed alike in one row.
  private static func rows(ofUncaused changes: [Change], names: NodeNames) -> [HistorySection.ChangeRow] {
    var groups: [[Change]] = []
    for change in changes {
      if let last = groups.last?.last, last.kind == change.kind, last.at == change.at,
        last.before == change.before, last.after == change.after
      {
        groups[groups.count - 1].append(change)
      } else {
        groups.append([change])
      }
    }
    return groups.compactMap { group in
      guard let first = group.first else { return nil }
      var row = row(first, names: names, consequences: [])
      if group.count > 1 { row.subject = Words.count(group.count, "account") }
      return row
    }
  }

  /// Both lists by time; times without a bound come first.
  private static func merged(
    _ one: [HistorySection.ChangeRow], _ two: [HistorySection.ChangeRow]
  ) -> [HistorySection.ChangeRow] {
    let all = (one + two).enumerated()
    return all.sorted { ($0.element.latest ?? "", $0.offset) < ($1.element.latest ?? "", $1.offset) }.map(
      \.element)
  }

  /// `38 accounts: from not opted out to opted out`, in the order of their first.
  private static func grouped(_ changes: [Change]) -> [String] {
    var counts: [String: Int] = [:]
    var order: [String] = []
    for change in changes {
      let who = change.subject.account == nil ? "the organization" : ""
      let what = change.kind == .lockChanged ? "lock " : ""
      let (before, after) = (state(change.before) ?? "unknown", state(change.after) ?? "unknown")
      let key = "\(who)|\(what)from \(before) to \(after)"
      if counts[key] == nil { order.append(key) }
      counts[key, default: 0] += 1
    }
    return order.map { key in
      let parts = key.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
      let who = parts[0].isEmpty ? Words.count(counts[key] ?? 0, "account") : String(parts[0])
      return "\(who): \(parts[1])"
    }
  }

  /// A verdict in the report's words; other texts stay as they are.
  private static func state(_ text: String?) -> String? {
    text.map { text in Verdict(rawValue: text).map { Status($0).word } ?? text }
  }

  private static func words(of moment: Moment) -> String {
    switch (moment.earliest, moment.latest) {
    case (let earliest?, let latest?) where earliest == latest: "\(latest)"
    case (let earliest?, let latest?): "between \(earliest) and \(latest)"
    case (nil, let latest?): "\(latest) or before"
    case (let earliest?, nil): "\(earliest) or later"
    case (nil, nil): "not known"
    }
  }

  private static func subject(of change: Change, names: NodeNames) -> String {
    let subject = change.subject
    var parts: [String] = []
    if let account = subject.account { parts.append(names.nameAndID(of: .account(account))) }
    if let unit = subject.ou { parts.append(names.nameAndID(of: .organizationalUnit(unit))) }
    if let policy = subject.policy { parts.append(policy.rawValue) }
    if let node = subject.node { parts.append(names.nameAndID(of: node)) }
    if let root = subject.root, parts.isEmpty { parts.append(names.nameAndID(of: .root(root))) }
    return parts.isEmpty ? "the organization" : parts.joined(separator: ", ")
  }
}

extension Change.Kind {
  /// What happened, in words.
  var reportWords: String {
    switch self {
    case .accountJoined: "account joined"
    case .accountLeft: "account left"
    case .accountMoved: "account moved"
    case .accountRenamed: "account renamed"
    case .accountStateChanged: "account's state changed"
    case .ouCreated: "organizational unit created"
    case .ouRenamed: "organizational unit renamed"
    case .ouMoved: "organizational unit moved"
    case .ouDeleted: "organizational unit deleted"
    case .policyCreated: "policy created"
    case .policyDeleted: "policy deleted"
    case .policyRenamed: "policy renamed"
    case .policyContentChanged: "policy changed"
    case .policyAttached: "policy attached"
    case .policyDetached: "policy detached"
    case .policyTypeEnabled: "policy type enabled"
    case .policyTypeDisabled: "policy type disabled"
    case .verdictChanged: "verdict changed"
    case .lockChanged: "lock changed"
    case .delegationChanged: "delegation changed"
    }
  }
}
