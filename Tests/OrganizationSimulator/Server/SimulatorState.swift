import Foundation

/// Everything in a simulator that changes while it runs; the simulator guards it with one lock.
struct SimulatorState: Sendable {
  private(set) var organization: SimulatedOrganization
  var behaviour: SimulatorBehaviour {
    didSet { if behaviour.faults != oldValue.faults { faultMatches = [:] } }
  }
  var statistics = SimulatorStatistics()
  private var effectivePolicies = DescribeEffectivePolicy()
  private var buckets = ThrottlingBuckets()
  /// Requests that matched a fault rule, by the rule's place in the list.
  private var faultMatches: [Int: Int] = [:]
  private var requestCount = 0
  private var dateHeader: (second: Int, text: String) = (.min, "")

  init(organization: SimulatedOrganization, behaviour: SimulatorBehaviour) {
    self.organization = organization
    self.behaviour = behaviour
  }

  mutating func change<Result>(_ body: (inout SimulatedOrganization) throws -> Result) rethrows -> Result {
    let old = organization
    defer { effectivePolicies.organizationChanges(from: old, behaviour: behaviour) }
    return try body(&organization)
  }

  /// Counts the request before it is answered.
  mutating func received(_ request: ReceivedRequest) -> SimulatedRequest {
    let number = statistics.requests[request.operation, default: 0] + 1
    statistics.requests[request.operation] = number
    statistics.inFlight += 1
    statistics.maximumInFlight = max(statistics.maximumInFlight, statistics.inFlight)
    return SimulatedRequest(
      operation: request.operation, target: request.target, number: number,
      accessKeyID: request.signature.accessKeyID, input: request.input)
  }

  mutating func reply(to request: ReceivedRequest) -> Reply {
    requestCount += 1
    let id = "00000000-0000-4000-8000-" + String(requestCount + 100_000_000_000)
    let now = behaviour.clock()
    var reply = Reply(
      answer: Answer(status: 200, contentType: "", body: []), delivery: .whole, latency: behaviour.latency,
      id: id,
      date: httpDate(at: now.addingTimeInterval(behaviour.clockOffset)))
    let fault = faultFor(request)
    if let answer = fault.flatMap(Self.replacement) {
      reply.answer = answer
      return reply
    }
    reply.answer = answer(to: request, id: id, now: now)
    if let fault { reply.apply(fault) }
    return reply
  }

  private mutating func faultFor(_ request: ReceivedRequest) -> FaultRule.Fault? {
    for (index, rule) in behaviour.faults.enumerated()
    where rule.matches(request.operation, target: request.target) {
      faultMatches[index, default: 0] += 1
      let seed = behaviour.faultSeed &+ UInt64(index) &* 0xD1B5_4A32
      if rule.strikes(match: faultMatches[index, default: 0], seed: seed) {
        statistics.faults[request.operation, default: 0] += 1
        return rule.fault
      }
    }
    return nil
  }

  /// The answer of a fault that does not need the right one.
  private static func replacement(_ fault: FaultRule.Fault) -> Answer? {
    switch fault {
    case .status(let status, let body, let contentType): .text(body, status: status, contentType: contentType)
    case .error(let code, let message, let status):
      AWSError(code: code, message: message, status: status).jsonAnswer
    case .html(let status, let body): .text(body, status: status, contentType: "text/html")
    case .truncatedJSON, .connectionReset, .closedMidBody, .resetMidBody, .slowDrip, .neverAnswer,
      .wrongFieldType, .missingMember:
      nil
    }
  }

  private mutating func answer(to request: ReceivedRequest, id: String, now: Date) -> Answer {
    do throws(AWSError) {
      guard request.service != .unknown else {
        throw AWSError(code: "UnknownOperationException", message: "", status: 404)
      }
      let admission = Admission(request: request, behaviour: behaviour, organization: organization)
      let caller = try admission.caller()
      if let throttling = behaviour.throttling, [.organizations, .cloudTrail].contains(request.service),
        !buckets.admit(request.operation, account: caller, by: throttling, at: now)
      {
        statistics.throttled[request.operation, default: 0] += 1
        guard request.service == .cloudTrail else {
          throw AWSError(code: "TooManyRequestsException", message: throttling.text)
        }
        throw AWSError(code: "ThrottlingException", message: "Rate exceeded")
      }
      try admission.checkPermission(of: caller)
      return try operationAnswer(to: request, caller: caller, id: id, now: now)
    } catch {
      return request.service == .sts
        ? SecurityTokenService.answer(to: error, requestID: id) : error.jsonAnswer
    }
  }

  private mutating func operationAnswer(
    to request: ReceivedRequest, caller: String, id: String, now: Date
  ) throws(AWSError) -> Answer {
    if request.service == .costExplorer {
      return .json(
        try CostExplorer(behaviour: behaviour, operation: request.operation, input: request.input).answer())
    }
    guard request.service != .sts else {
      guard request.operation == "GetCallerIdentity" else {
        throw AWSError(
          code: "UnknownOperationException", message: "Could not find operation \(request.operation)")
      }
      return SecurityTokenService.callerIdentity(
        account: caller, partition: organization.partition, requestID: id)
    }
    guard let input = request.input else {
      throw AWSError(code: "SerializationException", message: "The request body is no JSON object.")
    }
    if request.service == .cloudTrail {
      guard request.operation == "LookupEvents" else {
        throw AWSError(code: "UnknownOperationException", message: "")
      }
      return .json(
        try LookupEvents(
          organization: organization, input: input, caller: caller, behaviour: behaviour, now: now
        ).answer())
    }
    let records = OrganizationRecords(
      organization: organization, includesPaths: behaviour.includesPaths, stateFields: behaviour.stateFields,
      time: behaviour.timestampStyle.spelled)
    if request.operation == "DescribeEffectivePolicy" {
      return .json(
        try effectivePolicies.answer(to: input, caller: caller, in: organization, records: records, now: now))
    }
    return .json(
      try OrganizationsOperations(
        organization: organization, records: records, operation: request.operation, input: input,
        behaviour: behaviour
      ).answer())
  }

  private mutating func httpDate(at date: Date) -> String {
    let second = Int(date.timeIntervalSince1970.rounded(.down))
    if dateHeader.second != second { dateHeader = (second, CivilTime(date).httpDate) }
    return dateHeader.text
  }
}

extension SimulatorBehaviour.TimestampStyle {
  /// Epoch seconds with at most three decimals.
  func spelled(_ date: Date) -> JSONValue {
    let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded())
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000)
    switch self {
    case .decimal: return .number(rest == 0 ? String(seconds) : String(Double(milliseconds) / 1000))
    case .exponent:
      let digits = String(milliseconds)
      return .number("\(digits.prefix(1)).\(digits.dropFirst())E\(digits.utf8.count - 4)")
    }
  }
}
