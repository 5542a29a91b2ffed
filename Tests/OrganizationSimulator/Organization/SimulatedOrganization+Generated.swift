import Foundation

extension SimulatedOrganization {
  /// A made-up organization of the wanted size; the same arguments give the same organization.
  ///
  /// Ids have the form that AWS gives. OUs lie up to five levels deep, the depth that AWS permits. The first
  /// policy is attached at the root, further ones at OUs and, one in three, at accounts, never more than five
  /// on a node; with four policies or more the last one stays unattached.
  ///
  /// - Parameter accounts: at least 1, because the management account counts.
  package static func generated(
    accounts: Int, organizationalUnits: Int, policies: Int, seed: UInt64
  ) -> SimulatedOrganization {
    var generator = OrganizationGenerator(seed: seed)
    return generator.organization(accounts: max(1, accounts), units: organizationalUnits, policies: policies)
  }
}

private struct OrganizationGenerator {
  private var random: SplitMix64
  private static let teams = [
    "payments", "search", "logistics", "identity", "data-lake", "web-shop", "billing", "claims", "fraud",
    "mobile",
    "analytics", "platform", "research", "support", "catalogue", "pricing", "crm", "warehouse", "marketing",
    "iot",
  ]
  private static let stages = ["prod", "staging", "test", "dev", "sandbox"]
  private static let topUnits = [
    "Security", "Infrastructure", "Workloads", "Sandbox", "Policy Staging", "Suspended", "Exceptions",
    "Deployments",
  ]
  private static let services = [
    "lex", "polly", "rekognition", "comprehend", "transcribe", "translate", "q", "textract",
  ]

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func organization(accounts: Int, units: Int, policies: Int) -> SimulatedOrganization {
    let rootSuffix = random.identifier(length: 4)
    var usedIDs: Set<String> = []
    let management = unused(&usedIDs) { $0.digits(12) }
    var organization = SimulatedOrganization(
      id: "o-\(random.identifier(length: 10))", managementAccountID: management,
      root: .init(
        id: "r-\(rootSuffix)", name: "Root",
        policyTypes: [.init(type: SimulatedOrganization.optOutPolicyType, status: .enabled)]))
    let parents = addUnits(units, rootSuffix: rootSuffix, to: &organization)
    add(
      SimulatedAccount(id: management, name: "Management", parentID: organization.root.id), to: &organization)
    for index in 1..<max(accounts, 1) {
      let id = unused(&usedIDs) { $0.digits(12) }
      add(account(id: id, index: index, parents: parents), to: &organization)
    }
    addPolicies(policies, parents: parents, to: &organization)
    return organization
  }

  /// Answers every place for accounts: the OUs, or the root when there are none.
  private mutating func addUnits(
    _ count: Int, rootSuffix: String, to organization: inout SimulatedOrganization
  ) -> [String] {
    var parents: [(id: String, depth: Int)] = []
    var usedIDs: Set<String> = []
    for index in 0..<max(count, 0) {
      let id = "ou-\(rootSuffix)-" + unused(&usedIDs) { $0.identifier(length: 8) }
      let isTop = index < min(Self.topUnits.count, (count + 2) / 3)
      let below = isTop ? [] : parents.filter { $0.depth < 5 }
      let parent = below.isEmpty ? (id: organization.root.id, depth: 0) : random.element(of: below)
      let name = isTop ? Self.topUnits[index] : "\(random.element(of: Self.teams))-\(index)"
      organization.organizationalUnits[id] = .init(id: id, name: name, parentID: parent.id)
      organization.childUnitIDs[parent.id, default: []].append(id)
      parents.append((id, parent.depth + 1))
    }
    return parents.isEmpty ? [organization.root.id] : parents.map(\.id)
  }

  private mutating func account(id: String, index: Int, parents: [String]) -> SimulatedAccount {
    let name = "\(random.element(of: Self.teams))-\(random.element(of: Self.stages))-\(index)"
    var account = SimulatedAccount(id: id, name: name, parentID: random.element(of: parents))
    account.email = "aws+\(name)@example.com"
    account.joinedMethod = random.next() % 8 == 0 ? .invited : .created
    account.joinedAt = Date(timeIntervalSince1970: 1_546_300_800 + Double(random.next() % 200_000_000))
    account.effectivePolicyUpdatedAt = Date(
      timeIntervalSince1970: 1_746_057_600 + Double(random.next() % 20_000_000_000) / 1000)
    if random.next() % 40 == 0 { account.state = .closed }
    return account
  }

  private func add(_ account: SimulatedAccount, to organization: inout SimulatedOrganization) {
    organization.accounts[account.id] = account
    organization.accountIDs.append(account.id)
    organization.childAccountIDs[account.parentID, default: []].append(account.id)
  }

  private mutating func addPolicies(
    _ count: Int, parents: [String], to organization: inout SimulatedOrganization
  ) {
    var usedIDs: Set<String> = []
    for index in 0..<max(count, 0) {
      let id = "p-" + unused(&usedIDs) { $0.identifier(length: 10) }
      let name = index == 0 ? "AI opt-out for everyone" : "AI opt-out variant \(index)"
      organization.policies[id] = .init(id: id, name: name, content: content(index: index))
      organization.policyIDs.append(id)
      if index == 0 {
        organization.attachments[organization.root.id] = [id]
      } else if count < 4 || index < count - 1 {
        let places = index % 3 == 0 ? organization.accountIDs : parents
        for _ in 0..<3 { attach(id, to: random.element(of: places), in: &organization) }
      }
    }
  }

  private func attach(_ policy: String, to node: String, in organization: inout SimulatedOrganization) {
    let attached = organization.attachments[node, default: []]
    guard attached.count < 5, !attached.contains(policy) else { return }
    organization.attachments[node] = attached + [policy]
  }

  /// The first policy opts everything out and leaves room below; the variants set one service, some with a
  /// lock.
  private mutating func content(index: Int) -> String {
    guard index > 0 else {
      return #"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#
    }
    let service = random.element(of: Self.services)
    let value = random.next() % 3 == 0 ? "optIn" : "optOut"
    let lock = random.next() % 2 == 0 ? #""@@operators_allowed_for_child_policies":["@@none"],"# : ""
    return #"{"services":{"\#(service)":{"opt_out_policy":{\#(lock)"@@assign":"\#(value)"}}}}"#
  }

  private mutating func unused(_ used: inout Set<String>, _ make: (inout SplitMix64) -> String) -> String {
    while true {
      let id = make(&random)
      if used.insert(id).inserted { return id }
    }
  }
}
