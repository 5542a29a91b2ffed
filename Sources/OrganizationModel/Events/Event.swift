/// A CloudTrail record of a write call to AWS Organizations, reduced to what reports use; never an access key's id.
///
/// Record contents:
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>.
package struct Event: Hashable, Sendable, Codable {
  /// CloudTrail's `eventID`.
  package var id: String
  /// `eventName`: `AttachPolicy`, `MoveAccount`, ...
  package var name: String
  /// `eventTime`, by the second.
  package var time: Timestamp
  /// The account in whose trail the record is: the one that made the call. Nil when the record does not say.
  package var trailAccount: AccountID?
  package var actor: EventActor
  /// `sourceIPAddress`: an address, or an AWS service's name.
  package var sourceAddress: String?
  /// `errorCode`. An event with one changed nothing.
  package var errorCode: String?
  /// What was changed, by the parameter's name as CloudTrail writes it, flattened: `policyId`, `targetId`, `rootId`,
  /// `policyType`, `accountId`, `sourceParentId`, `destinationParentId`, `organizationalUnitId`, `parentId`, `name`,
  /// `description`, `content` (of opt-out and resource policies only), `servicePrincipal`, `accountName`. Ids that
  /// only the answer names (a created policy, OU or account) stand under the same names. Absent ones are absent.
  package var details: [String: String]

  package init(
    id: String, name: String, time: Timestamp, trailAccount: AccountID?, actor: EventActor,
    sourceAddress: String? = nil, errorCode: String? = nil, details: [String: String]
  ) {
    self.id = id
    self.name = name
    self.time = time
    self.trailAccount = trailAccount
    self.actor = actor
    self.sourceAddress = sourceAddress
    self.errorCode = errorCode
    self.details = details
  }

  package var changedSomething: Bool { errorCode == nil }

  /// Every event name that can change the answer for an organization, as CloudTrail spells them, sorted.
  /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html>.
  package static let writeNames: [String] = [
    "AcceptHandshake", "AttachPolicy", "CloseAccount", "CloseAccountResult", "CreateAccount",
    "CreateAccountResult", "CreateOrganization", "CreateOrganizationalUnit", "CreatePolicy",
    "DeleteOrganization", "DeleteOrganizationalUnit", "DeletePolicy", "DeleteResourcePolicy",
    "DeregisterDelegatedAdministrator", "DetachPolicy", "DisablePolicyType", "EnableAllFeatures",
    "EnablePolicyType", "LeaveOrganization", "MoveAccount", "PutResourcePolicy",
    "RegisterDelegatedAdministrator", "RemoveAccountFromOrganization", "UpdateOrganizationalUnit",
    "UpdatePolicy",
  ]
}

/// Who made a call.
package struct EventActor: Hashable, Sendable, Codable {
  /// `userIdentity.arn`; nil for an AWS service.
  package var arn: String?
  /// `userIdentity.type`: `AssumedRole`, `IAMUser`, `Root`, `AWSService`, ...
  package var type: String?
  /// ARN of the role whose session it was: `sessionContext.sessionIssuer.arn`.
  package var role: String?
  /// The AWS service that called for somebody: `invokedBy`.
  package var invokedBy: String?

  package init(arn: String?, type: String?, role: String? = nil, invokedBy: String? = nil) {
    self.arn = arn
    self.type = type
    self.role = role
    self.invokedBy = invokedBy
  }

  /// What reports print: the ARN, else the service, else the type, else "unknown".
  package var text: String { arn ?? invokedBy ?? type ?? "unknown" }
}

/// A span of one account's trail that was read whole, so that a change which it does not hold did not happen there.
package struct EventCoverage: Hashable, Sendable, Codable {
  /// Whose trail was read.
  package var account: AccountID
  package var from: Timestamp
  package var to: Timestamp

  package init(account: AccountID, from: Timestamp, to: Timestamp) {
    self.account = account
    self.from = from
    self.to = to
  }
}
