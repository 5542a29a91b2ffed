package import OrganizationModel
package import OrganizationsAPI

/// Why a collect ended without a snapshot. Whatever leaves a meaningful snapshot is noted in it instead.
package enum CollectError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The caller's account is in no organization.
  case notInOrganization(OperationFailure)
  /// A member account called, which may read only its own effective policy; `ownPolicy` says what that is.
  case calledFromMember(account: String, managementAccount: String, ownPolicy: String)
  /// A question failed without whose answer nothing can be said.
  case essentialAnswerMissing(OperationFailure)
  /// The credential stopped working on the way.
  case credentialFailed(OperationFailure)
  /// An answer names something that is not an id of its kind.
  case malformedIdentifier(what: String, found: String)
  /// Answers of two organizations lie in one folder.
  case mixedOrganizations(file: String, found: String, expected: OrganizationID)
  case interrupted

  package var description: String {
    switch self {
    case .notInOrganization(let failure):
      "this account is in no organization, so there is nothing to collect and nothing was sealed (\(failure.code)); "
        + "to create one with the opt-out in place: optout-audit remediate --new"
    case .calledFromMember(let account, let management, let ownPolicy):
      "account \(account) is a member, and only the management account \(management) or a delegated administrator "
        + "may read the organization; nothing was sealed. What a member may read is its own effective policy: "
        + ownPolicy
    case .essentialAnswerMissing(let failure): "nothing can be said without this answer: \(failure)"
    case .credentialFailed(let failure): "the credential stopped working, nothing was sealed: \(failure)"
    case .malformedIdentifier(let what, let found): "\(found.debugDescription) is not the id of \(what)"
    case .mixedOrganizations(let file, let found, let expected):
      "\(file) is about organization \(found), but describe-organization is about \(expected); "
        + "use one folder for each organization"
    case .interrupted: "interrupted; nothing was sealed"
    }
  }
}
