import OrganizationModel
import PolicyLanguage

/// A policy attached to the root assigns `default` optOut, so that every account inherits it:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html>.
struct RootPolicyOptsOutDefault: Check {
  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    let snapshot = evidence.snapshot
    guard case .known(let root) = snapshot.root else {
      return Assessment(
        .notAssessed(reason: "the root could not be read: \(snapshot.root.reason ?? "no reason is known")"),
        evidence: [evidence.dating])
    }
    // Disabling the type detaches every policy of it, whatever a listing still shows:
    // https://docs.aws.amazon.com/organizations/latest/userguide/disable-policy-type.html
    guard snapshot.isPolicyTypeEnabled == true else {
      return Assessment(
        .failed(reason: "the policy type is not enabled, so no attachment to root \(root.id) is in force"),
        evidence: [evidence.dating])
    }
    let attached = RootAttachments(of: snapshot, root: root.id)
    let facts = [evidence.dating] + attached.sentences
    let optOut = attached.policies(assigning: .optOut)
    let optIn = attached.policies(assigning: .optIn)
    if !optOut.isEmpty, !optIn.isEmpty {
      return Assessment(
        .notAssessed(
          reason:
            "policies on root \(root.id) assign \"default\" both optOut (\(optOut.joined(separator: ", "))) "
            + "and optIn (\(optIn.joined(separator: ", "))); the one attached first decides, "
            + "and AWS does not tell which that was"),
        evidence: facts)
    }
    if !optOut.isEmpty { return Assessment(.passed, evidence: facts) }
    if let reason = attached.undecided {
      return Assessment(
        .notAssessed(reason: "no policy read on root \(root.id) assigns \"default\" optOut, and \(reason)"),
        evidence: facts)
    }
    return Assessment(
      .failed(reason: "no policy attached to root \(root.id) assigns \"default\" optOut"), evidence: facts)
  }
}

/// What the policies attached to the root say about `default`.
private struct RootAttachments {
  private enum Content {
    case assigns(OptOutValue?)
    case unreadable(reason: String)
  }

  private let root: RootID
  private var contents: [(policy: String, content: Content)] = []
  /// Why policies may be attached that are not among `contents`.
  private var unlisted: String?

  init(of snapshot: Snapshot, root: RootID) {
    self.root = root
    unlisted =
      snapshot.policiesUnread.map { "the list of policies could not be read: \($0)" }
      ?? snapshot.targetsUnread.min { $0.key < $1.key }.map {
        "it could not be read where policy \($0.key) is attached: \($0.value)"
      }
    for attachment in snapshot.attachments where attachment.node == .root(root) {
      let policy = snapshot.policies.first { $0.id == attachment.policy }
      contents.append((Self.name(policy, id: attachment.policy), Self.content(of: policy)))
    }
  }

  /// Names and ids of the policies that assign `value` to `default`.
  func policies(assigning value: OptOutValue) -> [String] {
    contents.compactMap { entry in
      guard case .assigns(value) = entry.content else { return nil }
      return entry.policy
    }
  }

  /// What could not be read although it could hold the opt-out; nil when everything was read.
  var undecided: String? {
    for entry in contents {
      if case .unreadable(let reason) = entry.content {
        return "policy \(entry.policy) there could not be read: \(reason)"
      }
    }
    return unlisted
  }

  var sentences: [String] {
    guard !contents.isEmpty else { return ["No policy is known to be attached to root \(root)"] }
    return contents.map { entry in
      let subject = "Policy \(entry.policy) is attached to root \(root)"
      return switch entry.content {
      case .assigns(let value?): "\(subject) and assigns \"default\" \(value.rawValue)"
      case .assigns(nil): "\(subject) and assigns \"default\" nothing"
      case .unreadable(let reason): "\(subject) and could not be read: \(reason)"
      }
    }
  }

  private static func name(_ policy: Policy?, id: PolicyID) -> String {
    guard let policy, !policy.name.isEmpty else { return id.rawValue }
    return "\(policy.name) (\(id))"
  }

  private static func content(of policy: Policy?) -> Content {
    guard let policy else { return .unreadable(reason: "it is attached but not listed") }
    switch policy.content {
    case .unread(let reason): return .unreadable(reason: reason)
    case .known(let text):
      do {
        let document = try PolicyDocument(parsing: text)
        let statement = document.services.statements.first { $0.service == EffectivePolicy.defaultKey }
        return .assigns(statement?.setting?.assignment?.value)
      } catch {
        return .unreadable(reason: "its text does not parse (\(error))")
      }
    }
  }
}
