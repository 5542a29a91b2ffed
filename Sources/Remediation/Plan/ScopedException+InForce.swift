package import OrganizationModel
import PolicyLanguage

extension ScopedException {
  /// The opt-ins of single services that are in force: by a policy on a node, for at least one active account below it.
  /// Sorted; where a node contains another with the same service, only the upper one.
  package static func inForce(in posture: OrganizationPosture) -> [ScopedException] {
    let snapshot = posture.snapshot
    let tree = PolicyTree(of: snapshot)
    var found: Set<ScopedException> = []
    for attachment in snapshot.attachments {
      guard let text = snapshot.policies.first(where: { $0.id == attachment.policy })?.content.value,
        let document = try? PolicyDocument(parsing: text)
      else { continue }
      for statement in document.services.statements
      where statement.setting?.assignment?.value == .optIn && statement.service != EffectivePolicy.defaultKey
      {
        let isInForce = posture.accounts.contains { account in
          account.account.isActive && account.optedInServices.contains(statement.service)
            && (account.path + [.account(account.account.id)]).contains(attachment.node)
        }
        if isInForce { found.insert(ScopedException(service: statement.service, node: attachment.node)) }
      }
    }
    return found.filter { exception in
      let above = tree.path(to: exception.node).dropLast()
      return !above.contains { found.contains(ScopedException(service: exception.service, node: $0)) }
    }.sorted()
  }
}
