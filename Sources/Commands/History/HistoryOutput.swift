import OrganizationModel
import Timeline

/// How `history` shows its answer: since when and with what gaps first, then the changes by day.
struct HistoryOutput {
  /// What was asked for.
  var history: OrganizationHistory
  /// The same time without filters, which the answer is about.
  var whole: OrganizationHistory
  var subject: AuditSubject
  var isFiltered: Bool

  func text(_ context: CommandContext) -> String {
    guard let start = whole.span.earliest, let end = whole.span.latest else {
      return "No snapshot lies in the time asked about; snapshots lists what the store holds."
    }
    let organization = subject.observation.sealed.header.organization
    var lines: [String] = []
    if isFiltered, history.accounts.count == 1, let account = history.accounts.first {
      lines += answer(TerminalText.safe(account.name), account.periods, at: end, context)
    } else {
      lines += answer("the whole organization", whole.organization, at: end, context)
    }
    lines += [
      "", "  \(organization), \(plural(whole.coverage.count, "snapshot")), \(start.day) to \(end.day)",
    ]
    lines += whoLines
    lines += accountLines(at: end)
    lines += changeLines(context)
    lines += refusedLines
    return TerminalText.wrapped(lines, to: context.columns)
  }

  // MARK: - The answer

  /// - Parameter moment: the end of the time asked about. What a period became later is told as its end.
  private func answer(
    _ name: String, _ periods: AccountHistory.Periods, at moment: Timestamp, _ context: CommandContext
  ) -> [String] {
    var lines: [String] = []
    if let last = periods.list.last, last.lasts(beyond: moment) {
      var line =
        context.styled("OPTED OUT", .good) + "      \(name), since \(PeriodWords.since(last.start.at))"
        + " (\(PeriodWords.source(last.start.source)))"
      if let end = last.end { line += ", until \(PeriodWords.since(end.at))" }
      lines.append(line)
    } else if let last = periods.list.last, let end = last.end {
      lines.append(
        context.styled("NOT OPTED OUT", .bad) + "  \(name), since \(PeriodWords.since(end.at))"
          + " (\(PeriodWords.source(end.source)))")
    } else {
      lines.append(context.styled("NOT OPTED OUT", .bad) + "  \(name), at no time looked at")
    }
    if let gap = periods.longestGap {
      lines.append("               longest gap \(PeriodWords.length(gap)) at most")
    } else if whole.uncovered.isEmpty {
      lines.append("               no gap")
    } else {
      lines.append("               no gap was seen; what lies between the looks is inferred")
    }
    if let share = periods.coveredShare {
      var line = "               \(PeriodWords.percent(share)) of the time for certain"
      if let inferred = periods.inferredShare, inferred > 0 {
        line += ", \(PeriodWords.percent(inferred)) inferred between looks too far apart"
      }
      lines.append(line)
    }
    return lines
  }

  /// Who made the changes, the busiest first.
  private var whoLines: [String] {
    let facts = history.changes.filter { !$0.kind.isConsequence }
    guard !facts.isEmpty else { return ["  nothing changed"] }
    var counts: [String: Int] = [:]
    for change in facts { counts[change.event?.actor.text ?? "", default: 0] += 1 }
    let unattributed = counts.removeValue(forKey: "") ?? 0
    var parts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map {
      "\($0.value) by \(TerminalText.safe(PeriodWords.actor($0.key)))"
    }
    if counts.count > 3 { parts.append("\(counts.count - 3) more actors") }
    if unattributed > 0 { parts.append("\(unattributed) unattributed (no record of who)") }
    return ["  \(plural(facts.count, "change")): " + parts.joined(separator: ", ")]
  }

  /// The accounts that were not opted out all the time, worst first.
  private func accountLines(at moment: Timestamp) -> [String] {
    let gaps = history.accounts.compactMap { account in account.periods.longestGap.map { (account, $0) } }
      .sorted { ($1.1, $0.0.id) < ($0.1, $1.0.id) }
    guard !gaps.isEmpty else { return [] }
    var lines = ["", "Accounts with a time not opted out (\(gaps.count) of \(history.accounts.count))"]
    lines += gaps.prefix(5).map { account, gap in
      let state =
        account.periods.list.last.flatMap { $0.lasts(beyond: moment) ? $0 : nil }
        .map { "opted out since \(PeriodWords.interval($0.start.at))" } ?? "not opted out"
      return
        "  \(TerminalText.safe(account.name)) (\(account.id)): \(PeriodWords.length(gap)) at most, \(state)"
    }
    if gaps.count > 5 { lines.append("  and \(gaps.count - 5) more (--json has all)") }
    return lines
  }

  // MARK: - Changes

  private func changeLines(_ context: CommandContext) -> [String] {
    let list = ChangeList(changes: history.changes, names: names)
    return list.lines(context)
  }

  private var names: [AccountID: String] {
    Dictionary(whole.accounts.map { ($0.id, $0.name) }) { first, _ in first }
  }

  private var refusedLines: [String] {
    let events = history.unmatchedEvents
    guard !events.isEmpty, !isFiltered else { return [] }
    let refused = events.count { $0.errorCode != nil }
    var parts: [String] = []
    if refused > 0 { parts.append("\(refused) refused by AWS") }
    if events.count > refused { parts.append("\(events.count - refused) that changed nothing seen") }
    return ["", "Records beside these: " + parts.joined(separator: ", ") + " (--json has them)"]
  }
}

extension OptOutPeriod {
  /// Whether it certainly holds after `moment`.
  fileprivate func lasts(beyond moment: Timestamp) -> Bool {
    guard let end else { return true }
    return end.at.earliest.map { $0 > moment } ?? false
  }
}

extension Change.Kind {
  /// Whether it only follows from another change.
  var isConsequence: Bool { self == .verdictChanged || self == .lockChanged }

  /// In plain words.
  var words: String {
    switch self {
    case .accountJoined: "account joined"
    case .accountLeft: "account left"
    case .accountMoved: "account moved"
    case .accountRenamed: "account renamed"
    case .accountStateChanged: "account state changed"
    case .ouCreated: "unit created"
    case .ouRenamed: "unit renamed"
    case .ouMoved: "unit moved"
    case .ouDeleted: "unit deleted"
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
