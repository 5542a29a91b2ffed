import OrganizationModel

/// The changes between two snapshots, by what they can have done to an account.
struct StepChanges {
  /// What facts that events touched were before.
  var startValues: [Fact: String?] = [:]
  /// Until when a fact had last been touched.
  var lastTouch: [Fact: Timestamp] = [:]

  private var ofAccounts: [AccountID: [Int]] = [:]
  private var ofNodes: [NodeID: [Int]] = [:]
  private var ofEverybody: [Int] = []
  private var attributed: Set<Int> = []

  /// Notes the change at `index` of the list of changes.
  mutating func note(_ fact: Fact, at index: Int, isAttributed: Bool, _ known: KnownState) {
    switch fact {
    case .account(let id), .accountPlace(let id), .accountState(let id):
      ofAccounts[id, default: []].append(index)
    case .unitPlace(let id), .unit(let id): ofNodes[.organizationalUnit(id), default: []].append(index)
    case .attachment(let attachment):
      if case .account(let id) = attachment.node { ofAccounts[id, default: []].append(index) }
      ofNodes[attachment.node, default: []].append(index)
    case .policyContent(let id), .policy(let id):
      for attachment in known.attachments where attachment.policy == id {
        if case .account(let id) = attachment.node { ofAccounts[id, default: []].append(index) }
        ofNodes[attachment.node, default: []].append(index)
      }
    case .policyType: ofEverybody.append(index)
    case .accountName, .unitName, .policyName, .resourcePolicy, .administrator: return
    }
    if isAttributed { attributed.insert(index) }
  }

  /// The change that made `change`: one at an unknown moment, else one that an event told and that computing did not
  /// show to be the cause.
  ///
  /// - Parameter disputes: which one decided, by trying, for accounts that several concern.
  func cause(of change: PostureFollower.Change, disputes: [AccountID: Int]) -> Int? {
    var candidates = ofAccounts[change.account] ?? []
    for node in Set((change.before?.path ?? []) + (change.after?.path ?? [])) {
      candidates += ofNodes[node] ?? []
    }
    candidates += ofEverybody
    let unattributed = Set(candidates).filter { !attributed.contains($0) }
    if unattributed.count == 1 { return unattributed.first }
    if !unattributed.isEmpty { return disputes[change.account] ?? unattributed.max() }
    return candidates.max()
  }
}
