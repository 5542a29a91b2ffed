import OrganizationModel
import OrganizationsAPI

/// The tree as one reading found it, to be set beside another reading's.
struct TreeReading {
  var units: [OrganizationalUnit]
  var accounts: [Account]
  /// What of this reading could not be understood.
  var unread: [UnreadSubject]

  init(units: [OrganizationalUnit], accounts: [Account], unread: [UnreadSubject]) {
    self.units = units
    self.accounts = accounts
    self.unread = unread
  }

  init(of snapshot: Snapshot) {
    self.init(units: snapshot.organizationalUnits, accounts: snapshot.accounts, unread: [])
  }

  func tellsTheSame(as other: TreeReading) -> Bool {
    units == other.units && accounts == other.accounts
  }

  /// Whether each account says itself where it is, and that is where this reading has it. Then the units need not be
  /// listed again: one that no account is below changes nobody's policy.
  func isTheTree(toldBy descriptions: [AccountDescription]) -> Bool {
    let places = Dictionary(accounts.map { ($0.id.rawValue, $0.parent) }, uniquingKeysWith: { $1 })
    let parents = parents
    // Places that a path without its account was found to lead to.
    var told: [Substring: NodeID?] = [:]
    return descriptions.allSatisfy { description in
      let cut = description.paths.first.flatMap { AccountPath($0) }
      if let cut, let place = told[cut.container], places[description.id] == place { return true }
      guard let path = description.paths.first, let place = places[description.id],
        let nodes = Self.path(to: place, parents)
      else { return false }
      guard path.split(separator: "/").dropFirst().dropLast().elementsEqual(nodes.map { $0.rawValue[...] })
      else { return false }
      if let cut { told[cut.container] = place }
      return true
    }
  }

  /// This reading with the accounts and units that only the other one has.
  func joined(with other: TreeReading) -> TreeReading {
    var joined = self
    let (ownUnits, ownAccounts) = (Set(units.map(\.id)), Set(accounts.map(\.id)))
    joined.units += other.units.filter { !ownUnits.contains($0.id) }
    joined.accounts += other.accounts.filter { !ownAccounts.contains($0.id) }
    joined.units.sort { $0.id < $1.id }
    joined.accounts.sort { $0.id < $1.id }
    return joined
  }

  /// The accounts that are new, or below other nodes than in `earlier`, sorted.
  func accountsElsewhere(than earlier: TreeReading) -> [AccountID] {
    let (old, new) = (earlier.parents, parents)
    let known = Dictionary(earlier.accounts.map { ($0.id, $0.parent) }, uniquingKeysWith: { $1 })
    return accounts.filter { account in
      guard let before = known[account.id] else { return true }
      return Self.path(to: before, old) != Self.path(to: account.parent, new)
    }.map(\.id)
  }

  /// What happened since `earlier`, as sentences in the order of ids.
  func movements(since earlier: TreeReading) -> [String] {
    var sentences: [String] = []
    let end = "while the organization was read"
    let units = Self.changes(from: earlier.units, to: self.units, by: \.id)
    for (id, before, after) in units {
      switch (before, after) {
      case (nil, _): sentences.append("organizational unit \(id) appeared \(end)")
      case (_, nil): sentences.append("organizational unit \(id) disappeared \(end)")
      case (let before?, let after?):
        sentences.append(
          before.parent == after.parent
            ? "organizational unit \(id) was changed \(end)"
            : "organizational unit \(id) was moved from \(before.parent) to \(after.parent) \(end)")
      }
    }
    for (id, before, after) in Self.changes(from: earlier.accounts, to: accounts, by: \.id) {
      switch (before, after) {
      case (nil, _): sentences.append("account \(id) appeared in the list of accounts \(end)")
      case (_, nil): sentences.append("account \(id) disappeared from the list of accounts \(end)")
      case (let before?, let after?):
        let places = [before, after].map { $0.parent?.description ?? "an unknown place" }
        sentences.append(
          before.parent == after.parent
            ? "account \(id) was changed \(end)"
            : "account \(id) was moved from \(places[0]) to \(places[1]) \(end)")
      }
    }
    return sentences
  }

  private static func changes<Item: Equatable, ID: Hashable & Comparable>(
    from earlier: [Item], to later: [Item], by id: (Item) -> ID
  ) -> [(id: ID, before: Item?, after: Item?)] {
    let old = Dictionary(earlier.map { (id($0), $0) }, uniquingKeysWith: { $1 })
    let new = Dictionary(later.map { (id($0), $0) }, uniquingKeysWith: { $1 })
    return Set(old.keys).union(new.keys).sorted().compactMap { id in
      old[id] == new[id] ? nil : (id, old[id], new[id])
    }
  }

  private var parents: [NodeID: NodeID] {
    Dictionary(units.map { (.organizationalUnit($0.id), $0.parent) }, uniquingKeysWith: { $1 })
  }

  /// From the root to `node`; nil when the way up is not known.
  private static func path(to node: NodeID?, _ parents: [NodeID: NodeID]) -> [NodeID]? {
    guard var node else { return nil }
    var path = [node]
    // Anything deeper than AWS allows is a loop in hostile input.
    while path.count < 64 {
      if case .root = node { return path.reversed() }
      guard let above = parents[node] else { return nil }
      path.append(above)
      node = above
    }
    return nil
  }
}
