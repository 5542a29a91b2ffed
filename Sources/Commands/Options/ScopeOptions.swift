import ArgumentParser
import OrganizationModel

/// The accounts of a workload.
struct ScopeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A workload's accounts and organizational units, for mlsec.data-collection-opt-out. Else the whole organization.",
      valueName: "id,id"))
  var scope: String?

  func validate() throws {
    _ = try parsed()
  }

  /// The nodes named, all of which are in `snapshot`; nil for the whole organization.
  func nodes(in snapshot: Snapshot) throws -> Set<NodeID>? {
    guard let nodes = try parsed() else { return nil }
    let present = Set(
      snapshot.accounts.map { NodeID.account($0.id) }
        + snapshot.organizationalUnits.map { NodeID.organizationalUnit($0.id) }
        + [snapshot.root.value.map { NodeID.root($0.id) }].compactMap(\.self))
    if let missing = nodes.subtracting(present).min() {
      throw CommandFailure("--scope: the snapshot of \(snapshot.header.organization) has no \(missing)")
    }
    return nodes
  }

  private func parsed() throws -> Set<NodeID>? {
    guard let scope else { return nil }
    return Set(
      try scope.split(separator: ",", omittingEmptySubsequences: false).map { text in
        guard let node = NodeID(String(text)) else {
          throw ValidationError(
            "--scope: \"\(text)\" is no id of an account, an organizational unit or the root; "
              + "write --scope 111111111111,ou-ab12-workload1")
        }
        return node
      })
  }
}
