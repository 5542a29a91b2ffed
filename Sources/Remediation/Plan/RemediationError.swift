package import OrganizationModel

/// Why no plan or no file can be made.
package enum RemediationError: Error, Hashable, Sendable, CustomStringConvertible {
  case rootUnread(reason: String)
  case policiesUnread(reason: String)
  case exceptionForDefault
  case unknownService(String, suggestion: String?)
  case unknownNode(NodeID)
  case nestedException(service: String, NodeID, inside: NodeID)
  case policyTooLong(characters: Int, services: Int)
  case contradiction(String)
  /// Terraform's organization resource switches off what it is not told of.
  case organizationNotRead(what: String, reason: String)
  case needsOrganization(String)
  case template(String)

  package var description: String {
    switch self {
    case .rootUnread(let reason):
      "the root of the organization could not be read (\(reason)), so nothing can be planned; collect again"
    case .policiesUnread(let reason):
      "the policies could not be read (\(reason)), so nothing can be planned; collect again, or write everything anew with --new"
    case .exceptionForDefault:
      "\"default\" cannot be an exception: it stands for all services; name one service"
    case .unknownService(let service, let suggestion):
      "\"\(service)\" is no service key that this version knows"
        + (suggestion.map { "; did you mean \"\($0)\"?" } ?? "; optout-audit services lists them")
    case .unknownNode(let node): "\(node) is not in the snapshot"
    case .nestedException(let service, let node, let outer):
      "\"\(service)\" is an exception on \(outer) already, which contains \(node); name only one of them"
    case .policyTooLong(let characters, let services):
      "the policy would have \(characters) characters with its \(services) exceptions and AWS takes 2,500; "
        + "give fewer services to --except"
    case .contradiction(let why): "the plan contradicts the snapshot (\(why)); collect again"
    case .organizationNotRead(let what, let reason):
      "--manage-organization is refused: \(what) could not be read (\(reason)), and Terraform would switch off "
        + "what it is not told of; collect again with the permissions of iam-policy"
    case .needsOrganization(let what): "\(what) needs a snapshot; leave out --new"
    case .template(let problem): "a built-in template is broken: \(problem)"
    }
  }
}
