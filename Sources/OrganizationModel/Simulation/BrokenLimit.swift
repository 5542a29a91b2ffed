package import PolicyLanguage

/// Something because of which AWS would refuse a change.
package struct BrokenLimit: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// More than five AI services opt-out policies on one node.
    case policiesPerNode
    /// More than 1,000 AI services opt-out policies in the organization.
    case policiesPerOrganization
    /// More than 2,500 characters.
    case policySize
    /// AWS would not save the text, so the simulation leaves the change out.
    case malformedPolicy
    /// A policy is attached while its type is not enabled.
    case policyTypeNotEnabled
  }

  package var kind: Kind
  /// The id of a node or a policy, or the name of a draft.
  package var subject: String
  /// A sentence without its full stop: what was found, what AWS allows.
  package var message: String

  package init(kind: Kind, subject: String, message: String) {
    self.kind = kind
    self.subject = subject
    self.message = message
  }
}

/// What AWS says to the text of an AI services opt-out policy.
///
/// Limits: <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>. Syntax:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html>. There is no
/// call that checks a text without saving it.
package struct PolicyAdmission: Hashable, Sendable {
  package static let sizeLimit = 2_500

  /// How long the text is as the API and the CLI count it, white space included. The console drops white space.
  package var characters: Int
  /// Why AWS would reject the text, each as a clause with its position; empty when nothing speaks against it.
  package var rejections: [String] = []
  /// Service keys that this version does not know. AWS rejects keys that it does not know either.
  package var unknownServices: [String] = []

  package init(of text: String, catalogue: ServiceCatalogue = .builtIn) {
    characters = text.unicodeScalars.count
    let document: PolicyDocument
    var strayOperators: Set<SourcePosition> = []
    do {
      let root = try JSONParser.parse(text)
      document = try PolicyDocument(reading: root)
      // AWS saves operators beside "services", where they do nothing.
      strayOperators = Set((root.members ?? []).filter { $0.key.hasPrefix("@@") }.map(\.position))
    } catch {
      rejections = ["\(error)"]
      return
    }
    rejections = document.irregularities.filter { !strayOperators.contains($0.position) }.map {
      "\($0.position): \($0.message)"
    }
    for statement in document.services.statements where !catalogue.contains(statement.service) {
      let folded = statement.service.lowercased().filter { !$0.isWhitespace }
      if folded.isEmpty || catalogue.contains(folded) || !folded.contains(where: \.isLetter) {
        rejections.append("\(statement.position): \"\(statement.service)\" is not a service key")
      } else {
        unknownServices.append(statement.service)
      }
    }
  }

  package var isAccepted: Bool { rejections.isEmpty }
}
