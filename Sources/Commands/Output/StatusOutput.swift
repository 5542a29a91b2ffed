import Checklist
import HistoryStore
import OrganizationModel
import PolicyLanguage
import Timeline

/// How `status` shows its answer.
enum StatusOutput {
  static func json(_ subject: StatusSubject, _ cover: ExceptionCover) -> JSONValue {
    let posture = subject.posture
    let counts = posture.counts
    let sealed = subject.sealed
    return .object([
      ("organization", .string(sealed.header.organization.rawValue)),
      (
        "snapshot",
        .object([
          ("id", .string(sealed.id)), ("observedAt", .string(sealed.header.observedAt.description)),
          ("digest", .string(sealed.digest)), ("complete", .bool(sealed.isComplete)),
          ("assertedByOperator", .optional(sealed.header.source.assertedByOperator)),
          ("readEarlier", .number(posture.snapshot.readEarlier.count)),
        ])
      ),
      ("policyTypeEnabled", posture.snapshot.isPolicyTypeEnabled.map { .bool($0) } ?? .null),
      ("verdict", .string(posture.verdict.rawValue)), ("lock", .string(posture.lock.word)),
      (
        "counts",
        .object([
          ("accounts", .number(counts.accounts)), ("active", .number(counts.active)),
          ("optedOut", .number(counts.optedOut)), ("partial", .number(counts.partial)),
          ("notOptedOut", .number(counts.notOptedOut)), ("unknown", .number(counts.unknown)),
          ("locked", .number(counts.locked)), ("open", .number(counts.open)),
          ("reported", .number(counts.reported)), ("representative", .number(counts.representative)),
          ("computed", .number(counts.computed)),
        ])
      ),
      ("accounts", .array(posture.accounts.map { json($0, subject, cover) })),
      ("acceptedExceptions", .array(cover.exceptions.map(json))),
      (
        "canEdit",
        .array(
          posture.canEdit.editors.map {
            .object([("principal", .string($0.principal)), ("ground", .string($0.explanation))])
          })
      ),
      ("canEditUnread", .strings(posture.canEdit.unread)),
      (
        "unknown",
        .array(
          posture.snapshot.unread.map {
            .object([("subject", .string($0.subject)), ("reason", .string($0.reason))])
          })
      ),
    ])
  }

  private static func json(_ use: ExceptionCover.Use) -> JSONValue {
    .object([
      ("service", .string(use.exception.service)), ("node", .string(use.exception.node.rawValue)),
      ("reason", .string(use.exception.reason)), ("approver", .string(use.exception.approver)),
      ("expires", .string(use.exception.expires.day)), ("expired", .bool(use.isExpired)),
      ("accounts", .strings(use.accounts.map(\.rawValue))),
    ])
  }

  private static func json(
    _ posture: AccountPosture, _ subject: StatusSubject, _ cover: ExceptionCover
  ) -> JSONValue {
    let date = subject.optOutDates[posture.account.id]
    var openings: [String] = []
    var lockedBy: String?
    if case .open(let phrases) = posture.lock { openings = phrases }
    if case .locked(let node) = posture.lock { lockedBy = node.rawValue }
    return .object([
      ("id", .string(posture.account.id.rawValue)), ("name", .string(posture.account.name)),
      ("state", .optional(posture.account.state)), ("path", .strings(posture.path.map(\.rawValue))),
      ("verdict", .string(posture.verdict.rawValue)), ("lock", .string(posture.lock.word)),
      ("lockedBy", .optional(lockedBy)), ("openings", .strings(openings)),
      ("evidence", .string(posture.evidence.rawValue)),
      (
        "readAt",
        subject.posture.snapshot.readingTime(of: posture.account.id).map { TimeWords.json($0) } ?? .null
      ),
      ("optedInServices", .strings(posture.optedInServices)),
      ("uncoveredServices", .strings(posture.uncoveredServices(in: .builtIn))),
      ("acceptedUntil", .optional(cover[posture.account.id]?.acceptedUntil?.day)),
      (
        "optOutSince",
        date.map {
          .object([
            ("earliest", .optional($0.earliest?.description)), ("latest", .string($0.latest.description)),
          ])
        } ?? .null
      ),
      ("reason", .optional(posture.reason)),
    ])
  }

  // MARK: - Text

  /// - Parameter database: the store as the user named it, so that hints can be pasted; nil when it was not named.
  static func text(
    _ subject: StatusSubject, _ cover: ExceptionCover, reportDate: Timestamp, database: String?,
    configuration: LoadedConfiguration, _ context: CommandContext
  ) -> String {
    let posture = subject.posture
    var lines = [
      verdictLine(posture, context), lockLine(posture, context), "",
      "  " + subject.sealed.summaryLine + age(of: subject, at: reportDate),
    ]
    lines += evidenceLines(posture, context)
    if let line = configuration.line { lines.append("  \(line)") }
    let option = database.map { " --db \(ShellWord.quoted($0))" } ?? ""
    lines += exceptionLines(posture, cover, context, explain: "optout-audit explain ACCOUNT\(option)")
    lines += acceptedLines(cover, posture.snapshot, context)
    lines += sinceLines(subject)
    lines += editorLines(posture)
    return lines.map { TerminalText.wrapped($0, to: context.columns, indent: 4) }.joined(separator: "\n")
  }

