/// The results that different orders of attachment on one node can have.
enum AttachmentOrders {
  /// More different results than this are not told apart.
  static let outcomeLimit = 256

  /// For contested services, the assignments that win in each order of the policies concerned; each result once.
  ///
  /// Whole orders are followed, not services one by one, because one order decides all services together: two policies
  /// that disagree about two services have two results, not four.
  static func winners(of contested: [String: [ProvenValue]]) -> [[String: ProvenValue]] {
    let policies = Set(contested.values.joined().map(\.provenance.policy)).sorted()
    var results: [[String: ProvenValue]] = []
    var seen: Set<[String: OptOutValue]> = []
    // A policy decides the services it assigns unless an earlier one did, so a branch ends once all are decided.
    func extend(_ decided: [String: ProvenValue], remaining: [String]) {
      // What an order still decides depends on what is decided already, not on how it came to that.
      guard results.count <= outcomeLimit, seen.insert(decided.mapValues(\.value)).inserted else { return }
      guard decided.count < contested.count else {
        results.append(decided)
        return
      }
      for (index, policy) in remaining.enumerated() {
        var next = decided
        for (service, values) in contested where next[service] == nil {
          next[service] = values.first { $0.provenance.policy == policy }
        }
        var rest = remaining
        rest.remove(at: index)
        // A policy that decides nothing more leads nowhere that its successors do not.
        if next.count > decided.count { extend(next, remaining: rest) }
      }
    }
    extend([:], remaining: policies)
    return results
  }
}
