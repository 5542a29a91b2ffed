import OrganizationModel

/// An alarm on the events that can undo the opt-out.
struct EventBridgeForm {
  var plan: RemediationPlan
  var options: FormOptions

  func files() throws(RemediationError) -> [GeneratedFile] {
    [
      GeneratedFile(
        path: "eventbridge/eventbridge.yaml",
        text: try FileTemplate("eventbridge.yaml").filled([
          "madeBy": options.madeBy, "accounts": accounts.commented, "region": options.region,
        ]))
    ]
  }

  /// Who can edit the policies, as far as the snapshot tells.
  private var accounts: [String] {
    guard let canEdit = plan.posture?.canEdit else { return [] }
    var lines = ["", "Who can edit the policies here:"]
    lines += canEdit.editors.map { "  \(ShownName.of($0.principal)) (\(ShownName.sentence($0.explanation)))" }
    lines += canEdit.unread.map { "  not known: \(ShownName.sentence($0))" }
    return lines
  }
}
