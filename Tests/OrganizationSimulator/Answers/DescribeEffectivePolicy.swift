import Foundation

/// The operation `DescribeEffectivePolicy`, with the delay after which AWS publishes a change.
///
/// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeEffectivePolicy.html
struct DescribeEffectivePolicy: Sendable {
  /// What is served although it has been changed since.
  private struct Outdated {
    let organization: SimulatedOrganization
    var cache: EffectivePolicyCache
    var callsLeft: Int?
    var until: Date?
  }

  private var cache = EffectivePolicyCache()
  private var outdated: Outdated?

  /// Begins a publication delay, or begins it again while one is under way: the content from before the first
  /// change stays.
  mutating func organizationChanges(from old: SimulatedOrganization, behaviour: SimulatorBehaviour) {
    if let delay = behaviour.publicationDelay {
      var entry = outdated ?? Outdated(organization: old, cache: cache)
      switch delay {
      case .calls(let count):
        entry.callsLeft = count
        entry.until = nil
      case .time(let seconds):
        entry.callsLeft = nil
        entry.until = behaviour.clock().addingTimeInterval(seconds)
      }
      outdated = entry
    } else {
      outdated = nil
    }
    cache = EffectivePolicyCache()
  }

  mutating func answer(
    to input: JSONValue, caller: String, in organization: SimulatedOrganization, records: OrganizationRecords,
    now: Date
  ) throws(AWSError) -> JSONValue {
    guard let type = input["PolicyType"]?.string else {
      throw .invalidInput("INPUT_REQUIRED", "You must include a value for PolicyType.")
    }
    // Service and resource control policies have no effective policy.
    guard type.hasSuffix("_POLICY") || type == "DECLARATIVE_POLICY_EC2",
      !["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"].contains(type)
    else { throw .invalidInput("INVALID_ENUM_POLICY_TYPE", "You specified an invalid policy type.") }
    let target = input["TargetId"]?.string ?? caller
    if target != caller, !organization.mayRead(caller) { throw .accessDenied() }
    switch organization.kind(of: target) {
    case .account: break
    case .root, .organizationalUnit:
      throw .invalidInput(
        "TARGET_NOT_SUPPORTED", "You can't perform the specified operation on that target entity.")
    case nil: throw OrganizationsOperations.targetNotFound
    }
    guard let account = organization.accounts[target] else { throw OrganizationsOperations.targetNotFound }
    guard organization.isEnabled(type) else { throw Self.notFound }
    let content =
      type == SimulatedOrganization.optOutPolicyType
      ? publishedText(for: target, in: organization, now: now) : "{}"
    if content == "{}", !organization.mayRead(caller) { throw Self.notFound }
    return ["EffectivePolicy": records.effectivePolicy(content, of: account, type: type)]
  }

  private mutating func publishedText(
    for account: String, in organization: SimulatedOrganization, now: Date
  ) -> String {
    if let until = outdated?.until, now >= until { outdated = nil }
    if let left = outdated?.callsLeft {
      if left <= 0 { outdated = nil } else { outdated?.callsLeft = left - 1 }
    }
    if let old = outdated?.organization, old.accounts[account] != nil {
      return outdated?.cache.text(for: account, in: old) ?? "{}"
    }
    return cache.text(for: account, in: organization)
  }

  static var notFound: AWSError {
    .notFound(
      "EffectivePolicy",
      "If you ran this action on the management account, this policy type is not enabled. "
        + "If you ran the action on a member account, the account doesn't have an effective policy of this type."
    )
  }
}

extension SimulatedOrganization {
  /// Whether the account may call the operations that are kept for the management account and delegated
  /// administrators.
  func mayRead(_ account: String) -> Bool {
    account == managementAccountID || accounts[account]?.delegatedServices.isEmpty == false
  }
}