  private static func verdictLine(_ posture: OrganizationPosture, _ context: CommandContext) -> String {
    let counts = posture.counts
    let share = "\(counts.optedOut) of \(plural(counts.active, "active account"))"
    return switch posture.verdict {
    case .optedOut:
      context.styled("OPTED OUT", .good) + "    \(share) opted out of every AI service, also future ones"
    case .partial: context.styled("PARTIAL", .bad) + "      only \(share) opted out of every AI service"
    case .notOptedOut: context.styled("NOT OPTED OUT", .bad) + "  \(share) opted out"
    case .unknown:
      context.styled("UNKNOWN", .doubtful) + "      \(share) known to be opted out, "
        + "\(counts.unknown) could not be told"
    }
  }

  private static func lockLine(_ posture: OrganizationPosture, _ context: CommandContext) -> String {
    let counts = posture.counts
    switch posture.lock {
    case .locked:
      let nodes = posture.lockedBy.map(\.rawValue)
      let shown =
        nodes.prefix(3).joined(separator: ", ") + (nodes.count > 3 ? " and \(nodes.count - 3) more" : "")
      return context.styled("LOCKED", .good)
        + "       no policy further down can undo it (closed at \(shown))"
    case .open(let phrases):
      let shown = phrases.prefix(3).joined(separator: ", ") + (phrases.count > 3 ? ", …" : "")
      return context.styled("OPEN", .bad)
        + "         in \(plural(counts.open, "account")) a policy further down could undo it: "
        + TerminalText.safe(shown)
    case .unknown(let reason):
      return context.styled("LOCK UNKNOWN", .doubtful) + " \(TerminalText.safe(reason))"
    }
  }

  private static func age(of subject: StatusSubject, at date: Timestamp) -> String {
    let days = date.days(since: subject.sealed.header.observedAt)
    return days >= 1 ? ", \(plural(days, "day")) before \(date.day)" : ""
  }

  private static func evidenceLines(_ posture: OrganizationPosture, _ context: CommandContext) -> [String] {
    let counts = posture.counts
    let snapshot = posture.snapshot
    var lines: [String] = []
    switch snapshot.isPolicyTypeEnabled {
    case true: lines.append("  policy type enabled")
    case false:
      let status = snapshot.root.value?.optOutPolicyTypeStatus.map { " (\(TerminalText.safe($0)))" } ?? ""
      lines.append(context.styled("  policy type NOT enabled\(status): nothing is in force", .bad))
    case nil: lines.append(context.styled("  policy type: could not be read", .doubtful))
    }
    var parts = ["\(counts.reported) reported by AWS"]
    if counts.representative > 0 { parts.append("\(counts.representative) by representative") }
    if counts.computed > 0 { parts.append("\(counts.computed) computed without AWS's answer") }
    if counts.noEvidence > 0 { parts.append("\(counts.noEvidence) unknown") }
    lines.append("  evidence: " + parts.joined(separator: ", "))
    if let earlier = snapshot.earlierReading {
      lines.append(
        "  read earlier: \(plural(snapshot.readEarlier.count, "effective policy", "effective policies")), "
          + TimeWords.span(earlier))
    }
    if let asserted = snapshot.header.source.assertedByOperator {
      lines.append("  asserted by the operator: \(TerminalText.safe(asserted))")
    }
    if !snapshot.mismatches.isEmpty {
      lines.append(
        context.styled(
          "  for \(plural(snapshot.mismatches.count, "account")) AWS's answer differs from the policies (explain tells)",
          .doubtful))
    }
    if case .known(let invalid?) = snapshot.invalidEffectivePolicies, !invalid.isEmpty {
      lines.append(
        context.styled(
          "  AWS calls the effective policy of \(plural(invalid.count, "account")) invalid and keeps the last valid one",
          .doubtful))
    }
    if !snapshot.isComplete {
      lines.append(
        context.styled("  incomplete: \(plural(snapshot.unread.count, "answer")) could not be read", .bad))
      lines += snapshot.unread.prefix(3).map {
        "    \(TerminalText.safe($0.subject)): \(TerminalText.safe($0.reason))"
      }
    }
    return lines
  }

  private struct Group: Hashable {
    var verdict: Verdict
    var optedIn: [String]
    var reason: String
    /// The last day on which all that is wrong is accepted.
    var acceptedUntil: Timestamp?
  }

  /// Accounts that are not opted out, then those of which it could not be told, grouped by what is wrong.
  private static func exceptionLines(
    _ posture: OrganizationPosture, _ cover: ExceptionCover, _ context: CommandContext, explain: String
  ) -> [String] {
    let exceptions = posture.accounts.filter { $0.verdict != .optedOut && $0.account.isActive }
    return groupLines("Not opted out", exceptions.filter { $0.verdict != .unknown }, cover, explain)
      + groupLines("Could not be told", exceptions.filter { $0.verdict == .unknown }, cover, explain)
  }

