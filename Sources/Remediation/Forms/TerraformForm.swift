import OrganizationModel
import PolicyLanguage

/// Terraform: the policies and their attachments, and the organization itself only where the user wants that.
struct TerraformForm {
  var plan: RemediationPlan
  var options: FormOptions

  func files() throws(RemediationError) -> [GeneratedFile] {
    let owns = options.managesOrganization
    let comments = ManualCommands.comments(
      before: owns ? [] : ManualCommands.enabling(plan),
      after: ManualCommands.detaching(plan, takesOver: true))
    let policies = OwnedPolicy.all(of: plan, takesOver: true)
    let text = try FileTemplate("terraform.tf").filled([
      "madeBy": options.madeBy, "comments": comments.commented,
      "organization": owns ? try organization() : Self.data,
      "policies": policies.map(blocks).joined(separator: "\n\n"),
    ])
    return [GeneratedFile(path: "terraform/ai-services-opt-out.tf", text: text)]
  }

  private static let data = "data \"aws_organizations_organization\" \"this\" {}"

  private var reference: String {
    options.managesOrganization
      ? "aws_organizations_organization.this" : "data.aws_organizations_organization.this"
  }

  // MARK: - Organization

  /// The organization with everything it has: what is left out of these lists is switched off by Terraform
  /// (<https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/organizations_organization>).
  private func organization() throws(RemediationError) -> String {
    guard let snapshot = plan.snapshot else { throw .needsOrganization("--manage-organization") }
    guard let features = snapshot.organization.featureSet else {
      throw .organizationNotRead(what: "the feature set", reason: "AWS did not say it")
    }
    guard let root = snapshot.root.value else {
      throw .organizationNotRead(what: "the policy types", reason: snapshot.root.reason ?? "no root")
    }
    let services: [String]
    switch snapshot.trustedServices {
    case .unread(let reason):
      throw .organizationNotRead(what: "the services with trusted access", reason: reason)
    case .known(nil):
      throw .organizationNotRead(
        what: "the services with trusted access", reason: "the export does not have them")
    case .known(let known?): services = known
    }
    var types = Set(
      root.policyTypes.filter { $0.value.hasPrefix("ENABLED") || $0.value == "PENDING_ENABLE" }.keys)
    if let unclear = root.policyTypes.filter({ $0.value.isEmpty }).keys.sorted().first {
      throw .organizationNotRead(
        what: "the state of the policy type \(unclear)", reason: "AWS did not say it")
    }
    types.insert(Root.optOutPolicyType)
    return """
      import {
        to = aws_organizations_organization.this
        id = \(QuotedText.hcl(snapshot.organization.id.rawValue))
      }

      # Everything that is switched on is in these lists: what Terraform is not told of, it switches off.
      resource "aws_organizations_organization" "this" {
        feature_set                   = \(QuotedText.hcl(features == "ALL" ? features : "ALL"))
        enabled_policy_types          = \(list(types.sorted()))
        aws_service_access_principals = \(list(services))

        lifecycle {
          prevent_destroy = true
        }
      }
      """
  }

  private func list(_ texts: [String]) -> String {
    guard !texts.isEmpty else { return "[]" }
    return "[\n" + texts.map { "    \(QuotedText.hcl($0)),\n" }.joined() + "  ]"
  }

  // MARK: - Policies

  private func blocks(_ policy: OwnedPolicy) -> String {
    let name = Self.resourceName(policy.identifier)
    var blocks: [String] = []
    if let existing = policy.existing {
      blocks.append(importing("aws_organizations_policy.\(name)", id: existing.rawValue))
    }
    blocks.append(
      """
      resource "aws_organizations_policy" "\(name)" {
        name        = \(QuotedText.hcl(policy.name))
        description = \(QuotedText.hcl(policy.description))
        type        = "AISERVICES_OPT_OUT_POLICY"
        content     = \(QuotedText.hcl(policy.text))

        lifecycle {
          prevent_destroy = true
        }
      }
      """)
    let isRoot = policy.identifier == "OptOut"
    for (index, target) in (isRoot ? [nil] : policy.targets.map(Optional.some)).enumerated() {
      let label = isRoot ? "\(name)_root" : "\(name)_\(index + 1)"
      if let existing = policy.existing, let node = target ?? policy.targets.first,
        isAttached(existing, to: node)
      {
        blocks.append(
          importing("aws_organizations_policy_attachment.\(label)", id: "\(node):\(existing)"))
      }
      let id = target.map { QuotedText.hcl($0.rawValue) } ?? "\(reference).roots[0].id"
      blocks.append(
        """
        resource "aws_organizations_policy_attachment" "\(label)" {
          policy_id = aws_organizations_policy.\(name).id
          target_id = \(id)
        }
        """)
    }
    return blocks.joined(separator: "\n\n")
  }

  private func importing(_ address: String, id: String) -> String {
    """
    import {
      to = \(address)
      id = \(QuotedText.hcl(id))
    }
    """
  }

  private func isAttached(_ policy: PolicyID, to node: NodeID) -> Bool {
    plan.snapshot?.attachments.contains(Attachment(policy: policy, node: node)) ?? false
  }

  /// `OptOut` becomes `ai_opt_out`, `Exception1` becomes `ai_exception_1`.
  private static func resourceName(_ identifier: String) -> String {
    identifier == "OptOut"
      ? "ai_opt_out" : "ai_" + identifier.lowercased().replacing("exception", with: "exception_")
  }
}
