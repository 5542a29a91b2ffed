import PolicyLanguage

/// The report's tables as RFC 4180 CSV, one per file, with a header row. Lists inside a cell are separated by `; `.
package enum CSVTables {
  package static func render(_ model: ReportModel) -> [RenderedFile] {
    [
      accounts(model), servicesByAccount(model), checklistItems(model), attestations(model), policies(model),
      attachments(model), snapshots(model),
    ] + servicesInUse(model) + changes(model)
  }

  private static func accounts(_ model: ReportModel) -> RenderedFile {
    file(
      "accounts.csv",
      [
        "account_id", "name", "state", "active", "place", "place_ids", "verdict", "lock", "lock_explanation",
        "evidence", "opted_in_services", "uncovered_count", "uncovered_services", "opted_out_earliest",
        "opted_out_earliest_source", "opted_out_latest", "opted_out_latest_source", "reason",
      ],
      model.accounts.map { account in
        [
          account.id, account.name, account.state, yesNo(account.isActive), account.place, account.placeIDs,
          account.verdict.word, account.lock.word, account.lockExplanation, account.evidence,
          joined(account.optedIn), "\(account.uncovered.count)", joined(account.uncovered),
          account.since?.earliest ?? "", account.since?.earliestSource ?? "", account.since?.latest ?? "",
          account.since?.latestSource ?? "", account.reason ?? "",
        ]
      })
  }

  /// `default` of every account whose policy is known, and the services whose value differs from it.
  private static func servicesByAccount(_ model: ReportModel) -> RenderedFile {
    file(
      "services-by-account.csv", ["account_id", "name", "service", "value", "evidence"],
      model.accounts.flatMap { account -> [[String]] in
        guard account.isPolicyKnown else { return [] }
        let standard = [
          account.id, account.name, EffectivePolicy.defaultKey, account.defaultValue ?? "none",
          account.evidence,
        ]
        return [standard]
          + account.deviations.map {
            [account.id, account.name, $0.service, $0.value, account.evidence]
          }
      })
  }

  private static func checklistItems(_ model: ReportModel) -> RenderedFile {
    file(
      "checklist-items.csv",
      [
        "checklist_id", "checklist", "checklist_source", "item_id", "title", "question", "answered_by",
        "outcome",
        "reason", "attested_by", "evidence", "aws_states", "proves", "does_not_prove", "references",
        "remediation",
      ],
      model.checklists.flatMap { checklist in
        checklist.items.map { item in
          [
            checklist.id, checklist.title, checklist.source, item.id, item.title, item.question,
            item.answeredBy, item.outcome.word, item.reason ?? "", item.attestedBy ?? "",
            joined(item.evidence),
            joined(item.awsStates.map { "\($0.text) (\($0.page.text), \($0.date))" }), item.proves,
            item.doesNotProve,
            joined(item.references.map { link in link.url.map { "\(link.text) <\($0)>" } ?? link.text }),
            item.remediation,
          ]
        }
      })
  }

  private static func attestations(_ model: ReportModel) -> RenderedFile {
    file(
      "attestations.csv",
      [
        "attestation_id", "item_id", "outcome", "attested_by", "system_user", "recorded_at", "effective",
        "expires",
        "standing", "statement", "facts", "countersigned_by", "files",
      ],
      model.attestations.map { row in
        [
          row.id, row.item, row.outcome, row.by, row.systemUser, row.recordedAt, row.effective, row.expires,
          row.standing, row.statement, joined(row.facts), joined(row.countersignedBy),
          joined(row.files.map(\.words)),
        ]
      })
  }

  private static func policies(_ model: ReportModel) -> RenderedFile {
    file(
      "policies.csv",
      [
        "policy_id", "name", "description", "aws_managed", "characters", "sha256", "attachment_count",
        "problems",
      ],
      model.policies.map { policy in
        [
          policy.id, policy.name, policy.description ?? "", yesNo(policy.isAWSManaged),
          policy.size.map { "\($0)" } ?? "", policy.sha256 ?? "", "\(policy.attachments.count)",
          joined(policy.problems),
        ]
      })
  }

  private static func attachments(_ model: ReportModel) -> RenderedFile {
    file(
      "attachments.csv", ["policy_id", "policy_name", "node_id", "node_name", "node_kind"],
      model.policies.flatMap { policy in
        policy.attachments.map { [policy.id, policy.name, $0.id, $0.name, $0.kind] }
      })
  }

  private static func snapshots(_ model: ReportModel) -> RenderedFile {
    file(
      "snapshots.csv",
      [
        "snapshot_id", "started_at", "observed_at", "accounts", "complete", "source", "tool_version",
        "digest",
        "previous_digest", "reported_on",
      ],
      model.history.map { row in
        [
          row.id, row.startedAt, row.observedAt, "\(row.accounts)", yesNo(row.isComplete), row.source,
          row.toolVersion, row.digest, row.previousDigest ?? "", yesNo(row.isThis),
        ]
      })
  }

  /// One row for each account that used a service, or one for a service that was declared. No table when nobody said
  /// which services are in use.
  private static func servicesInUse(_ model: ReportModel) -> [RenderedFile] {
    guard let section = model.servicesInUse else { return [] }
    let header = [
      "service", "policy_key", "account_id", "account_name", "amount", "opt_out_value", "hipaa_eligibility",
      "hipaa_source", "used_from", "used_to", "source",
    ]
    let rows = section.services.flatMap { service -> [[String]] in
      let tail = [
        service.eligibility, service.eligibilitySource ?? "", section.from, section.to, section.source,
      ]
      let none = ServicesInUseSection.Account(id: "", name: "", amount: "", value: "")
      let accounts = service.accounts.isEmpty ? [none] : service.accounts
      return accounts.map { account in
        [service.name, service.key, account.id, account.name, account.amount, account.value] + tail
      }
    }
    return [file("services-in-use.csv", header, rows)]
  }

  /// What changed and the opt-out periods; no file where that was not worked out.
  private static func changes(_ model: ReportModel) -> [RenderedFile] {
    guard let section = model.changes else { return [] }
    let changes = file(
      "changes.csv",
      [
        "at_earliest", "at_latest", "kind", "subject", "before", "after", "actor", "role", "source_address",
        "event_id", "consequences",
      ],
      section.changes.map { row in
        [
          row.earliest ?? "", row.latest ?? "", row.kind, row.subject, row.before ?? "", row.after ?? "",
          row.actor ?? "", row.role ?? "", row.sourceAddress ?? "", row.event ?? "",
          joined(row.consequences),
        ]
      })
    let periods = file(
      "opt-out-periods.csv",
      [
        "account_id", "name", "start_earliest", "start_latest", "start_source", "end_earliest", "end_latest",
        "end_source", "inferred_spans", "covered_percent", "longest_gap_days",
      ],
      section.periods.map { row in
        [
          row.account, row.name, row.startEarliest ?? "", row.startLatest ?? "", row.startSource,
          row.endEarliest ?? "", row.endLatest ?? "", row.endSource ?? "", "\(row.inferredSpans)",
          row.coveredPercent.map { "\($0)" } ?? "", row.longestGapDays.map { "\($0)" } ?? "",
        ]
      })
    let coverage = file(
      "coverage-over-time.csv",
      ["snapshot_id", "observed_at", "opted_out", "partial", "not_opted_out", "unknown", "lock"],
      section.coverage.map { row in
        [
          row.snapshot, row.at, "\(row.optedOut)", "\(row.partial)", "\(row.notOptedOut)", "\(row.unknown)",
          row.lock,
        ]
      })
    return [changes, periods, coverage]
  }

  private static func file(_ path: String, _ header: [String], _ rows: [[String]]) -> RenderedFile {
    RenderedFile(path: path, text: CSVText.table(header, rows))
  }

  private static func yesNo(_ value: Bool) -> String { value ? "yes" : "no" }

  private static func joined(_ items: [String]) -> String { items.joined(separator: "; ") }
}
