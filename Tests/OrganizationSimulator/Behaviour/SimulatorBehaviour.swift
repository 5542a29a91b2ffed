package import Foundation

/// How the simulator answers, apart from what the organization is. It may change while the simulator runs:
/// `simulator.behaviour.latency = .milliseconds(20)`.
package struct SimulatorBehaviour: Sendable {
  /// Which of the two state fields accounts carry: AWS announced to retire `Status` on 2026-09-09.
  package enum StateFields: Sendable {
    case stateOnly
    case statusOnly
    case both
  }

  /// The spelling of timestamps: `1714521600.5`, or `1.7145216005E9` as AWS's own servers write them.
  package enum TimestampStyle: Sendable {
    case decimal
    case exponent
  }

  /// How long AWS goes on serving the effective policies from before a change (live captures show 2 to 4
  /// seconds).
  package enum PublicationDelay: Hashable, Sendable {
    /// Until this many further calls of `DescribeEffectivePolicy` were answered with the old content.
    case calls(Int)
    /// By the behaviour's clock.
    case time(TimeInterval)
  }

  /// How a request whose X-Amz-Date differs from the server's time by more than five minutes is answered.
  package enum SkewAnswer: String, Sendable {
    case invalidSignature = "InvalidSignatureException"
    case requestTimeTooSkewed = "RequestTimeTooSkewed"
  }

  // MARK: Paging

  /// Items on a page when the request names no `MaxResults`; AWS's pages have at most 20.
  package var pageSize = 20
  /// Empty pages with a `NextToken` in front of every page.
  package var emptyPagesBeforeEachPage = 0
  /// Whether the last page with items still has a `NextToken`, which leads to an empty page without one.
  package var endsWithEmptyPage = false
  /// Events on a page of LookupEvents; AWS's pages have at most 50.
  package var eventPageSize = 50

  /// What Cost Explorer has on the bill.
  package var costs: [SimulatedCost] = []
  /// Groups on a page of Cost Explorer.
  package var costPageSize = 100

  // MARK: Pace

  /// Time between a request and its answer; other requests are not held up.
  package var latency = Duration.zero
  package var throttling: Throttling?

  // MARK: Refusals

  /// Tried in order for each request; the first that strikes decides.
  package var faults: [FaultRule] = []
  /// The chances of `FaultRule.Occurrence.probability`.
  package var faultSeed: UInt64 = 1
  /// Operation names that every caller is denied.
  package var deniedOperations: Set<String> = []
  /// Access key ids that AWS does not know (UnrecognizedClientException).
  package var deniedKeys: Set<String> = []
  package var expiredKeys: Set<String> = []
  /// The account of the caller: the management account when nil.
  package var callerAccountID: String?
  /// The accounts of callers by access key id; others are `callerAccountID`.
  package var callerAccountIDsByKey: [String: String] = [:]
  /// False plays an account that is in no organization.
  package var isInOrganization = true
  /// The Region that the signature has to name; nil accepts every one.
  package var signingRegion: String?

  // MARK: Time

  /// How far the server's time is ahead of the clock; shown in the Date header.
  package var clockOffset: TimeInterval = 0
  /// nil accepts every X-Amz-Date.
  package var skewAnswer: SkewAnswer?
  package var publicationDelay: PublicationDelay?
  /// How long after a change its record can be looked up; AWS takes up to 15 minutes.
  package var eventDelay: TimeInterval = 0
  package var clock: @Sendable () -> Date = { Date() }

  // MARK: Shape of the answers

  /// Whether accounts and OUs tell their paths (AWS added `Paths` and `Path` on 2026-03-30).
  package var includesPaths = true
  package var stateFields = StateFields.both
  package var timestampStyle = TimestampStyle.decimal

  /// Called for every request, before it is answered and outside of any lock, so that a test can change the
  /// organization in the middle of a collect.
  package var onRequest: (@Sendable (SimulatedRequest, OrganizationSimulator) -> Void)?

  package init() {}
}

/// What an `onRequest` hook sees of a request.
package struct SimulatedRequest: Hashable, Sendable {
  /// `ListAccounts`, `GetCallerIdentity`, ...
  package let operation: String
  /// The id that the request is about: a target, parent, child, account or policy id.
  package let target: String?
  /// Counted from 1 for each operation.
  package let number: Int
  /// nil when the request is not signed.
  package let accessKeyID: String?
  /// The members of the request; nil when it is no JSON object.
  package let input: JSONValue?
}
