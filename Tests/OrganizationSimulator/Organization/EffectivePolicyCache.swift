/// The effective policies of one state of an organization, each worked out when first asked for.
///
/// Accounts without policies of their own share the answer of their OU, so that 50,000 accounts cost no more
/// than the OUs they are in. The cache belongs to one state of the organization: after a change a new one is
/// made.
struct EffectivePolicyCache: Sendable {
  private var oracles: [String: EffectivePolicyOracle] = [:]
  private var texts: [String: String] = [:]

  /// The JSON text of the effective policy of the account or OU.
  mutating func text(for node: String, in organization: SimulatedOrganization) -> String {
    if let text = texts[node] { return text }
    let text: String
    if organization.attachments[node] == nil, let parent = organization.parent(of: node) {
      text = self.text(for: parent, in: organization)
    } else {
      text = oracle(for: node, in: organization).document.text
    }
    texts[node] = text
    return text
  }

  private mutating func oracle(for node: String, in organization: SimulatedOrganization)
    -> EffectivePolicyOracle
  {
    if let oracle = oracles[node] { return oracle }
    var oracle = EffectivePolicyOracle()
    if let parent = organization.parent(of: node) {
      oracle = self.oracle(for: parent, in: organization)
    }
    let documents = organization.policies(attachedTo: node)
      .filter { $0.type == SimulatedOrganization.optOutPolicyType }
      .compactMap { try? JSONParser.parse($0.content) }
    oracle.descend(through: documents)
    oracles[node] = oracle
    return oracle
  }
}
