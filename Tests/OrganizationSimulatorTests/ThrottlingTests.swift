import Foundation
import OrganizationSimulator
import Parallelism
import Testing

@Suite struct ThrottlingTests {
  /// A clock that goes on when told.
  private final class ManualClock: Sendable {
    private let seconds = Locked(1_767_225_600.0)
    var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }
    func advance(by seconds: Double) { self.seconds.withLock { $0 += seconds } }
  }

  private func behaviour(_ throttling: Throttling, _ clock: ManualClock) -> SimulatorBehaviour {
    var behaviour = SimulatorBehaviour()
    behaviour.throttling = throttling
    behaviour.clock = { clock.now }
    return behaviour
  }

  /// How many of the calls were admitted before the first that was throttled.
  private func admitted(_ operation: String, _ input: JSONValue, by client: SimulatorClient) async throws
    -> Int
  {
    for count in 0..<100 {
      let response = try await client.call(operation, input)
      guard response.status == 400 else { continue }
      #expect(response.errorCode == "TooManyRequestsException")
      return count
    }
    return 100
  }

  @Test func `a bucket holds its burst and refills at its rate`() async throws {
    let clock = ManualClock()
    try await withSimulator(.sample(), behaviour(Throttling(), clock)) { client async throws in
      let input: JSONValue = ["PolicyId": "p-everyone01"]
      #expect(try await admitted("DescribePolicy", input, by: client) == 2)
      clock.advance(by: 0.5)
      #expect(try await admitted("DescribePolicy", input, by: client) == 1)
      clock.advance(by: 60)
      #expect(try await admitted("DescribePolicy", input, by: client) == 2)
      #expect(client.simulator.statistics.throttled == ["DescribePolicy": 3])
      #expect(client.simulator.statistics.requests == ["DescribePolicy": 8])
    }
  }

  @Test func `operations have buckets of their own and the factor widens them`() async throws {
    try await withSimulator(.sample(), behaviour(Throttling(factor: 3), ManualClock())) {
      client async throws in
      #expect(try await admitted("ListRoots", [:], by: client) == 6)
      #expect(try await admitted("ListAccounts", [:], by: client) == 36)
    }
  }

  @Test func `two accounts share the bucket of the organization`() async throws {
    var behaviour = behaviour(Throttling(), ManualClock())
    behaviour.callerAccountIDsByKey = ["AKIADELEGATED": "222222222222"]
    try await withSimulator(.sample(), behaviour) { client async throws in
      var other = client
      other.accessKeyID = "AKIADELEGATED"
      // Accounts hold 8 each, the organization holds 10.
      #expect(try await admitted("ListPolicies", ["Filter": "AISERVICES_OPT_OUT_POLICY"], by: client) == 8)
      #expect(try await admitted("ListPolicies", ["Filter": "AISERVICES_OPT_OUT_POLICY"], by: other) == 2)
    }
  }

  @Test(arguments: [Throttling.Message.rate, .concurrency])
  func `undocumented operations have the assumed rate and the wanted text`(message: Throttling.Message)
    async throws
  {
    let assumed = Throttling.Limit(account: .init(rate: 1, burst: 4), organization: nil)
    let throttling = Throttling(assumed: assumed, message: message)
    try await withSimulator(.sample(), behaviour(throttling, ManualClock())) { client async throws in
      let input: JSONValue = ["PolicyType": "AISERVICES_OPT_OUT_POLICY", "TargetId": "333333333333"]
      #expect(try await admitted("DescribeEffectivePolicy", input, by: client) == 4)
      let refused = try await client.call("DescribeEffectivePolicy", input)
      let text = message == .rate ? Throttling.rateMessage : Throttling.concurrencyMessage
      #expect(refused.json["Message"]?.string == text)
    }
  }

  @Test func `without throttling everything is admitted`() async throws {
    try await withSimulator(.sample()) { client async throws in
      #expect(try await admitted("ListRoots", [:], by: client) == 100)
    }
  }
}
