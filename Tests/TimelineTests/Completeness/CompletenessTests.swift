import OrganizationModel
import Testing
import Timeline

@Suite struct CompletenessTests {
  static let management = AccountID(unchecked: "111111111111")
  static let delegate = AccountID(unchecked: "222222222222")

  static func day(_ day: Int) -> Timestamp { Timestamp(milliseconds: Int64(day) * 86_400_000) }

  static func outline(
    day: Int, editors: [String] = [], management: AccountID? = management, unread: [UnreadSubject] = [],
    policyUnread: String? = nil
  ) -> SnapshotOutline {
    let organization = OrganizationID(unchecked: "o-exampleorg1")
    let header = SnapshotHeader(
      organization: organization, startedAt: Self.day(day).adding(.seconds(-60)), observedAt: Self.day(day),
      source: .export(observedAtGiven: true), toolVersion: "1", effectiveMode: .every)
    var snapshot = Snapshot(
      header: header,
      organization: Organization(id: organization, arn: "", featureSet: "ALL", managementAccount: management),
      root: .unread(reason: ""))
    let principals = editors.map { "\"\($0)\"" }.joined(separator: ",")
    snapshot.delegation = Delegation(
      resourcePolicy: policyUnread.map { .unread(reason: $0) }
        ?? .known(
          #"{"Statement":[{"Effect":"Allow","Principal":{"AWS":[\#(principals)]},"Action":"organizations:*"}]}"#
        ),
      administrators: .known([]))
    return SnapshotOutline(
      sealed: SealedSnapshot(
        id: "s-\(day)", header: header, digest: "", previousDigest: nil, isComplete: unread.isEmpty,
        accountCount: 0), canEdit: CanEdit(of: snapshot), unread: unread)
  }

  private func coverage(_ account: AccountID = management, _ from: Int, _ to: Int) -> EventCoverage {
    EventCoverage(account: account, from: Self.day(from), to: Self.day(to))
  }

  @Test func `snapshots in time with all events are complete`() {
    let outlines = [1, 8, 15].map { Self.outline(day: $0) }
    let found = Completeness(
      of: outlines, coverage: [coverage(Self.management, 0, 9), coverage(Self.management, 8, 15)])
    #expect(found.isComplete && found.missing.isEmpty)
    #expect(Completeness(of: [outlines[0]], coverage: []).isComplete)
    #expect(Completeness(of: [], coverage: []).isComplete)
  }

  @Test func `a longer time between snapshots is a gap`() {
    let outlines = [1, 8, 16].map { Self.outline(day: $0) }
    let all = [coverage(Self.management, 0, 30)]
    var limits = Completeness.Limits()
    let gap = MissingEvidence.gap(from: Self.day(8), to: Self.day(16), longest: limits.maxGap)
    #expect(Completeness(of: outlines, coverage: all).missing == [gap])
    #expect(gap.description.contains("8 days, and at most 7 days"))
    limits.asOf = Self.day(24)
    #expect(
      Completeness(of: outlines, coverage: all, limits: limits).missing
        == [gap, .gap(from: Self.day(16), to: Self.day(24), longest: limits.maxGap)])
    limits.asOf = Self.day(20)
    limits.maxGap = .seconds(8 * 86_400)
    #expect(Completeness(of: outlines, coverage: all, limits: limits).isComplete)
  }

  @Test func `an incomplete snapshot is told with what was unread`() {
    let unread = (1...5).map { UnreadSubject(subject: "Subject\($0)", reason: "denied") }
    let found = Completeness(of: [Self.outline(day: 1, unread: unread)], coverage: [])
    #expect(found.missing == [.incompleteSnapshot(id: "s-1", observedAt: Self.day(1), unread: unread)])
    #expect(found.missing[0].description.hasSuffix("Subject3 (denied), and 2 more"))
  }

  @Test func `spans without events are told by account`() {
    let outlines = [1, 8].map { Self.outline(day: $0) }
    let start = Self.day(1).adding(.seconds(-60))
    #expect(
      Completeness(of: outlines, coverage: []).missing
        == [.events(account: Self.management, from: start, to: Self.day(8))])
    let partly = [
      coverage(Self.management, 0, 2), coverage(Self.management, 4, 5), coverage(Self.delegate, 0, 9),
    ]
    #expect(
      Completeness(of: outlines, coverage: partly).missing == [
        .events(account: Self.management, from: Self.day(2), to: Self.day(4)),
        .events(account: Self.management, from: Self.day(5), to: Self.day(8)),
      ])
  }

  @Test func `a short span without events counts as covered, as the last minutes never have any`() {
    let outlines = [1, 8].map { Self.outline(day: $0) }
    #expect(Completeness(of: outlines, coverage: [coverage(Self.management, 0, 7)]).isComplete)
    var strict = Completeness.Limits()
    strict.maxInferred = .seconds(3600)
    #expect(
      Completeness(of: outlines, coverage: [coverage(Self.management, 0, 7)], limits: strict).missing
        == [.events(account: Self.management, from: Self.day(7), to: Self.day(8))])
  }

  @Test(arguments: ["222222222222", "arn:aws:iam::222222222222:root", "arn:aws:iam::222222222222:role/x"])
  func `an account that could edit needs its own trail for as long as it could`(principal: String) {
    let outlines = [1, 4, 8, 12].map { Self.outline(day: $0, editors: $0 == 8 ? [principal] : []) }
    let found = Completeness(of: outlines, coverage: [coverage(Self.management, 0, 12)])
    #expect(
      found.missing
        == [
          .events(account: Self.delegate, from: Self.day(4).adding(.seconds(-60)), to: Self.day(12))
        ])
    let whole = [coverage(Self.management, 0, 12), coverage(Self.delegate, 0, 12)]
    #expect(Completeness(of: outlines, coverage: whole).isComplete)
  }

  @Test func `where it is not known who could edit, coverage is not known either`() {
    let all = [coverage(Self.management, 0, 30)]
    let cases = [
      Self.outline(day: 8, editors: ["*"]), Self.outline(day: 8, policyUnread: "denied"),
      Self.outline(day: 8, management: nil),
    ]
    for outline in cases {
      let found = Completeness(of: [Self.outline(day: 1), outline], coverage: all).missing
      guard case .editors(_, let from, let to) = found.last else {
        Issue.record("\(found)")
        continue
      }
      #expect(from == Self.day(1).adding(.seconds(-60)) && to == Self.day(8))
    }
  }
}
