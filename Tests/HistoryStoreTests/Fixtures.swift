import Foundation
import GRDB
import HistoryStore
import OrganizationModel

/// An organization with one of everything that a snapshot can hold, at a day of January 2026.
enum Fixture {
  static let organization = OrganizationID(unchecked: "o-exampleorg1")
  static let root = RootID(unchecked: "r-ab12")
  static let unit = OrganizationalUnitID(unchecked: "ou-ab12-11111111")
  static let policy = PolicyID(unchecked: "p-1111111111")
  static let optOut = #"{"services":{"default":{"opt_out_policy":"optOut"}}}"#
  static let hostileNames = [
    "O'Brien \"the\" `boss`; DROP TABLE account; --",
    "tab\tline\nreturn\rbell\u{7}back\u{8}feed\u{C}escape\u{1B}",
    "👩‍👩‍👧‍👦 emoji 🇪🇺", "\u{202E}right to left\u{202C} שלום", "=HYPERLINK(\"x\")|<script>&amp;\\", "zero\u{0}inside",
    "e\u{301} and \u{E9}", "",
  ]

  static func account(_ number: Int) -> AccountID {
    let digits = String(number)
    return AccountID(unchecked: String(repeating: "0", count: 12 - digits.count) + digits)
  }

  /// 00:00 UTC of a day of January 2026, 1 for the first.
  static func day(_ day: Int) -> Timestamp {
    Timestamp(milliseconds: 1_767_225_600_000 + Int64(day - 1) * 86_400_000)
  }

  static func header(day: Int, organization: OrganizationID = organization) -> SnapshotHeader {
    SnapshotHeader(
      organization: organization, startedAt: Self.day(day).adding(.seconds(-90)), observedAt: Self.day(day),
      source: .live(endpoint: nil, callerARN: "arn:aws:sts::111111111111:assumed-role/audit/me"),
      toolVersion: "1.0.0", effectiveMode: .every)
  }

  /// An organization with nothing but itself.
  static func bare(day: Int, organization: OrganizationID = organization) -> Snapshot {
    Snapshot(
      header: header(day: day, organization: organization),
      organization: Organization(
        id: organization, arn: "arn:aws:organizations::111111111111:organization/\(organization)",
        featureSet: nil, managementAccount: nil),
      root: .unread(reason: "AccessDeniedException"))
  }

  /// Accounts below the root, all reported with the same text.
  static func plain(day: Int, accounts: Int, organization: OrganizationID = organization) -> Snapshot {
    var snapshot = bare(day: day, organization: organization)
    snapshot.accounts = (1...max(accounts, 1)).prefix(accounts).map { number in
      Account(
        id: account(number),
        arn: "arn:aws:organizations::111111111111:account/\(organization)/\(account(number))",
        name: "account \(number)", state: "ACTIVE", joinedMethod: "CREATED", joinedAt: Self.day(1),
        parent: .root(root))
    }
    for account in snapshot.accounts {
      snapshot.effectivePolicies[account.id] = .reported(
        ReportedEffectivePolicy(text: optOut, lastUpdated: Self.day(1)))
    }
    return snapshot
  }

  static func rich(day: Int) -> Snapshot {
    var snapshot = bare(day: day)
    snapshot.organization.featureSet = "ALL"
    snapshot.organization.managementAccount = account(1)
    snapshot.root = .known(
      Root(
        id: root, arn: "arn:root", name: "Root",
        policyTypes: [Root.optOutPolicyType: "ENABLED", "SERVICE_CONTROL_POLICY": "PENDING_DISABLE"]))
    snapshot.organizationalUnits = [
      OrganizationalUnit(id: unit, arn: "arn:ou1", name: "Team \"A\"", parent: .root(root)),
      OrganizationalUnit(
        id: OrganizationalUnitID(unchecked: "ou-ab12-22222222"), arn: "arn:ou2", name: hostileNames[1],
        parent: .organizationalUnit(unit)),
    ]
    snapshot.accounts = hostileNames.enumerated().map { index, name in
      Account(
        id: account(index + 1), arn: "arn:\(index)", name: name, state: index == 0 ? nil : "SUSPENDED",
        joinedMethod: index == 1 ? nil : "INVITED", joinedAt: index == 2 ? nil : Self.day(index),
        parent: index == 3 ? nil : index == 4 ? .root(root) : .organizationalUnit(unit))
    }
    addPolicies(to: &snapshot)
    addFacts(to: &snapshot)
    return snapshot
  }

  /// An organization with as little as gives every column of evidence a value once.
  static func small(day: Int) -> Snapshot {
    var snapshot = bare(day: day)
    snapshot.header.source = .live(endpoint: "https://example.com", callerARN: "arn:caller")
    snapshot.organizationalUnits = [
      OrganizationalUnit(id: unit, arn: "arn:ou", name: "Unit", parent: .root(root))
    ]
    snapshot.accounts = (1...2).map { number in
      Account(
        id: account(number), arn: "arn:\(number)", name: "n\(number)", state: "ACTIVE",
        joinedMethod: "CREATED",
        joinedAt: Self.day(number), parent: .organizationalUnit(unit))
    }
    snapshot.policies = [
      Policy(
        id: policy, arn: "arn:p1", name: "p", description: "d", isAWSManaged: false, content: .known("{}")),
      Policy(
        id: PolicyID(unchecked: "p-2222222222"), arn: "arn:p2", name: "", description: nil,
        isAWSManaged: true,
        content: .unread(reason: "denied")),
    ]
    snapshot.attachments = [Attachment(policy: policy, node: .root(root))]
    snapshot.effectivePolicies = [
      account(1): .reported(ReportedEffectivePolicy(text: optOut, lastUpdated: Self.day(1))),
      account(2): .representative(account: account(1)), account(3): .unread(reason: "denied"),
    ]
    return snapshot
  }

