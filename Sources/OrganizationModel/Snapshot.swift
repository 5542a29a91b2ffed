/// Everything observed about one organization at one time.
///
/// INVARIANT: every list is sorted by id, so that equal observations are equal values.
package struct Snapshot: Hashable, Sendable {
  package var header: SnapshotHeader
  package var organization: Organization
  package var root: Answer<Root>
  package var organizationalUnits: [OrganizationalUnit]
  package var accounts: [Account]
  /// Why the list of policies could not be read; nil when it was.
  package var policiesUnread: String?
  package var policies: [Policy]
  package var attachments: [Attachment]
  /// Policies whose targets could not be read, with the reason.
  package var targetsUnread: [PolicyID: String]
  package var effectivePolicies: [AccountID: EffectivePolicyAnswer]
  /// Accounts whose effective policy AWS reported before this snapshot's reading began, and when it was read: what an
  /// interrupted collect had read, or what the snapshot before had when nothing on the account's path changed since.
  package var readEarlier: [AccountID: ReadingTime]
  package var delegation: Delegation
  /// Accounts whose effective policy AWS calls invalid. Known nil when the export has no such file, which is optional.
  package var invalidEffectivePolicies: Answer<[AccountID]?>
  /// Service principals with trusted access, sorted. Known nil when an export does not have them.
  package var trustedServices: Answer<[String]?>
  /// Nil when service control policies were not asked for.
  package var serviceControlPolicies: Answer<[ServiceControlPolicy]>?
  package var mismatches: [EffectivePolicyMismatch]
  /// What could not be read although it should have been, sorted by subject. Empty makes the snapshot complete.
  package var unread: [UnreadSubject]
  /// What moved while it was read, each as a sentence.
  package var movedWhileReading: [String]

  package init(header: SnapshotHeader, organization: Organization, root: Answer<Root>) {
    self.header = header
    self.organization = organization
    self.root = root
    organizationalUnits = []
    accounts = []
    policiesUnread = nil
    policies = []
    attachments = []
    targetsUnread = [:]
    effectivePolicies = [:]
    readEarlier = [:]
    delegation = Delegation(
      resourcePolicy: .unread(reason: "not asked"), administrators: .unread(reason: "not asked"))
    invalidEffectivePolicies = .known(nil)
    trustedServices = .known(nil)
    serviceControlPolicies = nil
    mismatches = []
    unread = []
    movedWhileReading = []
  }

  package var isComplete: Bool { unread.isEmpty }

  /// When the effective policies that were not read with the snapshot were read; nil when all were.
  package var earlierReading: ReadingTime? { .covering(readEarlier.values) }

  /// When AWS's answer about `account` was read, where AWS answered for it.
  package func readingTime(of account: AccountID) -> ReadingTime? {
    guard case .reported? = effectivePolicies[account] else { return nil }
    return readEarlier[account]
      ?? ReadingTime(startedAt: header.startedAt, endedAt: header.observedAt)
  }

  /// Whether the AI services opt-out policy type is in force; nil when that could not be read. Pending is not enabled.
  package var isPolicyTypeEnabled: Bool? {
    guard let root = root.value else { return nil }
    guard let status = root.optOutPolicyTypeStatus else { return false }
    // A type that is listed without its status is neither enabled nor disabled for sure.
    return status.isEmpty ? nil : status == "ENABLED"
  }
}

/// Something that could not be read, and why.
package struct UnreadSubject: Hashable, Sendable, Comparable, Encodable {
  /// An operation or an id with its operation: `DescribePolicy p-12345678`, or a file of an export.
  package var subject: String
  package var reason: String

  package init(subject: String, reason: String) {
    self.subject = subject
    self.reason = reason
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.subject, left.reason) < (right.subject, right.reason)
  }
}
