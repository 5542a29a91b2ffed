import Foundation
import HistoryStore
import OrganizationModel
import OrganizationSimulator
import TestSupport
import Testing

/// Runs that are killed, and runs that meet: the store is whole after each of them.
@Suite struct KillTests {
  /// Kills in each of four stores of each kind, 200 in all. The stores are killed side by side, because most of the time
  /// goes into waiting for the moment.
  private static let (lanes, killsOfLane) = (4, 25)

  @Test(arguments: ["from AWS", "from an export"])
  func `a collect that is killed at any moment leaves a whole store and never half a snapshot`(kind: String)
    async throws
  {
    try await LiveRun.with(SampleOrganizations.mixed) { live in
      let export = live.store.scratch["export"]
      try live.simulator.organization.writeExport(to: export)
      let sealed = try await withThrowingTaskGroup(of: Int.self) { group in
        for lane in 0..<Self.lanes {
          group.addTask {
            let own = try LiveRun(simulator: live.simulator, store: TestStore())
            return try await killed(own, export: kind == "from AWS" ? nil : export, seed: UInt64(7 + lane))
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(sealed > 0)
    }
  }

  /// Kills collects into one store, looks at it after each, and gives the number of its snapshots.
  private func killed(_ live: LiveRun, export: URL?, seed: UInt64) async throws -> Int {
    var random = SeededNumbers(seed: seed)
    var number = 0
    func start(_ store: TestStore) throws -> CommandLineProcess {
      number += 1
      let time = Date(timeIntervalSince1970: 1_700_000_000 + Double(number) * 60).formatted(.iso8601)
      let arguments =
        export.map { ["collect", "--from", $0.path, "--observed-at", time, "--db", store.path] }
        ?? LiveRun(simulator: live.simulator, store: store).arguments([])
      return try CommandLineProcess(arguments, environment: live.environment)
    }
    // A whole run into another store tells how long one takes here and now. Afterwards the span is shortened after a run
    // that ended by itself and lengthened after one that did not, so that kills fall on every part of a run, on any
    // machine; what is expected does not depend on where.
    let begin = ContinuousClock.now
    let whole = try await start(TestStore()).finished()
    #expect(whole.status == 0, "\(whole.errors)")
    var span = (ContinuousClock.now - begin) / .seconds(1)
    var (kills, sealed) = (0, 0)
    while kills < Self.killsOfLane {
      let process = try start(live.store)
      try await Task.sleep(for: .seconds(Double.random(in: 0...span, using: &random)))
      kill(process.identifier, SIGKILL)
      let wasKilled = try await process.finished().signal == SIGKILL
      kills += wasKilled ? 1 : 0
      span = min(max(span * (wasKilled ? 1.01 : 0.9), 0.005), 10)
      sealed = try check(live.store, after: sealed, wasKilled: wasKilled)
    }
    let last = try await start(live.store).finished()
    #expect(last.status == 0, "\(last.errors)")
    #expect(try check(live.store, after: sealed, wasKilled: false) == sealed + 1)
    return sealed
  }

  /// The number of snapshots in the store, each of them whole.
  private func check(_ store: TestStore, after before: Int, wasKilled: Bool) throws -> Int {
    guard store.scratch.exists("store.sqlite") else { return 0 }
    let mode = try FileManager.default.attributesOfItem(atPath: store.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let opened: HistoryStore
    do throws(StoreError) {
      opened = try HistoryStore(path: store.path, access: .readOnly)
    } catch {
      // Killed before the first transaction was through.
      #expect(before == 0 && error == .empty(path: store.path), "\(error)")
      return 0
    }
    let snapshots = try opened.snapshots()
    #expect(try opened.verifyChains().isIntact)
    #expect(snapshots.allSatisfy { $0.accountCount == 4 && $0.isComplete })
    #expect(snapshots.count == before + 1 || (snapshots.count == before && wasKilled))
    return snapshots.count
  }

  @Test func `two collects at once leave one snapshot or two, and one line where there is one`() async throws
  {
    try await LiveRun.with(SampleOrganizations.mixed) { live in
      for round in 1...3 {
        let before = try await snapshots(in: live)
        let processes = try (0..<2).map { _ in
          try CommandLineProcess(live.arguments([]), environment: live.environment)
        }
        var runs: [CommandLineRun] = []
        for process in processes { runs.append(try await process.finished()) }
        for run in runs where run.status != 0 {
          // The other one was observed later and sealed sooner; lines about the plan and what is kept stand before.
          #expect(run.status == 2 && run.signal == nil && run.output.isEmpty, "\(run.errors)")
          let failures = run.errorLines.filter { $0.hasPrefix("error: ") }
          #expect(failures.count == 1 && failures.allSatisfy { $0.contains("observed") }, "\(run.errors)")
        }
        let good = runs.count { $0.status == 0 }
        #expect(good >= 1, "round \(round)")
        #expect(try await snapshots(in: live) == before + good)
        #expect(try HistoryStore.openForVerification(path: live.store.path).verifyChains().isIntact)
      }
    }
  }

  private func snapshots(in live: LiveRun) async throws -> Int {
    guard live.store.scratch.exists("store.sqlite") else { return 0 }
    return try await live.store.run("snapshots", "--json").json().objects("snapshots").count
  }

  @Test func `while another process writes, a reader waits and then answers`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let holder = try CommandLineProcess(
      [
        "-c",
        """
        import sqlite3, sys, time
        held = sqlite3.connect(sys.argv[1], isolation_level=None)
        held.execute("BEGIN EXCLUSIVE")
        print("held", file=sys.stderr, flush=True)
        time.sleep(1)
        held.execute("COMMIT")
        """, store.path,
      ], executable: URL(fileURLWithPath: "/usr/bin/python3"))
    try await holder.waitForError(matching: /held/)
    let run = try await store.run("snapshots", "--json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json().objects("snapshots").count == 1)
    _ = try await holder.finished()
  }
}
