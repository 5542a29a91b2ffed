import Foundation

/// Reads the text form of an organization; `SimulatedOrganization.init(tree:)` gives its grammar.
struct OrganizationTreeParser {
  private var organization: SimulatedOrganization?
  private var header:
    (id: String, management: String, features: SimulatedOrganization.FeatureSet, partition: String)?
  /// The nodes whose children may follow: from the root down to the last line's node.
  private var open: [(id: String, indentation: Int)] = []
  private var childIndentation: [String: Int] = [:]
  private var attachments: [(line: TreeLine, node: String, policy: String)] = []
  private var resourcePolicy: SimulatedOrganization.ResourcePolicy?
  private var policies: [SimulatedOrganization.Policy] = []
  private var services: [SimulatedOrganization.ServiceGrant] = []
  private static let epoch = Date(timeIntervalSince1970: 1_704_067_200)

  static func parse(_ text: String) throws(OrganizationTreeError) -> SimulatedOrganization {
    var parser = OrganizationTreeParser()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, text) in lines.enumerated() {
      guard var line = try TreeLine(text, number: index + 1) else { continue }
      try parser.read(&line)
    }
    return try parser.finished(lastLine: lines.count)
  }

  private mutating func read(_ line: inout TreeLine) throws(OrganizationTreeError) {
    let word = try line.word("an id")
    switch word {
    case "policy": try readPolicy(&line)
    case "resource-policy":
      let id = try Self.checked(line.word("the id of the resource policy"), prefix: "rp-", line)
      resourcePolicy = .init(id: id, content: try content(&line, unchecked: false))
    case "service": try readService(&line)
    case _ where word.hasPrefix("o-"): try readOrganization(word, &line)
    case _ where word.hasPrefix("r-"): try readRoot(word, &line)
    case _ where word.hasPrefix("ou-"): try readUnit(word, &line)
    case _ where word.utf8.count == 12 && word.utf8.allSatisfy { (0x30...0x39).contains($0) }:
      try readAccount(word, &line)
    default: throw line.error(.unknownStatement(word))
    }
    if !line.isAtEnd() { throw line.error(.unexpected(line.remainder())) }
  }

  private mutating func readOrganization(_ id: String, _ line: inout TreeLine) throws(OrganizationTreeError) {
    guard header == nil else { throw line.error(.duplicate("the organization")) }
    let attributes = try TreeAttributes(&line, known: ["management", "features", "partition"])
    guard let management = attributes["management"] else { throw line.error(.missing("management=ACCOUNT")) }
    let features = try attributes.choice(
      "features", SimulatedOrganization.FeatureSet.init, "ALL, CONSOLIDATED_BILLING")
    header = (id, management, features ?? .all, attributes["partition"] ?? "aws")
  }

  private mutating func readRoot(_ id: String, _ line: inout TreeLine) throws(OrganizationTreeError) {
    guard let header else {
      throw line.error(.missing("the line of the organization (o-... management=...) above"))
    }
    guard organization == nil else { throw line.error(.duplicate("the root")) }
    var root = SimulatedOrganization.Root(id: id, name: try line.word("the name of the root"))
    let attributes = try TreeAttributes(
      &line, known: ["enabled", "pending-enable", "pending-disable", "policies"])
    for (name, status) in [
      ("enabled", SimulatedOrganization.PolicyTypeStatus.enabled), ("pending-enable", .pendingEnable),
      ("pending-disable", .pendingDisable),
    ] {
      root.policyTypes += attributes.list(name).map { .init(type: $0, status: status) }
    }
    var organization = SimulatedOrganization(
      id: header.id, managementAccountID: header.management, root: root)
    organization.featureSet = header.features
    organization.partition = header.partition
    self.organization = organization
    open = [(id, line.indentation)]
    attach(attributes, to: id, line)
  }

  private mutating func readUnit(_ id: String, _ line: inout TreeLine) throws(OrganizationTreeError) {
    let parent = try parent(of: line)
    let name = try line.word("the name of the OU")
    let attributes = try TreeAttributes(&line, known: ["policies"])
    do throws(SimulatedChangeError) {
      try organization?.addOrganizationalUnit(.init(id: id, name: name, parentID: parent))
    } catch {
      throw line.error(.duplicate(id))
    }
    open.append((id, line.indentation))
    attach(attributes, to: id, line)
  }

  private mutating func readAccount(_ id: String, _ line: inout TreeLine) throws(OrganizationTreeError) {
    let parent = try parent(of: line)
    var account = SimulatedAccount(id: id, name: try line.word("the name of the account"), parentID: parent)
    let attributes = try TreeAttributes(
      &line,
      known: [
        "policies", "state", "joined", "method", "email", "updated", "invalid", "delegated",
        "delegated-since",
      ])
    account.state =
      try attributes.choice(
        "state", SimulatedAccount.State.init,
        SimulatedAccount.State.allCases.map(\.rawValue).joined(separator: ", "))
      ?? .active
    account.joinedMethod =
      try attributes.choice("method", SimulatedAccount.JoinedMethod.init, "CREATED, INVITED") ?? .created
    account.joinedAt = try attributes.time("joined") ?? account.joinedAt
    account.effectivePolicyUpdatedAt = try attributes.time("updated") ?? account.effectivePolicyUpdatedAt
    account.email = attributes["email"] ?? account.email
    account.hasInvalidEffectivePolicy = try attributes.flag("invalid")
    let since = try attributes.time("delegated-since") ?? Self.epoch
    account.delegatedServices = attributes.list("delegated").map { .init(principal: $0, since: since) }
    do throws(SimulatedChangeError) {
      try organization?.addAccount(account)
    } catch {
      throw line.error(.duplicate(id))
    }
    attach(attributes, to: id, line)
  }

  private mutating func readPolicy(_ line: inout TreeLine) throws(OrganizationTreeError) {
    let id = try Self.checked(line.word("the id of the policy"), prefix: "p-", line)
    guard !policies.contains(where: { $0.id == id }) else { throw line.error(.duplicate(id)) }
    let name = try line.word("the name of the policy")
    let attributes = try TreeAttributes(&line, known: ["type", "description", "aws-managed", "unchecked"])
    policies.append(
      .init(
        id: id, name: name, description: attributes["description"] ?? "",
        type: attributes["type"] ?? SimulatedOrganization.optOutPolicyType,
        isAWSManaged: try attributes.flag("aws-managed"),
        content: try content(&line, unchecked: attributes.flag("unchecked"))))
  }

  private mutating func readService(_ line: inout TreeLine) throws(OrganizationTreeError) {
    let principal = try line.word("the service principal")
    let attributes = try TreeAttributes(&line, known: ["since"])
    services.append(.init(principal: principal, since: try attributes.time("since") ?? Self.epoch))
  }

  private func content(_ line: inout TreeLine, unchecked: Bool) throws(OrganizationTreeError) -> String {
    let content = line.remainder()
    guard !content.isEmpty else { throw line.error(.missing("the JSON content")) }
    guard !unchecked else { return content }
    let document: JSONValue
    do throws(JSONSyntaxError) {
      document = try JSONParser.parse(content)
    } catch {
      throw line.error(.badContent(error.description))
    }
    guard document.members != nil else { throw line.error(.badContent("no JSON object")) }
    return content
  }

  /// Closes the nodes that the line is not below and answers the id of its parent.
  private mutating func parent(of line: TreeLine) throws(OrganizationTreeError) -> String {
    guard let root = open.first else { throw line.error(.missing("the line of the root (r-... NAME) above")) }
    guard line.indentation > root.indentation else { throw line.error(.indentation) }
    while let last = open.last, last.indentation >= line.indentation { open.removeLast() }
    guard let parent = open.last else { throw line.error(.indentation) }
    guard let known = childIndentation[parent.id] else {
      childIndentation[parent.id] = line.indentation
      return parent.id
    }
    guard known == line.indentation else { throw line.error(.indentation) }
    return parent.id
  }

  private mutating func attach(_ attributes: TreeAttributes, to node: String, _ line: TreeLine) {
    attachments += attributes.list("policies").map { (line, node, $0) }
  }

  private static func checked(
    _ id: String, prefix: String, _ line: TreeLine
  ) throws(OrganizationTreeError) -> String {
    guard id.hasPrefix(prefix) else {
      throw line.error(.badID(id, expected: "an id that begins with \(prefix)"))
    }
    return id
  }

  private func finished(lastLine: Int) throws(OrganizationTreeError) -> SimulatedOrganization {
    func missing(_ what: String) -> OrganizationTreeError { .init(line: lastLine, problem: .missing(what)) }
    guard header != nil else { throw missing("the line of the organization (o-... management=...)") }
    guard var organization else { throw missing("the line of the root (r-... NAME)") }
    guard organization.accounts[organization.managementAccountID] != nil else {
      throw missing("the line of the management account \(organization.managementAccountID)")
    }
    organization.resourcePolicy = resourcePolicy
    organization.trustedServices = services
    organization.policyIDs = policies.map(\.id)
    for policy in policies { organization.policies[policy.id] = policy }
    for (line, node, policy) in attachments {
      guard organization.policies[policy] != nil else { throw line.error(.unknownPolicy(policy)) }
      guard !organization.attachments[node, default: []].contains(policy) else {
        throw line.error(.duplicate(policy))
      }
      organization.attachments[node, default: []].append(policy)
    }
    return organization
  }
}
