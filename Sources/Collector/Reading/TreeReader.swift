import OrganizationModel
import OrganizationsAPI

/// Reads the organizational units and finds each account's place.
///
/// Places come from `Paths` where AWS sends them, else from one listing per container; never from one call per account.
struct TreeReader {
  let api: any OrganizationsReading
  let width: Int

  struct Tree: Sendable {
    var organizationalUnits: [OrganizationalUnit] = []
    var parents: [AccountID: NodeID] = [:]
    var unread: [UnreadSubject] = []
    /// The first failure of the credential, which ends the collect.
    var fatal: OperationFailure?
  }

  /// The organizational units below `root`; places are added by `placing`.
  func readUnits(below root: RootID) async -> Tree {
    var tree = Tree()
    await readUnits(below: root, into: &tree)
    return tree
  }

  /// `tree` with the place of each account.
  ///
  /// - Parameter root: nil when it is not known; then only `Paths` can tell places.
  func placing(_ accounts: [AccountDescription], in tree: Tree, root: RootID?) async -> Tree {
    var tree = tree
    addPlaces(from: accounts, to: &tree)
    if accounts.contains(where: { AccountID($0.id).map { tree.parents[$0] == nil } ?? false }), let root {
      await readAccountsByContainer(root: root, into: &tree)
    }
    tree.organizationalUnits.sort { $0.id < $1.id }
    return tree
  }

  private func readUnits(below root: RootID, into tree: inout Tree) async {
    var level: [NodeID] = [.root(root)]
    var seen: Set<OrganizationalUnitID> = []
    // INVARIANT: each round is one level deeper, so a loop in hostile answers ends because ids are seen once.
    while !level.isEmpty, !Task.isCancelled {
      let api = api
      let answers = await level.concurrentMap(width: width) { parent in
        (
          parent,
          await attempt { () async throws(OperationFailure) in
            try await api.listOrganizationalUnits(parent: parent.rawValue)
          }
        )
      }
      level = []
      for (parent, answer) in answers {
        switch answer {
        case .failure(let failure): tree.note(failure)
        case .success(let units):
          for unit in units {
            guard let id = OrganizationalUnitID(unit.id) else {
              tree.unread.append(.badIdentifier(unit.id, in: "ListOrganizationalUnitsForParent \(parent)"))
              continue
            }
            guard seen.insert(id).inserted else { continue }
            tree.organizationalUnits.append(
              OrganizationalUnit(id: id, arn: unit.arn, name: unit.name, parent: parent))
            level.append(.organizationalUnit(id))
          }
        }
      }
    }
  }

  /// Takes places from `Paths`, and adds units that only a path names, under their id as name.
  private func addPlaces(from accounts: [AccountDescription], to tree: inout Tree) {
    var known = Set(tree.organizationalUnits.map(\.id))
    var places: [Substring: NodeID] = [:]
    for account in accounts {
      guard let id = AccountID(account.id), let path = account.paths.first else { continue }
      let cut = AccountPath(path)
      if let cut, cut.last == id.rawValue, let place = places[cut.container] {
        tree.parents[id] = place
        continue
      }
      // `o-…/r-…/ou-…/<account>/`
      let names = path.split(separator: "/").dropFirst()
      let nodes = names.compactMap { NodeID(String($0)) }
      guard nodes.count == names.count, nodes.last == .account(id), nodes.count >= 2,
        case .root? = nodes.first
      else { continue }
      for (parent, node) in zip(nodes, nodes.dropFirst()) {
        guard case .organizationalUnit(let unit) = node, known.insert(unit).inserted else { continue }
        tree.organizationalUnits.append(
          OrganizationalUnit(id: unit, arn: "", name: unit.rawValue, parent: parent))
      }
      tree.parents[id] = nodes[nodes.count - 2]
      if let cut { places[cut.container] = nodes[nodes.count - 2] }
    }
  }

  private func readAccountsByContainer(root: RootID, into tree: inout Tree) async {
    let containers = [NodeID.root(root)] + tree.organizationalUnits.map { .organizationalUnit($0.id) }
    let api = api
    let answers = await containers.concurrentMap(width: width) { parent in
      (
        parent,
        await attempt { () async throws(OperationFailure) in
          try await api.listAccounts(parent: parent.rawValue)
        }
      )
    }
    for (parent, answer) in answers {
      switch answer {
      case .failure(let failure): tree.note(failure)
      case .success(let accounts):
        for account in accounts {
          guard let id = AccountID(account.id), tree.parents[id] == nil else { continue }
          tree.parents[id] = parent
        }
      }
    }
  }
}

extension TreeReader.Tree {
  fileprivate mutating func note(_ failure: OperationFailure) {
    unread.append(failure.unread)
    if failure.isAboutCredential { fatal = fatal ?? failure }
  }
}

extension UnreadSubject {
  /// An answer that names something with an id that cannot be one.
  static func badIdentifier(_ found: String, in subject: String) -> UnreadSubject {
    UnreadSubject(
      subject: subject, reason: "it names \(found.prefix(80).debugDescription), which is not an id")
  }
}
