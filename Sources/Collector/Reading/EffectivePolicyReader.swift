import OrganizationModel
import OrganizationsAPI

/// Asks AWS for effective policies, account by account.
struct EffectivePolicyReader {
  let api: any OrganizationsReading
  let width: Int
  let progress: @Sendable (CollectProgress) -> Void

  struct Answers: Sendable {
    var byAccount: [AccountID: EffectivePolicyAnswer] = [:]
    /// One entry for each distinct reason, so that 10,000 refusals do not make 10,000 lines.
    var unread: [UnreadSubject] = []
    var fatal: OperationFailure?
  }

  /// - Parameter optional: accounts for which no answer is no loss: they count in no verdict.
  func read(_ accounts: [AccountID], optional: Set<AccountID>) async -> Answers {
    let breaker = AskingBreaker()
    let counter = ProgressCounter(total: accounts.count, report: progress)
    let api = api
    let results = await accounts.concurrentMap(width: width) { account in
      let result = await Self.ask(for: account, api: api, breaker: breaker)
      await counter.advance()
      return result
    }
    var answers = Answers()
    var failures: [String: [AccountID]] = [:]
    for (account, result) in zip(accounts, results) {
      switch result {
      case .success(let reported): answers.byAccount[account] = .reported(reported)
      case .failure(let failure):
        answers.byAccount[account] = .unread(reason: failure.reason)
        if failure.isAboutCredential { answers.fatal = answers.fatal ?? failure }
        // A file that an export does not have was never asked for, and an inactive account counts nowhere.
        guard !failure.isMissingFile, !optional.contains(account) else { continue }
        failures["\(failure.code): \(failure.message)", default: []].append(account)
      }
    }
    answers.unread = failures.sorted { $0.key < $1.key }.map { reason, accounts in
      let subject =
        accounts.count == 1
        ? "DescribeEffectivePolicy \(accounts[0])"
        : "DescribeEffectivePolicy of \(accounts.count) accounts, first \(accounts[0])"
      return UnreadSubject(subject: subject, reason: reason)
    }
    return answers
  }

  /// AWS's answer for `account`. EffectivePolicyNotFoundException is one: nothing applies to it.
  static func ask(
    for account: AccountID, api: any OrganizationsReading, breaker: AskingBreaker
  ) async -> Result<ReportedEffectivePolicy, OperationFailure> {
    if let failure = await breaker.reasonToStop {
      var repeated = failure
      repeated.target = account.rawValue
      repeated.message += " (not asked again for this account)"
      return .failure(repeated)
    }
    let result = await attempt { () async throws(OperationFailure) in
      try await api.describeEffectivePolicy(type: Root.optOutPolicyType, account: account.rawValue)
    }
    switch result {
    case .success(let description):
      await breaker.succeeded()
      return .success(
        ReportedEffectivePolicy(
          text: description.content, lastUpdated: description.lastUpdated.map { Timestamp($0) }))
    case .failure(let failure) where failure.code == "EffectivePolicyNotFoundException":
      await breaker.succeeded()
      return .success(ReportedEffectivePolicy(text: nil, lastUpdated: nil))
    case .failure(let failure):
      await breaker.failed(failure)
      return .failure(failure)
    }
  }
}

/// Tells when an operation plainly does not work, so that it is not asked for thousands of accounts more.
actor AskingBreaker {
  private var hasSucceeded = false
  private var consecutiveFailures = 0
  private(set) var reasonToStop: OperationFailure?

  /// This many failures without a single answer are taken for a rule and not for bad luck.
  private static let failureLimit = 8

  func succeeded() {
    hasSucceeded = true
    consecutiveFailures = 0
  }

  func failed(_ failure: OperationFailure) {
    consecutiveFailures += 1
    switch failure.kind {
    case .unsupported, .expiredCredential, .invalidCredential, .clockSkew:
      reasonToStop = reasonToStop ?? failure
    case .accessDenied, .serverError, .network, .malformedAnswer, .throttled:
      if !hasSucceeded, consecutiveFailures >= Self.failureLimit { reasonToStop = reasonToStop ?? failure }
    case .notFound, .invalidInput, .notInOrganization, .missingFile:
      break
    }
  }
}

/// Counts answers and tells of them.
private actor ProgressCounter {
  private var done = 0
  private let total: Int
  private let report: @Sendable (CollectProgress) -> Void

  init(total: Int, report: @escaping @Sendable (CollectProgress) -> Void) {
    self.total = total
    self.report = report
  }

  func advance() {
    done += 1
    report(.effectivePolicies(done: done, of: total))
  }
}