  static func event(_ id: String, day: Int, name: String = "AttachPolicy") -> Event {
    Event(
      id: id, name: name, time: Self.day(day), trailAccount: account(1),
      actor: EventActor(arn: "arn:aws:sts::111111111111:assumed-role/admin/me", type: "AssumedRole"),
      sourceAddress: "192.0.2.1", details: ["policyId": policy.rawValue, "content": "a/b \"c\"\u{1}"])
  }

  /// Records one of everything that the ledger can hold.
  static func fillLedger(of store: HistoryStore) throws {
    for (number, kind) in LedgerKind.allCases.enumerated() where kind != .eventImport && kind != .retirement {
      _ = try store.append(
        LedgerDraft(
          organization: organization, kind: kind, recordedAt: day(5), body: ["number": number],
          files: number == 1 ? [] : [Array("file \(number)".utf8), [], Array("shared".utf8)]))
    }
    _ = try store.append(
      LedgerDraft(
        organization: organization, kind: .retirement, recordedAt: day(5),
        body: RetirementRecord(
          before: day(1), by: "A. Keeper", systemUser: "keeper", reason: "schedule", rules: ["rule"])))
    for day in 3...4 {
      _ = try store.importEvents(
        [event("event-2", day: 2), event("event-\(day)", day: day), event("event-1\(day)", day: 1)],
        coverage: [EventCoverage(account: account(1), from: Self.day(1), to: Self.day(day))],
        source: "files", recordedAt: Self.day(day), organization: organization)
    }
  }

  private static func addPolicies(to snapshot: inout Snapshot) {
    let unreadable = PolicyID(unchecked: "p-2222222222")
    snapshot.policiesUnread = "ThrottlingException after the first page"
    snapshot.policies = [
      Policy(
        id: policy, arn: "arn:p1", name: "opt out", description: nil, isAWSManaged: false,
        content: .known(optOut)),
      Policy(
        id: unreadable, arn: "arn:p2", name: hostileNames[0], description: "", isAWSManaged: true,
        content: .unread(reason: "AccessDeniedException")),
      Policy(
        id: PolicyID(unchecked: "p-3333333333"), arn: "arn:p3", name: "empty", description: "text",
        isAWSManaged: false, content: .known("")),
    ]
    snapshot.attachments = [
      Attachment(policy: policy, node: .account(account(1))),
      Attachment(policy: policy, node: .organizationalUnit(unit)),
      Attachment(policy: policy, node: .root(root)),
    ].sorted()
    snapshot.targetsUnread = [unreadable: "AccessDeniedException"]
    snapshot.effectivePolicies = [
      account(1): .reported(ReportedEffectivePolicy(text: optOut, lastUpdated: Self.day(1))),
      account(2): .reported(ReportedEffectivePolicy(text: nil, lastUpdated: nil)),
      account(3): .reported(ReportedEffectivePolicy(text: "{}", lastUpdated: nil)),
      account(4): .representative(account: account(1)),
      account(5): .unread(reason: "not asked"),
    ]
  }

  private static func addFacts(to snapshot: inout Snapshot) {
    snapshot.delegation = Delegation(
      resourcePolicy: .known(#"{"Statement":[]}"#),
      administrators: .known([
        DelegatedAdministrator(
          account: account(2), name: "audit", services: .known(["config.amazonaws.com", "sso.amazonaws.com"])),
        DelegatedAdministrator(
          account: account(3), name: hostileNames[2], services: .unread(reason: "throttled")),
      ]))
    snapshot.invalidEffectivePolicies = .known([account(4), account(5)])
    snapshot.trustedServices = .known(["config.amazonaws.com"])
    snapshot.serviceControlPolicies = .known([
      ServiceControlPolicy(
        policy: Policy(
          id: PolicyID(unchecked: "p-FullAWSAccess"), arn: "arn:scp", name: "FullAWSAccess",
          description: "all",
          isAWSManaged: true, content: .known(#"{"Version":"2012-10-17"}"#)),
        targets: .known([.organizationalUnit(unit), .root(root)])),
      ServiceControlPolicy(
        policy: Policy(
          id: PolicyID(unchecked: "p-scp22222"), arn: "arn:scp2", name: "other", description: nil,
          isAWSManaged: false, content: .unread(reason: "denied")),
        targets: .unread(reason: "denied")),
    ])
    snapshot.mismatches = [
      EffectivePolicyMismatch(
        account: account(1), computed: "{}", reported: optOut, cause: "AWS publishes late")
    ]
    snapshot.unread = [
      UnreadSubject(subject: "DescribePolicy p-2222222222", reason: "AccessDeniedException"),
      UnreadSubject(subject: "ListPolicies", reason: "ThrottlingException"),
      UnreadSubject(subject: "ListPolicies", reason: "second reason"),
    ]
    snapshot.movedWhileReading = ["account 000000000003 moved", "policy p-1111111111 was attached"]
  }
}

/// A folder that is gone when the value is.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "history-store-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
}

/// The tables whose rows are evidence, by the rule of their names.
func evidenceTables(_ database: Database) throws -> [String] {
  try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .filter { $0 != "schema_migration" && !$0.hasPrefix("pending_") && !$0.hasSuffix("_cache") }
}

func columns(of table: String, _ database: Database) throws -> [String] {
  try String.fetchAll(database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
}

/// How many rows each evidence table holds.
func rowCounts(_ database: Database) throws -> [String: Int] {
  var counts: [String: Int] = [:]
  for table in try evidenceTables(database) {
    counts[table] = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)")
  }
  return counts
}
