import OrganizationModel
import Timeline

/// Which changes and accounts of a history are asked for.
struct HistoryFilter {
  var account: AccountID?
  var unit: OrganizationalUnitID?
  var kinds: Set<Change.Kind>?
  var since: Timestamp?
  var actor: String?
  /// The answer of the last snapshot, which tells who is below a unit.
  var posture: OrganizationPosture

  var isActive: Bool {
    account != nil || unit != nil || kinds != nil || since != nil || actor != nil
  }

  func applied(to history: OrganizationHistory) -> OrganizationHistory {
    guard isActive else { return history }
    var result = history
    let accounts = accountsAsked
    if let accounts { result.accounts = history.accounts.filter { accounts.contains($0.id) } }
    var chosen = Set(history.changes.indices.filter { concerns(history.changes[$0], accounts) })
    // What caused a change that concerns the account concerns it too.
    if accounts != nil { chosen.formUnion(chosen.compactMap { history.changes[$0].cause }) }
    chosen = chosen.filter { isAsked(history.changes[$0]) }
    var places: [Int: Int] = [:]
    result.changes = []
    for index in chosen.sorted() {
      places[index] = result.changes.count
      var change = history.changes[index]
      change.cause = change.cause.flatMap { places[$0] }
      result.changes.append(change)
    }
    return result
  }

  /// Nil when all are.
  private var accountsAsked: Set<AccountID>? {
    if let account { return [account] }
    guard let unit else { return nil }
    let node = NodeID.organizationalUnit(unit)
    return Set(posture.accounts.filter { $0.path.contains(node) }.map(\.account.id))
  }

  private func concerns(_ change: Change, _ accounts: Set<AccountID>?) -> Bool {
    guard let accounts else { return true }
    if let id = change.subject.account, accounts.contains(id) { return true }
    if case .account(let id)? = change.subject.node, accounts.contains(id) { return true }
    guard let unit else { return false }
    if change.subject.ou == unit || change.subject.node == .organizationalUnit(unit) { return true }
    // An account that moved in or out: the words end with the unit's id.
    return change.kind == .accountMoved
      && [change.before, change.after].contains { $0?.hasSuffix("(\(unit))") ?? false }
  }

  private func isAsked(_ change: Change) -> Bool {
    if let kinds, !kinds.contains(change.kind) { return false }
    if let since, let latest = change.at.latest, latest < since { return false }
    guard let actor = actor?.lowercased() else { return true }
    guard let found = change.event?.actor else { return false }
    return [found.text, found.role ?? ""].contains { $0.lowercased().contains(actor) }
  }

  // MARK: - Names

  /// The account with the id or name `text`, of the last snapshot or of any before.
  static func account(
    named text: String, _ finder: NodeFinder, _ history: OrganizationHistory
  ) throws -> AccountID {
    if let id = AccountID(text) {
      guard history.accounts.contains(where: { $0.id == id }) else {
        throw CommandFailure("no snapshot of the time asked about has account \(id)")
      }
      return id
    }
    let named = history.accounts.filter { $0.name == text }
    if named.count == 1, let only = named.first { return only.id }
    guard case .account(let id) = try finder.node(named: text) else {
      throw CommandFailure("\(text.debugDescription) is no account; --ou asks about an organizational unit")
    }
    return id
  }

  static func unit(named text: String, _ finder: NodeFinder) throws -> OrganizationalUnitID {
    // A unit that is gone by now still has a history.
    if let id = OrganizationalUnitID(text) { return id }
    guard case .organizationalUnit(let id) = try finder.node(named: text) else {
      throw CommandFailure(
        "\(text.debugDescription) is no organizational unit; --account asks about an account")
    }
    return id
  }
}
