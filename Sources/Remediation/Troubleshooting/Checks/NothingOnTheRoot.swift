import OrganizationModel

struct NothingOnTheRoot: TroubleshootingCheck {
  let id = "wrong-level"
  let title = "the policy is attached to the wrong level"
  let advice = "attach one policy to the root, which reaches every account, the management account too"
  let reference = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_policies_attach.html"

  func result(in posture: OrganizationPosture) -> TroubleshootingResult {
    let snapshot = posture.snapshot
    guard let root = snapshot.root.value else {
      return .notKnown(snapshot.root.reason ?? "the root is not known")
    }
    if let reason = snapshot.policiesUnread { return .notKnown("the policies could not be read: \(reason)") }
    guard !snapshot.attachments.contains(where: { $0.node == .root(root.id) }) else { return .notFound }
    if let unread = snapshot.targetsUnread.min(by: { $0.key < $1.key }) {
      return .notKnown("it could not be read where \(unread.key) is attached: \(unread.value)")
    }
    if snapshot.policies.isEmpty { return .found(["there is no AI services opt-out policy at all"]) }
    let below = Set(snapshot.attachments.map(\.node)).count
    let covered = posture.counts.optedOut
    let details =
      below == 0
      ? "no policy is attached to anything: \(snapshot.policies.count) lie unused"
      : "no policy is on the root; those on \(below) nodes below opt out \(covered) of \(posture.counts.active) accounts"
    return .found([details])
  }
}