  /// The largest group first.
  private static func groupLines(
    _ title: String, _ exceptions: [AccountPosture], _ cover: ExceptionCover, _ explain: String
  ) -> [String] {
    guard !exceptions.isEmpty else { return [] }
    let groups = Dictionary(grouping: exceptions) { posture in
      // Reasons name the account, which would make a group of each.
      let reason = posture.reason?.replacing(posture.account.id.rawValue, with: "<account>") ?? ""
      return Group(
        verdict: posture.verdict, optedIn: posture.optedInServices, reason: reason,
        acceptedUntil: cover[posture.account.id]?.acceptedUntil)
    }
    let sorted = groups.sorted {
      ($0.value.count, $1.value[0].account.id) > ($1.value.count, $0.value[0].account.id)
    }
    var lines = ["", title]
    for (group, members) in sorted.prefix(6) {
      let accepted = group.acceptedUntil.map { ", accepted until \($0.day)" } ?? ""
      lines.append("  \(plural(members.count, "account")): \(describe(group, members[0]))\(accepted)")
      lines.append("    " + names(of: members))
    }
    if sorted.count > 6 { lines.append("  and \(sorted.count - 6) more groups (--json has all)") }
    lines.append("  why: \(explain.replacing("ACCOUNT", with: sorted[0].value[0].account.id.rawValue))")
    return lines
  }

  /// What the configuration accepts, with what each exception comes to.
  private static func acceptedLines(
    _ cover: ExceptionCover, _ snapshot: Snapshot, _ context: CommandContext
  ) -> [String] {
    guard !cover.exceptions.isEmpty else { return [] }
    return ["", "Accepted exceptions"]
      + cover.exceptions.map { use in
        let exception = use.exception
        let subject =
          "  \"\(TerminalText.safe(exception.service))\" opted in at \(name(of: exception.node, in: snapshot)), by "
          + "\(TerminalText.safe(exception.approver)): "
        if use.isExpired {
          return subject + context.styled("EXPIRED on \(exception.expires.day), accepts nothing", .bad)
        }
        let accounts = use.accounts.isEmpty ? "no account" : plural(use.accounts.count, "account")
        return subject + "accepted until \(exception.expires.day), \(accounts) "
          + "(\(TerminalText.safe(exception.reason)))"
      }
  }

  /// `Vision (ou-…)`; the id alone where the snapshot does not have the node.
  private static func name(of node: NodeID, in snapshot: Snapshot) -> String {
    let name =
      switch node {
      case .root(let id): snapshot.root.value.flatMap { $0.id == id ? $0.name : nil }
      case .organizationalUnit(let id): snapshot.organizationalUnits.first { $0.id == id }?.name
      case .account(let id): snapshot.accounts.first { $0.id == id }?.name
      }
    return name.map { "\(TerminalText.safe($0)) (\(node))" } ?? node.rawValue
  }

  private static func describe(_ group: Group, _ example: AccountPosture) -> String {
    let keys = group.optedIn.map { "\"\(TerminalText.safe($0))\"" }.joined(separator: ", ")
    let reason = group.reason.isEmpty ? "" : " (\(TerminalText.safe(group.reason)))"
    switch group.verdict {
    case .partial:
      return (group.optedIn.isEmpty ? "no default, so future services are not covered" : "\(keys) opted in")
        + reason
    case .notOptedOut:
      return (group.optedIn.isEmpty ? "no policy opts them out" : "\(keys) opted in, nothing opted out")
        + reason
    case .unknown: return "unknown" + reason
    case .optedOut: return "opted out" + reason
    }
  }

  private static func names(of members: [AccountPosture]) -> String {
    let shown = members.prefix(3).map { "\(TerminalText.safe($0.account.name)) (\($0.account.id))" }
    return shown.joined(separator: ", ") + (members.count > 3 ? ", and \(members.count - 3) more" : "")
  }

  /// Since when all accounts that are opted out have been.
  private static func sinceLines(_ subject: StatusSubject) -> [String] {
    let dates = subject.posture.accounts.compactMap {
      $0.account.isActive ? subject.optOutDates[$0.account.id] : nil
    }
    guard let latest = dates.map(\.latest).max() else { return [] }
    let all = dates.count == subject.posture.counts.active ? "all accounts" : plural(dates.count, "account")
    return ["", "Opted out since \(latest.day) at the latest (\(all); each one's interval: --json)"]
  }

  private static func editorLines(_ posture: OrganizationPosture) -> [String] {
    let editors = posture.canEdit.editors.map {
      "\(TerminalText.safe($0.principal)) (\(TerminalText.safe($0.explanation)))"
    }
    var lines = [
      "Can edit the policies: " + (editors.isEmpty ? "not known" : editors.joined(separator: "; "))
    ]
    lines += posture.canEdit.unread.map { "  not known: \(TerminalText.safe($0))" }
    return lines
  }
}

extension AuditSubject {
  var summaryLine: String { observation.sealed.summaryLine }
}

extension SealedSnapshot {
  /// `o-…, snapshot s-…, observed …`.
  var summaryLine: String {
    "\(header.organization), snapshot \(id), observed \(header.observedAt)"
  }
}
