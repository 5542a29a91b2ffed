import Foundation
import GRDB
import OrganizationModel
import Testing

@testable import HistoryStore

@Suite struct PendingTests {
  let folder: TemporaryFolder
  let store: HistoryStore
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("history.sqlite")
    store = try HistoryStore(path: path, access: .readWrite)
  }

  private static let time = ReadingTime(
    startedAt: Fixture.day(1).adding(.seconds(60)), endedAt: Fixture.day(1).adding(.seconds(62)))
  private static let answers: [AccountID: ReportedEffectivePolicy] = [
    Fixture.account(1): ReportedEffectivePolicy(text: Fixture.optOut, lastUpdated: Fixture.day(1)),
    Fixture.account(2): ReportedEffectivePolicy(text: Fixture.optOut, lastUpdated: nil),
    Fixture.account(3): ReportedEffectivePolicy(text: nil, lastUpdated: nil),
  ]

  private func keep(_ organization: OrganizationID = Fixture.organization, basis: String = "every") throws {
    try store.keepPending(Self.answers, read: Self.time, of: organization, basis: basis)
  }

  private func pending(
    _ organization: OrganizationID = Fixture.organization, basis: String = "every", hours: Int = 1
  ) throws -> [AccountID: EarlierAnswer] {
    let latest = Self.time.startedAt.adding(.seconds(3600 * hours))
    return try store.pendingAnswers(
      of: organization, basis: basis, from: latest.adding(.seconds(-24 * 3600)), to: latest)
  }

  private func count(_ table: String) throws -> Int {
    try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? -1 }
  }

  @Test func `what was kept comes back with the time it was read`() throws {
    try keep()
    #expect(try pending() == Self.answers.mapValues { EarlierAnswer($0, readAt: Self.time) })
  }

  @Test func `another organization, other options and more than a day do not count`() throws {
    try keep()
    #expect(try pending(OrganizationID(unchecked: "o-otherorg01")).isEmpty)
    #expect(try pending(basis: "representative").isEmpty)
    #expect(try pending(hours: 23).count == 3)
    #expect(try pending(hours: 25).isEmpty)
    // Too old once is gone.
    #expect(try count("pending_effective_policy") == 0)
    #expect(try count("pending_document") == 0)
    #expect(try count("pending_collect") == 0)
  }

  @Test func `answers from a clock that was ahead are not taken`() throws {
    try keep()
    #expect(try pending(hours: -2).isEmpty)
  }

  @Test func `sealing deletes what is pending of the organization and of no other`() throws {
    let other = OrganizationID(unchecked: "o-otherorg01")
    try keep()
    try keep(other)
    _ = try store.seal(Fixture.rich(day: 2))
    #expect(try pending().isEmpty)
    #expect(try pending(other).count == 3)
    #expect(throws: StoreError.self) { try store.seal(Fixture.rich(day: 1)) }
    #expect(try pending(other).count == 3)
  }

  @Test func `pending answers are no evidence`() throws {
    let sealed = try store.seal(Fixture.rich(day: 1))
    let before = try DatabaseQueue(path: path).read { try rowCounts($0) }
    try keep()
    #expect(try DatabaseQueue(path: path).read { try rowCounts($0) } == before)
    #expect(try store.verifyChains().isIntact)
    #expect(try store.snapshot(id: sealed.id).1 == Fixture.rich(day: 1))
    let copy = try HistoryStore(path: folder.file("other.sqlite"), access: .readWrite)
    #expect(try copy.seal(Fixture.rich(day: 1)).digest == sealed.digest)
  }

  @Test func `a text that is not what was kept is asked for again`() throws {
    try keep()
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "UPDATE pending_document SET body = '{}'")
    }
    #expect(try pending().keys.sorted() == [Fixture.account(3)])
    #expect(try store.verifyChains().isIntact)
  }

  @Test func `forgetting starts over`() throws {
    try keep()
    try store.forgetPending(of: Fixture.organization)
    #expect(try pending().isEmpty)
  }

  @Test func `a store without the tables gets them and keeps its snapshots`() throws {
    let path = folder.file("older.sqlite")
    try DatabaseQueue(path: path).write { database in
      for migration in Migration.all where migration.version <= 2 { try migration.run(database) }
    }
    let older = try HistoryStore(path: path, access: .readOnly)
    #expect(try older.organizations().isEmpty)
    let store = try HistoryStore(path: path, access: .readWrite)
    _ = try store.seal(Fixture.rich(day: 1))
    try store.keepPending(Self.answers, read: Self.time, of: Fixture.organization, basis: "every")
    #expect(try store.verifyChains().isIntact)
  }

  // MARK: - In a snapshot

  private func carrying() -> Snapshot {
    var snapshot = Fixture.rich(day: 2)
    snapshot.readEarlier = [
      Fixture.account(1): Self.time, Fixture.account(2): Self.time,
      Fixture.account(3): ReadingTime(startedAt: Fixture.day(1), endedAt: Fixture.day(1)),
    ]
    return snapshot
  }

  @Test func `the time of an earlier reading comes back, and the digest covers it`() throws {
    let sealed = try store.seal(carrying())
    #expect(try store.snapshot(id: sealed.id).1 == carrying())
    let other = try HistoryStore(path: folder.file("other.sqlite"), access: .readWrite)
    #expect(try other.seal(Fixture.rich(day: 2)).digest != sealed.digest)
    var later = carrying()
    later.readEarlier[Fixture.account(1)]?.startedAt = Fixture.day(1).adding(.seconds(61))
    let third = try HistoryStore(path: folder.file("third.sqlite"), access: .readWrite)
    #expect(try third.seal(later).digest != sealed.digest)
    #expect(try store.verifyChains().isIntact)
  }

  @Test func `answers carried over again add no row`() throws {
    _ = try store.seal(carrying())
    let before = try count("observation")
    var next = carrying()
    next.header = Fixture.header(day: 3)
    _ = try store.seal(next)
    #expect(try count("observation") == before)
    var fresh = next
    fresh.header = Fixture.header(day: 4)
    fresh.readEarlier = [:]
    let sealed = try store.seal(fresh)
    #expect(try store.snapshot(id: sealed.id).1.readEarlier.isEmpty)
    let evolution = try store.evolution(of: Fixture.organization, through: sealed.id)
    #expect(evolution.first.readEarlier == carrying().readEarlier)
  }
}
