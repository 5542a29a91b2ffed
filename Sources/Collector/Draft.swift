import OrganizationModel
import OrganizationsAPI
import PolicyLanguage

/// A snapshot that is still being read, with what only reading needs.
struct Draft {
  var snapshot: Snapshot
  /// What the last reading of the policies lacks; a later reading replaces it.
  private var policyUnread: [UnreadSubject] = []
  /// Why AWS did not answer the last question about an account's effective policy.
  private var effectiveFailures: [AccountID: OperationFailure] = [:]

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
  }

  /// The snapshot with all that could not be read although it should have been.
  func closed(at time: Timestamp) -> Snapshot {
    var closed = snapshot
    closed.unread = Set(snapshot.unread + policyUnread + effectiveUnread + misunderstood).sorted()
    closed.header.observedAt = time
    return closed
  }

  /// Replaces what was read of the policies.
  mutating func take(_ read: PolicyReader.Policies) {
    snapshot.policies = read.policies
    snapshot.attachments = read.attachments
    snapshot.targetsUnread = read.targetsUnread
    snapshot.policiesUnread = read.listUnread
    policyUnread = read.unread
  }

  /// Replaces what AWS said of these accounts' effective policies.
  ///
  /// - Parameter keepingEarlierAnswers: whether a failure leaves an earlier answer standing.
  mutating func take(_ answers: EffectivePolicyReader.Answers, keepingEarlierAnswers: Bool = false) {
    for (account, answer) in answers.byAccount {
      effectiveFailures[account] = answers.failures[account]
      if keepingEarlierAnswers, answers.failures[account] != nil,
        case .reported? = snapshot.effectivePolicies[account]
      {
        continue
      }
      snapshot.effectivePolicies[account] = answer
      snapshot.readEarlier[account] = answers.readEarlier[account]
    }
  }

  /// Answers about active accounts whose text cannot be understood. They are kept as they came, and settle nothing.
  private var misunderstood: [UnreadSubject] {
    var errors: [String: String?] = [:]
    return snapshot.accounts.filter(\.isActive).compactMap { account in
      guard case .reported(let answer)? = snapshot.effectivePolicies[account.id], let text = answer.text
      else {
        return nil
      }
      let error = errors[text] ?? Self.parsingError(of: text)
      errors[text] = error
      return error.map { UnreadSubject(subject: "DescribeEffectivePolicy \(account.id)", reason: $0) }
    }
  }

  private static func parsingError(of text: String) -> String? {
    do {
      _ = try EffectivePolicy(parsing: text)
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// Drops what AWS said, because every account is asked about anew.
  mutating func forgetEffectivePolicies() {
    snapshot.effectivePolicies = [:]
    snapshot.readEarlier = [:]
    effectiveFailures = [:]
  }

  /// One entry for each distinct reason, so that 10,000 refusals do not make 10,000 lines.
  private var effectiveUnread: [UnreadSubject] {
    // No answer about an inactive account is no loss, since it counts in no verdict.
    let active = Set(snapshot.accounts.filter(\.isActive).map(\.id))
    var failuresByCause: [String: [AccountID: OperationFailure]] = [:]
    for (account, failure) in effectiveFailures where active.contains(account) {
      // A file that an export does not have was never asked for.
      guard !failure.isMissingFile else { continue }
      failuresByCause[Self.cause(of: failure, for: account), default: [:]][account] = failure
    }
    return failuresByCause.map { cause, failures in
      let sorted = failures.sorted { $0.key < $1.key }
      let first = sorted.first?.key.rawValue ?? ""
      let advice = (sorted.first { $0.value.kind == .unsupported } ?? sorted.first)?.value.advice ?? ""
      let reason = (advice.isEmpty ? cause : "\(cause); \(advice)")
      guard failures.count > 1 else {
        return UnreadSubject(
          subject: "DescribeEffectivePolicy \(first)", reason: reason.replacing(Self.anyAccount, with: first))
      }
      return UnreadSubject(
        subject: "DescribeEffectivePolicy of \(failures.count) accounts, first \(first)", reason: reason)
    }
  }

  /// The reason without what differs from account to account.
  private static func cause(of failure: OperationFailure, for account: AccountID) -> String {
    var general = failure
    general.requestID = nil
    general.advice = ""
    general.message = failure.message.replacing(EffectivePolicyReader.notAskedSuffix, with: "")
    return general.reason.replacing(account.rawValue, with: anyAccount)
  }

  private static let anyAccount = "<account>"
}
