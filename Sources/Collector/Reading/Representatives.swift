import OrganizationModel

/// Which accounts AWS is asked for, and which other account's answer stands for the rest.
///
/// Two accounts have the same effective policy when their path and their own policies are the same. An account with two
/// or more policies of its own is asked for itself, because the order of their attachment is its own. Where it is not
/// known which policies an account has, every account is asked.
struct Representatives {
  /// Sorted by id.
  var asked: [AccountID] = []
  var standIns: [AccountID: AccountID] = [:]

  private struct Kind: Hashable {
    var parent: NodeID
    var policies: [PolicyID]
  }

  init(of snapshot: Snapshot, mode: EffectiveMode) {
    var ownPolicies: [NodeID: [PolicyID]] = [:]
    for attachment in snapshot.attachments {
      ownPolicies[attachment.node, default: []].append(attachment.policy)
    }
    var representatives: [Kind: AccountID] = [:]
    let attachmentsAreKnown = snapshot.policiesUnread == nil && snapshot.targetsUnread.isEmpty
    // Active accounts come first, so that a closed one never stands for others.
    let accounts = snapshot.accounts.filter(\.isActive) + snapshot.accounts.filter { !$0.isActive }
    for account in accounts {
      let own = ownPolicies[.account(account.id)] ?? []
      guard mode == .representative, attachmentsAreKnown, let parent = account.parent, own.count < 2 else {
        asked.append(account.id)
        continue
      }
      let kind = Kind(parent: parent, policies: own)
      if let representative = representatives[kind] {
        standIns[account.id] = representative
      } else {
        representatives[kind] = account.id
        asked.append(account.id)
      }
    }
    asked.sort()
  }
}
