import OrganizationModel
import PolicyLanguage

/// What the steps of a plan would do, tried on the snapshot.
struct PlanOutlook {
  var after: OrganizationPosture
  var affectedAccounts: [AccountID] = []
  var notes: [String] = []
  var problems: [String] = []

  init(of plan: RemediationPlan, on snapshot: Snapshot, root: Root) throws(RemediationError) {
    var enabled = snapshot
    if snapshot.isPolicyTypeEnabled != true {
      var root = root
      root.policyTypes[Root.optOutPolicyType] = "ENABLED"
      enabled.root = .known(root)
      for account in enabled.effectivePolicies.keys {
        enabled.effectivePolicies[account] = .unread(reason: "the change is only simulated")
      }
    }
    let changed: ChangedSnapshot
    do {
      changed = try ChangedSnapshot(applying: Self.changes(of: plan.steps, on: snapshot), to: enabled)
    } catch {
      throw .contradiction("\(error)")
    }
    after = OrganizationPosture(of: changed.snapshot)
    let before = plan.posture ?? OrganizationPosture(of: snapshot)
    affectedAccounts = zip(before.accounts, after.accounts).filter { old, new in
      old.verdict != new.verdict || old.effective != new.effective || !Self.isSame(old.lock, new.lock)
    }.map(\.0.account.id)
    notes = changed.notes
    problems = changed.brokenLimits.map(\.message)
    judge(plan)
  }

  private static func changes(of steps: [RemediationStep], on snapshot: Snapshot) -> [SnapshotChange] {
    steps.compactMap { step in
      switch step {
      case .createOrganization, .enableAllFeatures, .enablePolicyType, .createPolicy: nil
      case .replaceText(let policy, _, _, let text): .replace(policy, by: text)
      case .detach(let policy, _, let node, _): .detach(policy, from: node)
      case .attach(_, nil): nil
      case .attach(.planned(let policy), let node?):
        .attach(.draft(name: policy.name, text: policy.text), to: node)
      case .attach(.existing(let policy, _), let node?):
        // A listing can still show attachments of a type that is not enabled.
        snapshot.attachments.contains(Attachment(policy: policy, node: node))
          ? nil : .attach(.existing(policy), to: node)
      }
    }
  }

  /// Whether a lock is the same for the account, whichever node holds it.
  private static func isSame(_ old: Lock, _ new: Lock) -> Bool {
    if case .locked = old, case .locked = new { return true }
    return old == new
  }

  /// Sets what would be beside what is wanted.
  private mutating func judge(_ plan: RemediationPlan) {
    let tree = PolicyTree(of: after.snapshot)
    var open = 0
    var wrong: [AccountID] = []
    for posture in after.accounts where posture.account.isActive {
      let path = Set(tree.path(to: .account(posture.account.id)))
      let wanted = Set(plan.exceptions.filter { path.contains($0.node) }.map(\.service))
      if posture.verdict == .unknown || Set(posture.optedInServices) != wanted
        || posture.effective?.defaultValue != .optOut
      {
        wrong.append(posture.account.id)
      }
      if posture.lock.word != "locked" { open += 1 }
    }
    if let first = wrong.first {
      let why = after.accounts.first { $0.account.id == first }?.reason.map { ": \($0)" } ?? ""
      problems.append(
        "for \(counted(wrong.count, "account")) it cannot be told that the result is as wanted, such as \(first)\(why)"
      )
    }
    guard open > 0 else { return }
    if plan.exceptions.isEmpty {
      problems.append("\(counted(open, "account")) would not be locked")
    } else {
      notes.append(
        "the value of an excepted service stays open to a policy further down for \(counted(open, "account")): the "
          + "exception itself, or what hangs on the way to it, because a policy never binds the node it stands on"
      )
    }
  }
}
