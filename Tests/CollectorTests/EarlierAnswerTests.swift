import Collector
import Foundation
import OrganizationModel
import OrganizationSimulator
import Parallelism
import Testing

/// What a collect takes from an interrupted one, and from the snapshot before.
@Suite struct EarlierAnswerTests {
  /// A memory without a store.
  final class Memory: CollectMemory {
    private let answers = Locked<[AccountID: EarlierAnswer]>([:])
    private let previous = Locked<Snapshot?>(nil)
    let now: @Sendable () -> Timestamp

    init(at time: Timestamp = Simulation.time, previous: Snapshot? = nil) {
      now = { time }
      self.previous.withLock { $0 = previous }
    }

    var kept: [AccountID: EarlierAnswer] { answers.withLock { $0 } }

    func pendingAnswers(of organization: OrganizationID, caller: CallerRole?) -> [AccountID: EarlierAnswer] {
      kept
    }

    func newestSnapshot(of organization: OrganizationID) -> Snapshot? { previous.withLock { $0 } }

    func keep(_ answer: ReportedEffectivePolicy, of account: AccountID, readAt: Timestamp) {
      answers.withLock {
        $0[account] = EarlierAnswer(answer, readAt: ReadingTime(startedAt: readAt, endedAt: readAt))
      }
    }
  }

  private static let anHourAgo = Simulation.time.adding(.seconds(-3600))
  private static let options = CollectorOptions(toolVersion: "0.0.0-test")

  private func collect(
    _ simulator: OrganizationSimulator, _ memory: Memory, _ options: CollectorOptions = options
  ) async throws -> Snapshot {
    simulator.resetStatistics()
    return try await Simulation.collector(from: simulator, options: options, memory: memory)
      .collect(from: .live(endpoint: simulator.endpointURL, callerARN: nil))
  }

  private func asked(_ simulator: OrganizationSimulator) -> Int {
    simulator.statistics.requests["DescribeEffectivePolicy"] ?? 0
  }

  /// A collect that is cancelled once it has answers for `count` accounts and has asked for all others.
  private func interrupt(
    _ simulator: OrganizationSimulator, after count: Int, _ memory: Memory
  ) async throws {
    let all = simulator.organization.accounts.count
    let (reached, signal) = AsyncStream.makeStream(of: Void.self)
    simulator.behaviour.faults = [FaultRule("DescribeEffectivePolicy", when: .after(count), .neverAnswer)]
    simulator.behaviour.onRequest = { request, _ in
      if request.operation == "DescribeEffectivePolicy", request.number == all { signal.yield() }
    }
    let task = Task { try await collect(simulator, memory) }
    for await _ in reached { break }
    // Those answered before are on their way to the memory.
    while memory.kept.count < count { await Task.yield() }
    task.cancel()
    await #expect(throws: CollectError.interrupted) { _ = try await task.value }
    simulator.behaviour.faults = []
    simulator.behaviour.onRequest = nil
  }

  @Test(arguments: [EffectiveMode.every, .representative])
  func `a resumed collect asks for what is missing and reads the same`(mode: EffectiveMode) async throws {
    let organization = SimulatedOrganization.generated(
      accounts: 40, organizationalUnits: 5, policies: 4, seed: 3)
    let simulator = try await OrganizationSimulator.start(organization)
    let whole = try await collect(simulator, Memory())
    let memory = Memory(at: Self.anHourAgo)
    try await interrupt(simulator, after: 25, memory)
    let kept = memory.kept
    #expect(kept.count == 25)
    var options = Self.options
    options.effectiveMode = mode
    let resumed = try await collect(simulator, memory, options)
    let askedFor = Set(
      resumed.effectivePolicies.filter { if case .reported = $0.value { true } else { false } }.keys)
    #expect(asked(simulator) == askedFor.subtracting(kept.keys).count)
    #expect(Set(resumed.readEarlier.keys) == askedFor.intersection(kept.keys))
    #expect(resumed.readEarlier.values.allSatisfy { $0.startedAt == Self.anHourAgo })
    if mode == .every { expect(resumed, tellsTheSameAs: whole) }
    await simulator.stop()
  }

