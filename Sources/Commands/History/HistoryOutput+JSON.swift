import OrganizationModel
import Timeline

extension HistoryOutput {
  static func json(_ history: OrganizationHistory, of subject: AuditSubject) -> JSONValue {
    .object([
      ("organization", .string(subject.observation.sealed.header.organization.rawValue)),
      ("span", moment(history.span)),
      ("snapshots", .number(history.coverage.count)),
      ("organizationPeriods", periods(history.organization)),
      ("changes", changes(history.changes)),
      (
        "accounts",
        .array(
          history.accounts.map { account in
            var members: [(String, JSONValue)] = [
              ("id", .string(account.id.rawValue)), ("name", .string(account.name)),
            ]
            members += periodMembers(account.periods)
            return .object(members)
          })
      ),
      ("uncovered", .array(history.uncovered.map { moment($0) })),
      ("unmatchedEvents", .array(history.unmatchedEvents.map { event($0) })),
      (
        "coverage",
        .array(
          history.coverage.map { point in
            .object([
              ("snapshot", .string(point.snapshot)), ("at", .string(point.at.description)),
              ("optedOut", .number(point.optedOut)), ("partial", .number(point.partial)),
              ("notOptedOut", .number(point.notOptedOut)), ("unknown", .number(point.unknown)),
              ("lock", .string(point.lock)),
            ])
          })
      ),
    ])
  }

  static func changes(_ changes: [Change]) -> JSONValue {
    .array(
      changes.map { change in
        .object([
          ("kind", .string(change.kind.rawValue)),
          (
            "subject",
            .object([
              ("account", .optional(change.subject.account?.rawValue)),
              ("ou", .optional(change.subject.ou?.rawValue)),
              ("root", .optional(change.subject.root?.rawValue)),
              ("policy", .optional(change.subject.policy?.rawValue)),
              ("node", .optional(change.subject.node?.rawValue)),
            ])
          ),
          ("before", .optional(change.before)), ("after", .optional(change.after)),
          ("at", moment(change.at)), ("event", change.event.map { event($0) } ?? .null),
          ("cause", change.cause.map { .number($0) } ?? .null),
        ])
      })
  }

  private static func periods(_ periods: AccountHistory.Periods) -> JSONValue {
    .object(periodMembers(periods))
  }

  private static func periodMembers(_ periods: AccountHistory.Periods) -> [(String, JSONValue)] {
    [
      (
        "periods",
        .array(
          periods.list.map { period in
            .object([
              ("start", bound(period.start)), ("end", period.end.map { bound($0) } ?? .null),
              (
                "inferredSeconds",
                .number(
                  period.inferred.reduce(0) { sum, span in
                    guard let start = span.earliest, let end = span.latest else { return sum }
                    return sum + Int(end.since(start).components.seconds)
                  })
              ),
            ])
          })
      ),
      ("longestGap", periods.longestGap.map { .number(Int($0.components.seconds)) } ?? .null),
      ("coveredShare", periods.coveredShare.map { .share($0) } ?? .null),
      ("inferredShare", periods.inferredShare.map { .share($0) } ?? .null),
    ]
  }

  private static func bound(_ bound: PeriodBound) -> JSONValue {
    .object([
      ("earliest", .optional(bound.at.earliest?.description)),
      ("latest", .optional(bound.at.latest?.description)), ("source", .string(bound.source)),
    ])
  }

  static func moment(_ moment: Moment) -> JSONValue {
    .object([
      ("earliest", .optional(moment.earliest?.description)),
      ("latest", .optional(moment.latest?.description)),
    ])
  }

  private static func event(_ event: Event) -> JSONValue {
    .object([
      ("id", .string(event.id)), ("name", .string(event.name)), ("actor", .string(event.actor.text)),
      ("time", .string(event.time.description)), ("role", .optional(event.actor.role)),
      ("sourceAddress", .optional(event.sourceAddress)),
      ("account", .optional(event.trailAccount?.rawValue)), ("errorCode", .optional(event.errorCode)),
    ])
  }
}
