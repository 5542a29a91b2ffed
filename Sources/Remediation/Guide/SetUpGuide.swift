package import OrganizationModel

/// Which form suits which set-up, for an organization where the snapshot tells.
package struct SetUpGuide: Sendable {
  /// A way to do it, with what speaks for it here.
  package struct Way: Sendable {
    package var setUp: String
    package var forms: [RemediationForm]
    package var why: String
    /// What the snapshot shows; nil when it cannot tell.
    package var fits: Bool?
    package var evidence: String
  }

  package var ways: [Way]
  /// The way to take.
  package var recommended: Way
  /// What speaks for it, as a clause.
  package var reason: String

  /// - Parameter posture: nil without a snapshot.
  package init(for posture: OrganizationPosture?) {
    let signs = SetUpSigns(of: posture?.snapshot)
    let single = Way(
      setUp: "a single account, or a few by hand", forms: [.cli],
      why:
        "one script: it makes the organization where there is none, and shows everything before it does it",
      fits: signs.accounts.map { $0 <= 1 },
      evidence: signs.accounts.map { "\($0) active account\($0 == 1 ? "" : "s")" } ?? "no snapshot")
    let controlTower = Way(
      setUp: "AWS Control Tower", forms: [.controlTower, .cli],
      why:
        "Control Tower does not manage these policies, so one stack in the management account does; a StackSet to "
        + "members is the wrong tool",
      fits: signs.has("controltower.amazonaws.com"), evidence: signs.phrase("controltower.amazonaws.com"))
    let accelerator = Way(
      setUp: "Landing Zone Accelerator", forms: [.lza],
      why:
        "it has no such policies of its own; a customization for the management account only, or a pipeline step "
        + "after it",
      fits: nil, evidence: "Organizations does not show it; your pipeline does")
    let code = Way(
      setUp: "infrastructure as code", forms: [.terraform, .cloudformation, .cdk],
      why: "take the form that your code is in already; Terraform imports the policy that is there",
      fits: signs.has("member.org.stacksets.cloudformation.amazonaws.com") == true ? true : nil,
      evidence: signs.phrase("member.org.stacksets.cloudformation.amazonaws.com"))
    ways = [single, controlTower, accelerator, code]
    (recommended, reason) =
      if controlTower.fits == true {
        (controlTower, controlTower.evidence)
      } else if single.fits == true {
        (single, single.evidence)
      } else if posture != nil, code.fits == true {
        (code, code.evidence)
      } else {
        (single, "nothing seen speaks for another way, and a script works in every organization")
      }
  }

  /// What to add whatever the set-up.
  package static let additions: [(form: RemediationForm, why: String)] = [
    (.eventbridge, "tells somebody when the opt-out may be undone"),
    (.configRule, "evaluates every account each day, in AWS Config"),
    (.scp, "keeps member accounts from changing the policies and from leaving"),
    (.disclosure, "text for the privacy notice; ropa and dpia for the records"),
  ]
}

/// What a snapshot shows of the set-up.
struct SetUpSigns {
  /// Active accounts; nil without a snapshot.
  var accounts: Int?
  private var trusted: Answer<[String]?>

  init(of snapshot: Snapshot?) {
    accounts = snapshot.map { $0.accounts.count(where: \.isActive) }
    trusted = snapshot?.trustedServices ?? .known(nil)
  }

  /// Whether a service has trusted access; nil when that is not known.
  func has(_ service: String) -> Bool? {
    guard case .known(let services?) = trusted else { return nil }
    return services.contains(service)
  }

  func phrase(_ service: String) -> String {
    switch has(service) {
    case true: "\(service) has trusted access"
    case false: "\(service) has no trusted access"
    case nil: "services with trusted access were not read" + (trusted.reason.map { ": \($0)" } ?? "")
    }
  }
}
