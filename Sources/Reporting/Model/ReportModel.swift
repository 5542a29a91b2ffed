import Checklist
package import OrganizationModel
import Timeline

/// Everything that a report shows, in words and sorted, made once and rendered by each format.
///
/// Stages: `ReportInput` (facts) -> `ReportModel` (words) -> `MarkdownReport`, `HTMLReport`, `CSVTables` (files).
/// All texts are raw: what comes from AWS is escaped by the format that shows it, never here.
package struct ReportModel: Hashable, Sendable, Encodable {
  package var title: String
  package var organization: String
  /// What the organization is called; nil for its id alone.
  package var organizationName: String?
  /// A `data:` address of a picture; nil for none.
  package var logo: String?
  package var snapshot: String
  package var startedAt: String
  package var observedAt: String
  /// When the snapshot was taken, and the beginning of the report date.
  package var observed: Timestamp
  package var reported: Timestamp
  /// The day, `YYYY-MM-DD`.
  package var reportDate: String
  /// Of the program that made the report.
  package var toolVersion: String
  package var answer: Answer
  package var gaps: Gaps
  /// Groups of active accounts that need attention, worst first.
  package var exceptions: [PostureGroup]
  /// Groups of active accounts that are opted out and locked as AWS says.
  package var inOrder: [PostureGroup]
  /// Accounts that are not active. They count in no verdict and no lock.
  package var inactive: [AccountRow]
  package var accountCount: Int
  package var coverage: Coverage
  /// Nil when nobody said which services are in use.
  package var servicesInUse: ServicesInUseSection?
  package var policies: [PolicyRow]
  /// Where in the policies' texts opt-ins come from.
  package var policyFindings: [PolicyFinding]
  package var checklists: [ChecklistSection]
  /// Of all checklists, in the order of items.
  package var attestations: [AttestationRow]
  package var method: Method
  /// Oldest first.
  package var history: [HistoryRow]
  /// Nil when what changed was not worked out.
  package var changes: HistorySection?

  /// All but `observed` and `reported`, which say in another form what `observedAt` and `reportDate` say.
  private enum CodingKeys: String, CodingKey {
    case title, organization, organizationName, logo, snapshot, startedAt, observedAt, reportDate,
      toolVersion, answer
    case gaps, exceptions, inOrder, inactive, accountCount, coverage, servicesInUse, policies, policyFindings
    case checklists, attestations, method, history, changes
  }

  package init(_ input: ReportInput) {
    let posture = input.observation.posture
    let header = input.observation.sealed.header
    let names = NodeNames(of: posture.snapshot)
    let services = ServiceNames(input.catalogue)
    organization = header.organization.rawValue
    organizationName = input.organizationName
    logo = input.logo?.address
    title =
      input.title ?? "AI services opt-out audit of \(input.organizationName ?? header.organization.rawValue)"
    snapshot = input.observation.sealed.id
    startedAt = header.startedAt.description
    observedAt = header.observedAt.description
    observed = header.observedAt
    reported = Timestamp(input.reportDate.day) ?? input.reportDate
    reportDate = input.reportDate.day
    let rows = posture.accounts.map {
      AccountRow($0, names: names, catalogue: input.catalogue, date: input.optOutDates[$0.account.id])
    }
    let active = zip(posture.accounts, rows).filter(\.0.account.isActive)
    let origins = OptInOrigins(of: posture)
    let acceptances = Dictionary(
      (input.exceptions?.accounts ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let groups = PostureGroup.groups(
      of: active.map { ($0, $1) },
      PostureGroup.Context(
        snapshot: posture.snapshot, snapshotID: input.observation.sealed.id, names: names, services: services,
        origins: origins, acceptances: acceptances))
    exceptions = groups.filter(\.isException)
    inOrder = groups.filter { !$0.isException }
    inactive = rows.filter { !$0.isActive }
    accountCount = rows.count
    policyFindings = PolicyFinding.findings(in: origins, acceptances: acceptances)
    toolVersion = input.toolVersion
    checklists = input.checklists.map { ChecklistSection($0) }
    attestations = checklists.flatMap(\.items).flatMap(\.attestations)
    answer = Answer(posture, names: names, checklists: input.checklists, exceptions: exceptions)
    gaps = Gaps(posture, source: header.source, checklists: input.checklists)
    coverage = Coverage(of: posture.accounts.filter(\.account.isActive), in: input.catalogue)
    servicesInUse = input.usage.map { ServicesInUseSection($0, accounts: rows) }
    policies = PolicyRow.rows(of: posture.snapshot, names: names)
    method = Method(input)
    changes = input.history.map { HistorySection($0, names: names) }
    history = input.snapshots.map { HistoryRow($0, isThis: $0.id == input.observation.sealed.id) }
  }

  /// All accounts, sorted by id.
  package var accounts: [AccountRow] {
    ((exceptions + inOrder).flatMap(\.accounts) + inactive).sorted { $0.id < $1.id }
  }
}
