/// What is known of one account's effective policy from AWS.
package enum EffectivePolicyAnswer: Hashable, Sendable {
  /// AWS answered for this account.
  case reported(ReportedEffectivePolicy)
  /// AWS answered for `account`, whose path and policies are the same.
  case representative(account: AccountID)
  /// AWS was not asked or did not answer.
  case unread(reason: String)
}

/// AWS's answer to DescribeEffectivePolicy, kept as it came.
package struct ReportedEffectivePolicy: Hashable, Sendable {
  /// The policy's text; nil when AWS answered EffectivePolicyNotFoundException, which means that nothing applies.
  package var text: String?
  /// `LastUpdatedTimestamp`. It moves for reasons that change nothing, so it is not the date of an opt-out.
  package var lastUpdated: Timestamp?

  package init(text: String?, lastUpdated: Timestamp?) {
    self.text = text
    self.lastUpdated = lastUpdated
  }
}

/// How an effective policy is known.
package enum EvidenceKind: String, Hashable, Sendable, CaseIterable {
  case reported
  case representative
  case computed
  case none
}

/// A difference between AWS's answer and the computed effective policy that stayed after asking again.
package struct EffectivePolicyMismatch: Hashable, Sendable {
  package var account: AccountID
  /// JSON in AWS's shape.
  package var computed: String
  /// AWS's text.
  package var reported: String
  /// The likely cause, as a clause.
  package var cause: String

  package init(account: AccountID, computed: String, reported: String, cause: String) {
    self.account = account
    self.computed = computed
    self.reported = reported
    self.cause = cause
  }
}
