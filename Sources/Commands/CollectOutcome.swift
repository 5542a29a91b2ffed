import OrganizationModel

/// What a collect has to say when it is done.
struct CollectOutcome {
  var sealed: SealedSnapshot
  var posture: OrganizationPosture
  /// Requests sent by operation; empty for an export.
  var requests: [String: Int]
  /// Of these, the ones that AWS refused because there were too many.
  var throttled: [String: Int] = [:]
  /// Nil when nobody asked for it.
  var usage: UsageOutcome?
  /// Nil when events were not asked for.
  var events: EventOutcome?

  private var snapshot: Snapshot { posture.snapshot }

  private func count(_ kind: EvidenceKind) -> Int { posture.accounts.count { $0.evidence == kind } }

  /// What could not be read. Usage and events are no part of the snapshot, which is complete without them.
  private var unknown: [(subject: String, reason: String)] {
    (snapshot.unread + (events?.unread ?? [])).map { ($0.subject, $0.reason) }
      + (usage?.failure.map { [(UsageOutcome.subject, $0)] } ?? [])
  }

  var json: JSONValue {
    .object([
      (
        "snapshot",
        .object([
          ("id", .string(sealed.id)), ("organization", .string(sealed.header.organization.rawValue)),
          ("startedAt", .string(sealed.header.startedAt.description)),
          ("observedAt", .string(sealed.header.observedAt.description)),
          ("digest", .string(sealed.digest)), ("previousDigest", .optional(sealed.previousDigest)),
          ("complete", .bool(sealed.isComplete)), ("accounts", .number(sealed.accountCount)),
        ])
      ),
      (
        "effectivePolicies",
        .object([
          ("reported", .number(count(.reported))), ("representative", .number(count(.representative))),
          ("computed", .number(count(.computed))), ("unknown", .number(count(.none))),
        ])
      ),
      (
        "unknown",
        .array(
          unknown.map {
            .object([("subject", .string($0.subject)), ("reason", .string($0.reason))])
          })
      ),
      (
        "mismatches",
        .array(
          snapshot.mismatches.map {
            .object([
              ("account", .string($0.account.rawValue)), ("computed", .string($0.computed)),
              ("reported", .string($0.reported)), ("cause", .string($0.cause)),
            ])
          })
      ),
      (
        "readEarlier",
        snapshot.earlierReading.map {
          .object([
            ("effectivePolicies", .number(snapshot.readEarlier.count)), ("readAt", TimeWords.json($0)),
          ])
        } ?? .null
      ),
      ("movedWhileReading", .strings(snapshot.movedWhileReading)),
      ("events", events?.json ?? .null),
      ("usage", usage?.json ?? .null),
      ("requests", .object(requests.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })),
      ("throttled", .object(throttled.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })),
    ])
  }

  /// - Parameter database: the store as the user named it; nil when it was not named.
  func text(_ context: CommandContext, database: String?) -> String {
    var lines = [
      "sealed \(context.styled(sealed.id, .bold)) of \(sealed.header.organization), "
        + "observed \(sealed.header.observedAt)",
      "  \(plural(sealed.accountCount, "account")), \(plural(snapshot.policies.count, "policy", "policies")), "
        + "\(plural(snapshot.organizationalUnits.count, "organizational unit"))",
      "  effective policies: \(count(.reported)) reported by AWS, \(count(.representative)) by representative, "
        + "\(count(.computed)) computed only, \(count(.none)) unknown",
    ]
    if let earlier = snapshot.earlierReading {
      lines.append(
        "    of these \(snapshot.readEarlier.count) not asked again: read \(TimeWords.span(earlier))")
    }
    let total = requests.values.reduce(0, +)
    if total > 0 { lines.append("  \(plural(total, "request"))") }
    lines += events?.lines ?? []
    if let usage { lines.append(usage.line) }
    lines += snapshot.movedWhileReading.map { "  moved: \($0)" }
    lines += snapshot.mismatches.prefix(5).map {
      "  differs: account \($0.account): AWS says \(TerminalText.safe($0.reported)), computed "
        + "\(TerminalText.safe($0.computed)); likely \($0.cause)"
    }
    if !snapshot.unread.isEmpty {
      lines.append(context.styled("  incomplete: \(plural(snapshot.unread.count, "answer")) missing", .bad))
      lines += snapshot.unread.prefix(10).map {
        "    \(TerminalText.safe($0.subject)): \(TerminalText.safe($0.reason))"
      }
      if snapshot.unread.count > 10 {
        lines.append("    and \(snapshot.unread.count - 10) more (--json has all)")
      }
    }
    let option = database.map { " --db \(ShellWord.quoted($0))" } ?? ""
    lines.append("next: optout-audit status\(option)")
    return lines.map { TerminalText.wrapped($0, to: context.columns, indent: 6) }.joined(separator: "\n")
  }
}

/// `1 account`, `2 accounts`.
func plural(_ count: Int, _ word: String, _ many: String? = nil) -> String {
  "\(count) \(count == 1 ? word : many ?? word + "s")"
}
