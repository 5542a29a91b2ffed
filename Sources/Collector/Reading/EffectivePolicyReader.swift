import OrganizationModel
import OrganizationsAPI
import Parallelism

/// Asks AWS for effective policies, account by account.
struct EffectivePolicyReader {
  let api: any OrganizationsReading
  let width: Int
  /// Files are read one by one, whatever others say.
  let isExport: Bool
  let progress: @Sendable (CollectProgress) -> Void
  /// Answers that stand in place of a question.
  var earlier: [AccountID: EarlierAnswer] = [:]
  /// Is given every answer of AWS.
  var memory: (any CollectMemory)?

  struct Answers: Sendable {
    var byAccount: [AccountID: EffectivePolicyAnswer] = [:]
    var failures: [AccountID: OperationFailure] = [:]
    /// When those answers were read that were not asked for.
    var readEarlier: [AccountID: ReadingTime] = [:]
    var fatal: OperationFailure?
  }

  /// This many accounts are asked one after the other, until one has an answer: an operation that is not there is then
  /// not asked by many at once.
  private static let probes = 3

  /// Answers for accounts that are known already.
  func read(_ accounts: [AccountID]) async -> Answers {
    let (stream, continuation) = AsyncStream.makeStream(of: AccountID.self)
    accounts.forEach { continuation.yield($0) }
    continuation.finish()
    return await read(stream, total: accounts.count { earlier[$0] == nil })
  }

  /// Answers for accounts in the order in which they become known, asked for as they do.
  ///
  /// - Parameter total: nil while nobody knows how many there will be.
  func read(_ accounts: AsyncStream<AccountID>, total: Int?) async -> Answers {
    let breaker = AskingBreaker(isOff: isExport)
    let (api, memory) = (api, memory)
    return await withTaskGroup(of: Reply.self) { group in
      var answers = Answers()
      var asked = 0
      var done = 0
      func take(_ reply: Reply) {
        answers.take(reply)
        done += 1
        progress(.effectivePolicies(done: done, of: total ?? asked))
      }
      for await account in accounts {
        if let known = earlier[account] {
          answers.byAccount[account] = .reported(known.answer)
          answers.readEarlier[account] = known.readAt
          continue
        }
        let hasSucceeded = breaker.hasSucceeded
        let bound = hasSucceeded || done >= Self.probes ? width : 1
        while asked - done >= bound, let reply = await group.next() { take(reply) }
        group.addTask {
          let result = await Self.ask(for: account, api: api, breaker: breaker)
          if let memory, case .success(let answer) = result {
            await memory.keep(answer, of: account, readAt: memory.now())
          }
          return Reply(account: account, result: result)
        }
        asked += 1
      }
      for await reply in group { take(reply) }
      return answers
    }
  }

  fileprivate struct Reply: Sendable {
    var account: AccountID
    var result: Result<ReportedEffectivePolicy, OperationFailure>
  }

  /// Ends the reason of an account that was not asked for because the operation plainly does not work.
  static let notAskedSuffix = " (not asked again for this account)"

  /// AWS's answer for `account`. EffectivePolicyNotFoundException is one: nothing applies to it.
  static func ask(
    for account: AccountID, api: any OrganizationsReading, breaker: AskingBreaker
  ) async -> Result<ReportedEffectivePolicy, OperationFailure> {
    if let failure = breaker.reasonToStop {
      var repeated = failure
      repeated.target = account.rawValue
      repeated.message += notAskedSuffix
      return .failure(repeated)
    }
    let result = await attempt { () async throws(OperationFailure) in
      try await api.describeEffectivePolicy(type: Root.optOutPolicyType, account: account.rawValue)
    }
    switch result {
    case .success(let description)
    where !description.targetID.isEmpty && description.targetID != account.rawValue:
      return .failure(
        OperationFailure(
          operation: "DescribeEffectivePolicy", target: account.rawValue, code: "OtherAccount",
          message: "the answer is about \(description.targetID.prefix(80).debugDescription)",
          kind: .malformedAnswer("the answer is about another account")))
    case .success(let description):
      breaker.succeeded()
      return .success(
        ReportedEffectivePolicy(
          text: description.content, lastUpdated: description.lastUpdated.map { Timestamp($0) }))
    case .failure(let failure) where failure.code == "EffectivePolicyNotFoundException":
      breaker.succeeded()
      return .success(ReportedEffectivePolicy(text: nil, lastUpdated: nil))
    case .failure(let failure):
      breaker.failed(failure)
      return .failure(failure)
    }
  }
}

extension EffectivePolicyReader.Answers {
  fileprivate mutating func take(_ reply: EffectivePolicyReader.Reply) {
    switch reply.result {
    case .success(let reported): byAccount[reply.account] = .reported(reported)
    case .failure(let failure):
      byAccount[reply.account] = .unread(reason: failure.reason)
      failures[reply.account] = failure
      if failure.isAboutCredential { fatal = fatal ?? failure }
    }
  }
}

/// Tells when an operation plainly does not work, so that it is not asked for thousands of accounts more.
final class AskingBreaker: Sendable {
  private struct State {
    var hasSucceeded = false
    var consecutiveFailures = 0
    var reasonToStop: OperationFailure?
  }

  private let isOff: Bool
  private let state = Locked(State())

  /// This many failures without a single answer are taken for a rule and not for bad luck.
  private static let failureLimit = 8

  /// - Parameter isOff: whether every question is asked nevertheless.
  init(isOff: Bool) {
    self.isOff = isOff
  }

  var hasSucceeded: Bool { state.withLock { $0.hasSucceeded } }

  var reasonToStop: OperationFailure? { state.withLock { $0.reasonToStop } }

  func succeeded() {
    state.withLock { state in
      state.hasSucceeded = true
      state.consecutiveFailures = 0
    }
  }

  func failed(_ failure: OperationFailure) {
    guard !isOff else { return }
    state.withLock { state in
      state.consecutiveFailures += 1
      switch failure.kind {
      case .unsupported, .expiredCredential, .invalidCredential, .clockSkew:
        state.reasonToStop = state.reasonToStop ?? failure
      case .accessDenied, .serverError, .network, .malformedAnswer, .throttled:
        if !state.hasSucceeded, state.consecutiveFailures >= Self.failureLimit {
          state.reasonToStop = state.reasonToStop ?? failure
        }
      case .notFound, .invalidInput, .notInOrganization, .missingFile:
        break
      }
    }
  }
}
