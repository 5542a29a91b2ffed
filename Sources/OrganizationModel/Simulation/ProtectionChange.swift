package import PolicyLanguage

/// What applies to an account for one service, as computed from the policies.
package enum SimulatedValue: Hashable, Sendable {
  case value(OptOutValue)
  /// No policy gives the service or `default` a value.
  case nothing
  /// Attachment orders lead to different values; nil stands for none.
  case orderDependent([OptOutValue?])
  case unknown

  /// The value when it is one for certain.
  package var certain: OptOutValue? {
    guard case .value(let value) = self else { return nil }
    return value
  }

  /// Whether the service may be opted out.
  fileprivate var canBeOptOut: Bool {
    switch self {
    case .value(let value): value == .optOut
    case .nothing: false
    case .orderDependent(let values): values.contains(.optOut)
    case .unknown: true
    }
  }
}

/// A service of an account whose value or lock changes.
package struct ProtectionChange: Hashable, Sendable {
  package var account: AccountID
  /// A service key that has a value before or after; nil when none has, so that only the lock changes.
  package var service: String?
  /// What applies to the service, its own value or that of `default`.
  package var before: SimulatedValue
  package var after: SimulatedValue
  /// The account's lock.
  package var lockBefore: Lock
  package var lockAfter: Lock
  /// Whether a policy further down could change what applies to this service; nil when that is not known.
  package var valueLockBefore: Bool?
  package var valueLockAfter: Bool?
  /// Policies whose unknown order decides about the value afterwards.
  package var conflicts: [OrderConflict]

  /// Whether anything differs.
  package var isChange: Bool {
    before != after || lockBefore.word != lockAfter.word || valueLockBefore != valueLockAfter
  }

  /// A value that was, or may have been, optOut and no longer surely is; or a lock that opens.
  package var isLessProtected: Bool {
    let losesValue = before != after && before.canBeOptOut && after.certain != .optOut
    let opensLock = lockBefore.word == "locked" && lockAfter.word != "locked"
    let opensValue = valueLockBefore == true && valueLockAfter != true
    return losesValue || opensLock || opensValue
  }
}

/// An account whose verdict changes, computed from the policies both times.
package struct VerdictChange: Hashable, Sendable {
  package var account: AccountID
  package var before: Verdict
  package var after: Verdict

  package init(account: AccountID, before: Verdict, after: Verdict) {
    self.account = account
    self.before = before
    self.after = after
  }

  /// Whether less is opted out, or that cannot be excluded.
  package var isWorse: Bool {
    switch (before, after) {
    case (_, .optedOut), (.notOptedOut, _): false
    case (.optedOut, _), (.unknown, _), (.partial, .notOptedOut), (.partial, .unknown): true
    case (.partial, .partial): false
    }
  }
}
