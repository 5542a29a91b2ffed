package import OrganizationModel
package import Timeline

extension Observation {
  /// `snapshot` as the store would give it, with an id made from `number`.
  package static func sealing(
    _ snapshot: Snapshot, number: Int = 1, orders: [NodeID: [PolicyID]] = [:]
  ) -> Observation {
    let digits = String(number, radix: 16)
    let id = String(repeating: "0", count: 12 - digits.count) + digits
    let digest = id + String(repeating: "0", count: 52)
    return Observation(
      sealed: SealedSnapshot(
        id: "s-\(id)", header: snapshot.header, digest: digest, previousDigest: nil,
        isComplete: snapshot.isComplete, accountCount: snapshot.accounts.count),
      posture: OrganizationPosture(of: snapshot, orders: orders))
  }
}
