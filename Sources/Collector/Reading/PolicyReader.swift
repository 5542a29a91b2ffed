import OrganizationModel
import OrganizationsAPI

/// Reads the policies of one type with their texts and the nodes they are attached to.
struct PolicyReader {
  let api: any OrganizationsReading
  let type: String
  let width: Int

  struct Policies: Sendable {
    var policies: [Policy] = []
    var attachments: [Attachment] = []
    var targetsUnread: [PolicyID: String] = [:]
    /// Why there is no list of policies at all.
    var listUnread: String?
    var unread: [UnreadSubject] = []
    var fatal: OperationFailure?
  }

  func read() async -> Policies {
    var result = Policies()
    let summaries: [PolicySummary]
    let (api, type) = (api, self.type)
    let listed = await attempt { () async throws(OperationFailure) in try await api.listPolicies(type: type) }
    switch listed {
    case .failure(let failure):
      result.note(failure)
      result.listUnread = "the policies could not be listed: \(failure.reason)"
      return result
    case .success(let list): summaries = list
    }
    let identified = summaries.compactMap { summary in PolicyID(summary.id).map { ($0, summary) } }
    let unusable = summaries.filter { PolicyID($0.id) == nil }
      .map { UnreadSubject.badIdentifier($0.id, in: "ListPolicies \(type)") }
    result.unread += unusable
    // A policy that cannot be asked about may be attached anywhere.
    result.listUnread = unusable.first.map { "the list of policies is not usable: \($0.reason)" }
    async let contents = Self.contents(of: identified.map(\.0), api: api, width: width)
    async let targets = Self.targets(of: identified.map(\.0), api: api, width: width)
    for ((id, summary), content) in zip(identified, await contents) {
      result.policies.append(Self.policy(id, summary, content))
      if case .failure(let failure) = content { result.note(failure) }
    }
    result.add(await targets)
    result.policies.sort { $0.id < $1.id }
    return result
  }

  private static func contents(
    of policies: [PolicyID], api: any OrganizationsReading, width: Int
  ) async -> [Result<PolicyDescription, OperationFailure>] {
    await policies.concurrentMap(width: width) { id in
      await attempt { () async throws(OperationFailure) in
        let answer = try await api.describePolicy(id: id.rawValue)
        guard answer.summary.id == id.rawValue else {
          throw OperationFailure(
            operation: "DescribePolicy", target: id.rawValue, code: "OtherPolicy",
            message: "the answer is about \(answer.summary.id.prefix(80).debugDescription)",
            kind: .malformedAnswer("the answer is about another policy"))
        }
        return answer
      }
    }
  }

  /// The nodes that each policy is attached to now.
  static func targets(
    of policies: [PolicyID], api: any OrganizationsReading, width: Int
  ) async -> [(PolicyID, Result<[PolicyTarget], OperationFailure>)] {
    await policies.concurrentMap(width: width) { id in
      (
        id,
        await attempt { () async throws(OperationFailure) in try await api.listTargets(policy: id.rawValue) }
      )
    }
  }

  private static func policy(
    _ id: PolicyID, _ summary: PolicySummary, _ content: Result<PolicyDescription, OperationFailure>
  ) -> Policy {
    Policy(
      id: id, arn: summary.arn, name: summary.name,
      description: summary.description.isEmpty ? nil : summary.description,
      isAWSManaged: summary.awsManaged,
      content: content.answer(\.content))
  }
}

extension PolicyReader.Policies {
  mutating func note(_ failure: OperationFailure) {
    unread.append(failure.unread)
    if failure.isAboutCredential { fatal = fatal ?? failure }
  }

  mutating func add(_ targets: [(PolicyID, Result<[PolicyTarget], OperationFailure>)]) {
    for (id, answer) in targets {
      switch answer {
      case .failure(let failure):
        note(failure)
        targetsUnread[id] = failure.reason
      case .success(let list):
        for target in list {
          guard let node = NodeID(target.id) else {
            unread.append(.badIdentifier(target.id, in: "ListTargetsForPolicy \(id)"))
            targetsUnread[id] = "it names \(target.id.prefix(80).debugDescription), which is not an id"
            continue
          }
          attachments.append(Attachment(policy: id, node: node))
        }
      }
    }
    attachments = Set(attachments).sorted()
  }
}

extension Result where Failure == OperationFailure {
  /// As the model keeps it: the value, or the reason why there is none.
  func answer<Value: Hashable & Sendable>(_ value: (Success) -> Value) -> Answer<Value> {
    switch self {
    case .success(let success): .known(value(success))
    case .failure(let failure): .unread(reason: failure.reason)
    }
  }
}
