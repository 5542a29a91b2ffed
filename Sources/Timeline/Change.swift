package import OrganizationModel

/// One thing that became different in an organization.
package struct Change: Hashable, Sendable {
  package var kind: Kind
  package var subject: Subject
  /// What it was and became, in plain words: a name, a verdict, a state; for policy contents, the difference by
  /// service. Nil where there is nothing to say.
  package var before: String?
  package var after: String?
  package var at: Moment
  /// The event that made it; nil when unattributed. Changes of verdict and lock have the event of their cause.
  package var event: Event?
  /// For a change of verdict or lock: the position in the list of the change that caused it; nil when not known.
  package var cause: Int?

  package init(
    kind: Kind, subject: Subject, before: String? = nil, after: String? = nil, at: Moment,
    event: Event? = nil,
    cause: Int? = nil
  ) {
    self.kind = kind
    self.subject = subject
    self.before = before
    self.after = after
    self.at = at
    self.event = event
    self.cause = cause
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case accountJoined, accountLeft, accountMoved, accountRenamed, accountStateChanged
    case ouCreated, ouRenamed, ouMoved, ouDeleted
    case policyCreated, policyDeleted, policyRenamed, policyContentChanged, policyAttached, policyDetached
    case policyTypeEnabled, policyTypeDisabled
    case verdictChanged, lockChanged, delegationChanged
  }

  /// Every id concerned.
  package struct Subject: Hashable, Sendable {
    package var account: AccountID?
    package var ou: OrganizationalUnitID?
    package var root: RootID?
    package var policy: PolicyID?
    /// Of an attachment: where the policy is attached.
    package var node: NodeID?

    package init(
      account: AccountID? = nil, ou: OrganizationalUnitID? = nil, root: RootID? = nil,
      policy: PolicyID? = nil,
      node: NodeID? = nil
    ) {
      self.account = account
      self.ou = ou
      self.root = root
      self.policy = policy
      self.node = node
    }
  }
}
