import AWSClient
import Collector
import Foundation
import OrganizationModel
import OrganizationSimulator
import OrganizationsAPI
import Parallelism

/// A collect by the real client from a simulator that runs for as long.
struct Simulation {
  var organization: SimulatedOrganization
  var behaviour = SimulatorBehaviour()
  var options = CollectorOptions(toolVersion: "0.0.0-test")
  var requestTimeout = Duration.seconds(10)
  var timing = Timing.system()
  /// Happens instead of the pause before differing effective policies are asked for again.
  var pause: @Sendable (OrganizationSimulator) -> Void = { _ in }

  init(_ organization: SimulatedOrganization, _ change: (inout SimulatorBehaviour) -> Void = { _ in }) {
    self.organization = organization
    change(&behaviour)
  }

  init(tree: String, _ change: (inout SimulatorBehaviour) -> Void = { _ in }) throws {
    self.init(try SimulatedOrganization(tree: tree), change)
  }

  /// What a collect left behind.
  struct Outcome {
    var snapshot: Snapshot
    var requests: [String: Int]
    /// How often the pause was taken.
    var pauses: Int
    /// The organization at the end.
    var organization: SimulatedOrganization
  }

  func collect() async throws -> Outcome {
    let simulator = try await OrganizationSimulator.start(organization, behaviour: behaviour)
    do {
      let pauses = Locked(0)
      let pause = pause
      let snapshot = try await Self.collector(
        from: simulator, options: options, requestTimeout: requestTimeout, timing: timing
      ) { _ in
        pauses.withLock { $0 += 1 }
        pause(simulator)
      }.collect(from: .live(endpoint: simulator.endpointURL, callerARN: nil))
      let outcome = Outcome(
        snapshot: snapshot, requests: simulator.statistics.requests, pauses: pauses.withLock { $0 },
        organization: simulator.organization)
      await simulator.stop()
      return outcome
    } catch {
      await simulator.stop()
      throw error
    }
  }

  /// The moments that every collect of the tests begins and ends at.
  static let time = Timestamp(milliseconds: 1_795_000_000_000)

  static func collector(
    from simulator: OrganizationSimulator, options: CollectorOptions,
    requestTimeout: Duration = .seconds(10), timing: Timing = .system(),
    sleep: @escaping @Sendable (Duration) async -> Void = { _ in }, memory: (any CollectMemory)? = nil
  ) throws -> Collector {
    var transport = CurlTransport.Options(version: "0.0.0-test")
    transport.requestTimeout = requestTimeout
    let client = try AWSClient(
      transport: CurlTransport(options: transport),
      credential: Credential(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "an example and no secret", source: "test"),
      resolver: EndpointResolver(region: "us-east-1", endpointURL: simulator.endpointURL), timing: timing)
    return Collector(
      using: LiveOrganizations(client: client), options: options, now: { time }, sleep: sleep, memory: memory)
  }
}

/// A clock that runs several times as fast as the machine's, so that tests need not wait for pauses.
final class HurriedClock: Sendable {
  private static let factor = 5
  private let start = ContinuousClock.now
  /// When pauses began and should have ended, in the machine's time.
  private let pauses = Locked<[(from: Duration, to: Duration)]>([])

  /// How long it would have paused at full length. Work between pauses is milliseconds on a free machine and anything
  /// on a busy one, so it does not count.
  var elapsed: Duration {
    var paused = Duration.zero
    var end = Duration.zero
    for pause in pauses.withLock({ $0 }).sorted(by: { $0.from < $1.from }) where pause.to > end {
      paused += pause.to - max(pause.from, end)
      end = pause.to
    }
    return paused * Self.factor
  }

  var timing: Timing {
    Timing(
      now: { (ContinuousClock.now - self.start) * Self.factor }, wallClock: { Date() },
      sleep: { duration in
        let from = ContinuousClock.now - self.start
        self.pauses.withLock { $0.append((from, from + duration / Self.factor)) }
        try await Task.sleep(for: duration / Self.factor)
      }, random: { Double.random(in: 0..<1) })
  }
}

extension SimulatedOrganization {
  /// An organization with three levels of units, an account that is closed, policies at all levels and one that is
  /// attached to nothing.
  static func sample() throws -> SimulatedOrganization {
    try SimulatedOrganization(
      tree: #"""
        o-exampleorg1 management=111111111111
        r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-everyone
          111111111111 Management
          ou-ab12-security Security policies=p-locked
            222222222222 "Log Archive" joined=2024-05-01T10:20:30Z method=INVITED
            333333333333 Audit state=CLOSED
          ou-ab12-workloads Workloads
            ou-ab12-prod Prod policies=p-lex
              ou-ab12-eu EU
                444444444444 Shop policies=p-polly
                555555555555 Search
            666666666666 Sandbox
        policy p-everyone "Opt-out for everyone" description="for all" {"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}
        policy p-locked Locked {"services":{"@@operators_allowed_for_child_policies":["@@none"],"default":{"opt_out_policy":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"optOut"}}}}
        policy p-lex "Lex in" {"services":{"lex":{"opt_out_policy":{"@@assign":"optIn"}}}}
        policy p-polly Polly {"services":{"polly":{"opt_out_policy":{"@@assign":"optIn"}}}}
        policy p-draft Draft {"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}}}}
        resource-policy rp-example {"Version":"2012-10-17","Statement":[]}
        service guardduty.amazonaws.com
        service cloudtrail.amazonaws.com
        """#)
  }
}

extension Snapshot {
  /// What AWS reported for `account`; nil when it reported nothing.
  func reported(_ account: String) -> String? {
    guard let id = AccountID(account), case .reported(let answer)? = effectivePolicies[id] else { return nil }
    return answer.text
  }

  func posture(of account: String) -> AccountPosture? {
    OrganizationPosture(of: self).accounts.first { $0.account.id.rawValue == account }
  }
}
