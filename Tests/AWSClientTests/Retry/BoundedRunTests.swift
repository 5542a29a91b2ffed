import AWSClient
import Foundation
import Testing

/// A whole collection from 30 accounts has to end within 30 s on the virtual clock, whatever fails.
///
/// Calls follow one another, which is the slowest order: no call's pause overlaps another's.
@Suite struct BoundedRunTests {
  private static let limit: Duration = .seconds(30)

  /// The calls of a collection: 30 accounts in 8 parents, 6 policies.
  private static let calls: [AWSCall] =
    [.organizations("DescribeOrganization"), .organizations("ListRoots")]
    + (0..<8).flatMap { parent in
      ["ListOrganizationalUnitsForParent", "ListAccountsForParent"].map {
        AWSCall.organizations($0, target: "ou-\(parent)")
      }
    }
    + [.organizations("ListAccounts"), .organizations("ListAccounts"), .organizations("ListPolicies")]
    + (0..<6).flatMap { policy in
      ["DescribePolicy", "ListTargetsForPolicy"].map { AWSCall.organizations($0, target: "p-\(policy)") }
    }
    + (0..<30).map { .organizations("DescribeEffectivePolicy", target: "account-\($0)") }
    + [.organizations("DescribeResourcePolicy"), .organizations("ListDelegatedAdministrators")]
    + (0..<2).map { .organizations("ListDelegatedServicesForAccount", target: "account-\($0)") }

  private static let operations = Set(calls.map(\.operation)).sorted()

  /// How many calls gave no answer, and the time that all took.
  private func run(
    _ transport: ScriptedTransport, _ time: VirtualTime, calls: [AWSCall] = calls
  ) async throws -> (failed: [AWSCallError], took: Duration) {
    let client = try AWSClient.testing(transport, time: time)
    var failed: [AWSCallError] = []
    for call in calls {
      do {
        _ = try await client.call(call)
      } catch {
        failed.append(error)
      }
    }
    return (failed, time.now)
  }

  @Test(arguments: operations, [HTTPResponse.throttled, .error("InternalError", status: 500)])
  func `one operation that always fails`(operation: String, answer: HTTPResponse) async throws {
    let time = VirtualTime()
    let transport = ScriptedTransport { asked, _ in
      time.advance(.milliseconds(20))
      return asked == operation ? answer : .json("{}")
    }
    let (failed, took) = try await run(transport, time)
    #expect(took < Self.limit)
    #expect(failed.count == Self.calls.filter { $0.operation == operation }.count)
    #expect(failed.allSatisfy { $0.operation == operation && $0.attempts <= 4 })
  }

  private static let failures: [HTTPResponse] = [
    .throttled, .error("InternalError", status: 500), .json("<html>", status: 503),
  ]

  @Test(arguments: failures, 1...20 as ClosedRange<UInt64>)
  func `a fifth of all tries fails`(answer: HTTPResponse, seed: UInt64) async throws {
    let time = VirtualTime(seed: seed)
    let transport = ScriptedTransport { _, _ in
      time.advance(.milliseconds(20))
      return time.random() < 0.2 ? answer : .json("{}")
    }
    let (failed, took) = try await run(transport, time)
    #expect(took < Self.limit)
    #expect(failed.count <= 2)
  }

  @Test func `a fifth of all connections breaks`() async throws {
    let time = VirtualTime()
    let transport = ScriptedTransport { _, _ throws(HTTPError) in
      time.advance(.milliseconds(20))
      if time.random() < 0.2 { throw .cutOff(receivedBytes: 0) }
      return .json("{}")
    }
    let (failed, took) = try await run(transport, time)
    #expect(took < Self.limit)
    #expect(failed.count <= 1)
  }

  /// AWS's own limits, kept by a server: everything is answered, because throttled operations are paced.
  @Test func `an endpoint that keeps AWS's rates answers everything`() async throws {
    let time = VirtualTime()
    let limits = RateKeeper(time: time)
    let transport = ScriptedTransport { operation, _ in
      time.advance(.milliseconds(5))
      return limits.admits(operation) ? .json("{}") : .throttled
    }
    let many = Self.calls + (0..<200).map { .organizations("DescribeEffectivePolicy", target: "more-\($0)") }
    let (failed, _) = try await run(transport, time, calls: many)
    #expect(failed.map(\.description) == [])
    #expect(limits.refused > 0)
  }
}
