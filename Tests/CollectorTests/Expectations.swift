import Foundation
import OrganizationModel
import OrganizationSimulator
import Testing

/// Expects `snapshot` to hold all that `organization` has, and nothing else.
func expect(
  _ snapshot: Snapshot, equals organization: SimulatedOrganization,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  func same<Value: Equatable>(_ left: Value, _ right: Value) {
    #expect(left == right, sourceLocation: sourceLocation)
  }
  same(snapshot.organization.id.rawValue, organization.id)
  same(snapshot.organization.featureSet, organization.featureSet.rawValue)
  same(snapshot.organization.managementAccount?.rawValue, organization.managementAccountID)
  same(snapshot.root.value?.id.rawValue, organization.root.id)
  same(snapshot.root.value?.name, organization.root.name)
  same(
    snapshot.root.value?.policyTypes,
    Dictionary(uniqueKeysWithValues: organization.root.policyTypes.map { ($0.type, $0.status.rawValue) }))
  same(
    snapshot.organizationalUnits.map { [$0.id.rawValue, $0.name, $0.parent.rawValue] },
    organization.organizationalUnits.values.sorted { $0.id < $1.id }.map { [$0.id, $0.name, $0.parentID] })
  let accounts = organization.accounts.values.sorted { $0.id < $1.id }
  same(
    snapshot.accounts.map { [$0.id.rawValue, $0.name, $0.state, $0.parent?.rawValue, $0.joinedMethod] },
    accounts.map { [$0.id, $0.name, $0.state.rawValue, $0.parentID, $0.joinedMethod.rawValue] })
  same(snapshot.accounts.map(\.joinedAt), accounts.map { Timestamp($0.joinedAt) })
  let policies = organization.policies.values.sorted { $0.id < $1.id }
  same(
    snapshot.policies.map { [$0.id.rawValue, $0.name, $0.content.value, $0.description ?? ""] },
    policies.map { [$0.id, $0.name, $0.content, $0.description] })
  same(
    Set(snapshot.attachments.map { [$0.node.rawValue, $0.policy.rawValue] }),
    Set(organization.attachments.flatMap { node, policies in policies.map { [node, $0] } }))
  same(snapshot.attachments, snapshot.attachments.sorted())
  same(snapshot.delegation.resourcePolicy.value, .some(organization.resourcePolicy?.content))
  same(
    snapshot.trustedServices.value?.flatMap { $0 }, organization.trustedServices.map(\.principal).sorted())
}

/// Expects two snapshots to tell the same, part by part so that a failure names the part.
func expect(
  _ left: Snapshot, tellsTheSameAs right: Snapshot, sourceLocation: SourceLocation = #_sourceLocation
) {
  func same<Value: Equatable>(_ part: KeyPath<Snapshot, Value>) {
    #expect(left[keyPath: part] == right[keyPath: part], sourceLocation: sourceLocation)
  }
  same(\.organization)
  same(\.root)
  same(\.organizationalUnits)
  same(\.accounts)
  same(\.policies)
  same(\.policiesUnread)
  same(\.attachments)
  same(\.targetsUnread)
  same(\.delegation)
  same(\.invalidEffectivePolicies)
  same(\.trustedServices)
  same(\.serviceControlPolicies)
  same(\.mismatches)
  same(\.unread)
  same(\.movedWhileReading)
  #expect(left.effectivePolicies.keys == right.effectivePolicies.keys, sourceLocation: sourceLocation)
  for (account, answer) in left.effectivePolicies {
    guard case .reported(let one) = answer, case .reported(let other)? = right.effectivePolicies[account]
    else {
      #expect(answer == right.effectivePolicies[account], sourceLocation: sourceLocation)
      continue
    }
    #expect(one.text == other.text, sourceLocation: sourceLocation)
    // Fractions of a second come as binary numbers from the service and as decimal ones from the AWS CLI.
    let times = (one.lastUpdated?.milliseconds ?? 0, other.lastUpdated?.milliseconds ?? 0)
    #expect(abs(times.0 - times.1) <= 1, sourceLocation: sourceLocation)
  }
}
