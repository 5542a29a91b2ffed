import OrganizationModel

struct OrderDecides: TroubleshootingCheck {
  let id = "attachment-order"
  let title = "two policies on one node disagree"
  let advice = "keep one of them: the one attached first wins, and AWS does not tell which that was"
  let reference =
    "https://docs.aws.amazon.com/organizations/latest/userguide/inheritance-examples.html"

  func result(in posture: OrganizationPosture) -> TroubleshootingResult {
    if let reason = posture.snapshot.policiesUnread {
      return .notKnown("the policies could not be read: \(reason)")
    }
    let reasons = posture.accounts.filter(\.account.isActive).compactMap(\.reason)
      .filter { $0.hasPrefix("order-dependent") }.map(ShownName.sentence)
    return .found(ifAny: Set(reasons).sorted())
  }
}
