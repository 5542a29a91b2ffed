/// A wrong answer and the requests that get it.
package struct FaultRule: Hashable, Sendable {
  package enum Occurrence: Hashable, Sendable {
    case always
    case first(Int)
    /// Every nth matching request: with 3 the third, sixth, ...
    case every(Int)
    /// All but the first n.
    case after(Int)
    /// From 0 to 1; drawn from the behaviour's `faultSeed` and the number of the match, hence repeatable.
    case probability(Double)
  }

  package enum Fault: Hashable, Sendable {
    case status(Int, body: String, contentType: String)
    /// An error as AWS JSON 1.1 spells it.
    case error(code: String, message: String, status: Int)
    /// An error page of something between client and AWS.
    case html(status: Int, body: String)
    /// The right answer cut in half, with a length that fits the half.
    case truncatedJSON
    /// The connection ends with RST and without an answer.
    case connectionReset
    /// The head and half of the body, then the end of the connection.
    case closedMidBody
    /// The head and half of the body, then RST.
    case resetMidBody
    /// The right answer in pieces of so many bytes, each so long after the other.
    case slowDrip(bytes: Int, interval: Duration)
    case neverAnswer
    /// The right answer with a number in place of the first text, or in place of the value of the named
    /// member.
    case wrongFieldType(member: String?)
    /// The right answer without the members of this name.
    case missingMember(String)
  }

  /// nil for every operation.
  package let operation: String?
  /// The id that the request is about; nil for every one.
  package let target: String?
  package let when: Occurrence
  package let fault: Fault

  package init(
    _ operation: String? = nil, target: String? = nil, when: Occurrence = .always, _ fault: Fault
  ) {
    self.operation = operation
    self.target = target
    self.when = when
    self.fault = fault
  }

  func matches(_ operation: String, target: String?) -> Bool {
    (self.operation == nil || self.operation == operation) && (self.target == nil || self.target == target)
  }

  /// - Parameter match: counts the requests that match the rule, from 1.
  /// - Parameter seed: differs from rule to rule.
  func strikes(match: Int, seed: UInt64) -> Bool {
    switch when {
    case .always: return true
    case .first(let count): return match <= count
    case .every(let step): return match % max(step, 1) == 0
    case .after(let count): return match > count
    case .probability(let chance):
      var random = SplitMix64(seed: seed &+ UInt64(match) &* 0x9E37_79B9)
      return Double(random.next() >> 11) / Double(1 << 53) < chance
    }
  }
}

extension FaultRule.Fault {
  package static func throttled(message: String = Throttling.rateMessage) -> Self {
    .error(code: "TooManyRequestsException", message: message, status: 400)
  }

  package static var serviceException: Self {
    .error(code: "ServiceException", message: "AWS Organizations can't complete your request.", status: 500)
  }
}
