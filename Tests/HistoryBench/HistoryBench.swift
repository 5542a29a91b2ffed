import ArgumentParser
import Foundation
import HistoryStore
import OrganizationModel

/// Seals the history of a large organization straight into a store, for measuring what reads it.
///
/// Prints one line of JSON for `scripts/bench`: what the store holds, its size, and what an unchanged snapshot added.
@main
struct HistoryBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history-bench",
    abstract: "Makes a store with daily snapshots of a large made-up organization.",
    discussion: """
      Every day some accounts move, and some get or lose a policy that opts Amazon Lex in. The store holds the \
      CloudTrail events of all that, unless --without-events. The last day is 2026-09-30.
      """)

  @Option(help: "The store to make; it must not exist.")
  var db: String

  @Option(help: "Accounts of the organization.")
  var accounts = 10_000

  @Option(help: "Snapshots, one a day.")
  var days = 1000

  @Option(help: "Changes a day.")
  var changes = 10

  @Option(help: "Snapshots more, without any change, each with a span of events that was read.")
  var unchanged = 0

  @Flag(help: "Leave the CloudTrail events out.")
  var withoutEvents = false

  func validate() throws {
    guard accounts >= 1, days >= 1, changes >= 0, unchanged >= 0 else {
      throw ValidationError("--accounts and --days count from 1, the others from 0")
    }
    if FileManager.default.fileExists(atPath: db) { throw ValidationError("\(db) exists") }
  }

  func run() throws {
    let store = try HistoryStore(path: db, access: .readWrite)
    let last = Timestamp(milliseconds: 1_790_748_000_000)
    let first = last.adding(.seconds(-86400 * (days + unchanged - 1)))
    var organization = ChangingOrganization(accounts: accounts, at: first)
    let start = ContinuousClock.now
    var sizeBefore = 0
    for day in 0..<days + unchanged {
      if day == days { sizeBefore = try size() }
      let time = first.adding(.seconds(86400 * day))
      let events = organization.advance(to: time, changes: day == 0 || day >= days ? 0 : changes)
      _ = try store.seal(organization.snapshot)
      guard !withoutEvents else { continue }
      let coverage = EventCoverage(
        account: organization.management, from: time.adding(.seconds(-86400)), to: time)
      _ = try store.importEvents(
        events, coverage: [coverage], source: "CloudTrail LookupEvents", recordedAt: time,
        organization: organization.snapshot.organization.id)
    }
    let seconds = (ContinuousClock.now - start).components.seconds
    let added = unchanged == 0 ? 0 : (try size() - sizeBefore) / unchanged
    print(
      """
      {"accounts": \(accounts), "snapshots": \(days + unchanged), "bytes": \(try size()), \
      "bytesPerUnchangedSnapshot": \(added), "seconds": \(seconds)}
      """)
  }

  private func size() throws -> Int {
    try FileManager.default.attributesOfItem(atPath: db)[.size] as? Int ?? 0
  }
}