  @Test func `what no longer agrees with the policies is asked for again`() async throws {
    let simulator = try await OrganizationSimulator.start(.sample())
    let memory = Memory(at: Self.anHourAgo)
    try await interrupt(simulator, after: 4, memory)
    let kept = Set(memory.kept.keys)
    try simulator.update(
      "p-everyone", content: #"{"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}}}}"#)
    let fresh = try await collect(simulator, Memory())
    let resumed = try await collect(simulator, memory)
    for account in fresh.accounts.map(\.id.rawValue) {
      #expect(resumed.reported(account) == fresh.reported(account), "\(account)")
    }
    let changed = Set(
      fresh.accounts.map(\.id).filter { fresh.reported($0.rawValue)?.contains("optIn") == true })
    #expect(!changed.isDisjoint(with: kept))
    #expect(changed.isDisjoint(with: resumed.readEarlier.keys))
    #expect(resumed.mismatches.isEmpty)
    await simulator.stop()
  }

  // MARK: - A maximum age

  /// `snapshot` as if it had been taken `hours` ago.
  private func aged(_ snapshot: Snapshot, hours: Int) -> Snapshot {
    var earlier = snapshot
    earlier.header.startedAt = Simulation.time.adding(.seconds(-3600 * hours))
    earlier.header.observedAt = earlier.header.startedAt.adding(.seconds(60))
    return earlier
  }

  private func options(maxAgeHours: Int, _ mode: EffectiveMode = .every) -> CollectorOptions {
    CollectorOptions(effectiveMode: mode, toolVersion: "0.0.0-test", maxAge: .seconds(3600 * maxAgeHours))
  }

  @Test func `nothing is asked again that was read within the age, until it is older`() async throws {
    let simulator = try await OrganizationSimulator.start(.sample())
    let first = aged(try await collect(simulator, Memory()), hours: 20)
    var second = try await collect(simulator, Memory(previous: first), options(maxAgeHours: 24))
    #expect(asked(simulator) == 0)
    expect(second, tellsTheSameAs: first)
    let time = ReadingTime(startedAt: first.header.startedAt, endedAt: first.header.observedAt)
    #expect(second.readEarlier == first.effectivePolicies.mapValues { _ in time })
    // The second snapshot, two hours old when the third is taken, has answers that are 22 hours old by then.
    second = aged(second, hours: 2)
    let third = try await collect(simulator, Memory(previous: second), options(maxAgeHours: 24))
    #expect(asked(simulator) == 0)
    #expect(third.readEarlier == second.readEarlier)
    let fourth = try await collect(simulator, Memory(previous: second), options(maxAgeHours: 19))
    #expect(asked(simulator) == first.accounts.count)
    #expect(fourth.readEarlier.isEmpty)
    await simulator.stop()
  }

  @Test func `without a maximum age everything is asked again`() async throws {
    let simulator = try await OrganizationSimulator.start(.sample())
    let first = aged(try await collect(simulator, Memory()), hours: 1)
    let second = try await collect(simulator, Memory(previous: first))
    #expect(asked(simulator) == first.accounts.count)
    #expect(second.readEarlier.isEmpty)
    await simulator.stop()
  }

  struct Change: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var accounts: Set<String>
    var make: @Sendable (OrganizationSimulator) throws -> Void
  }

  private static let optOut = #"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#
  static let changes = [
    Change(testDescription: "a policy's text", accounts: ["444444444444"]) {
      try $0.update("p-polly", content: optOut)
    },
    Change(testDescription: "a policy attached to a unit", accounts: ["222222222222", "333333333333"]) {
      try $0.attach("p-draft", to: "ou-ab12-security")
    },
    Change(
      testDescription: "a policy detached above", accounts: ["444444444444", "555555555555"]
    ) { try $0.detach("p-lex", from: "ou-ab12-prod") },
    Change(testDescription: "an account moved", accounts: ["666666666666"]) {
      try $0.move("666666666666", to: "ou-ab12-eu")
    },
    Change(testDescription: "an account closed", accounts: ["666666666666"]) { try $0.close("666666666666") },
    Change(testDescription: "a name, which no policy depends on", accounts: []) {
      try $0.rename("ou-ab12-prod", to: "Production")
    },
  ]

  @Test(arguments: changes)
  func `accounts below a change are asked for again`(change: Change) async throws {
    let simulator = try await OrganizationSimulator.start(.sample())
    let first = aged(try await collect(simulator, Memory()), hours: 1)
    try change.make(simulator)
    let second = try await collect(simulator, Memory(previous: first), options(maxAgeHours: 24))
    let expected = Set(first.accounts.map(\.id.rawValue)).subtracting(change.accounts)
    #expect(Set(second.readEarlier.keys.map(\.rawValue)) == expected)
    expect(second, tellsTheSameAs: try await collect(simulator, Memory()))
    await simulator.stop()
  }

  @Test func `what could not be read may have changed`() async throws {
    let simulator = try await OrganizationSimulator.start(.sample())
    let whole = aged(try await collect(simulator, Memory()), hours: 1)
    var without = whole
    without.targetsUnread = [PolicyID(unchecked: "p-lex"): "denied"]
    var export = whole
    export.header.source = .export(observedAtGiven: true)
    var disabled = whole
    disabled.root = .unread(reason: "denied")
    for previous in [without, export, disabled] {
      let snapshot = try await collect(simulator, Memory(previous: previous), options(maxAgeHours: 24))
      #expect(snapshot.readEarlier.isEmpty)
      #expect(asked(simulator) == whole.accounts.count)
    }
    await simulator.stop()
  }
}
