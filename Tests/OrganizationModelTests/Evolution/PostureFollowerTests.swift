import OrganizationModel
import TestSupport
import Testing

@Suite struct PostureFollowerTests {
  private func randomOrders(
    _ organization: RandomOrganization, _ numbers: inout SeededNumbers
  ) -> KnownOrders {
    var orders = KnownOrders(whole: organization.orders.filter { _ in numbers.once(in: 2) })
    for (node, policies) in organization.orders where orders.whole[node] == nil && numbers.once(in: 2) {
      orders.last[node] = Array(policies.suffix(1))
    }
    return orders
  }

  @Test(arguments: UInt64(0)..<60)
  func `following differences answers what each whole snapshot answers`(seed: UInt64) throws {
    var organization = RandomOrganization(seed: seed)
    var numbers = SeededNumbers(seed: seed &+ 1000)
    var snapshot = try organization.observedSnapshot(at: "2026-01-01T00:00:00Z")
    var orders = randomOrders(organization, &numbers)
    var follower = PostureFollower(snapshot, orders: orders)
    for step in 0..<12 {
      let supposes = numbers.once(in: 3)
      organization.change()
      if supposes {
        // Whatever is supposed in between leaves no trace in the next snapshot's answer.
        let supposition = try organization.observedSnapshot(at: "2026-01-01T12:00:00Z")
        var delta = SnapshotDelta(from: snapshot, to: supposition)
        delta.effectivePolicies = [:]
        _ = follower.suppose(delta, orders: randomOrders(organization, &numbers))
        organization.change()
      }
      let next = try organization.observedSnapshot(at: "2026-01-02T00:00:00Z")
      orders = randomOrders(organization, &numbers)
      _ = follower.apply(SnapshotDelta(from: snapshot, to: next), orders: orders)
      let whole = OrganizationPosture(of: next, orders: orders.whole, attachedLast: orders.last)
      let followed = follower.posture(header: next.header)
      #expect(followed.accounts == whole.accounts, "seed \(seed), step \(step)")
      #expect(followed == whole, "seed \(seed), step \(step)")
      #expect(follower.counts == whole.counts, "seed \(seed), step \(step)")
      #expect(follower.verdict == whole.verdict && follower.lockWord == whole.lock.word)
      snapshot = next
    }
  }

  @Test(arguments: UInt64(0)..<20)
  func `a difference applied to the older snapshot gives the newer one`(seed: UInt64) throws {
    var organization = RandomOrganization(seed: seed)
    var old = try organization.observedSnapshot(at: "2026-01-01T00:00:00Z")
    organization.change()
    let new = try organization.observedSnapshot(at: "2026-01-02T00:00:00Z")
    old.apply(SnapshotDelta(from: old, to: new))
    old.header = new.header
    #expect(old == new)
  }

  @Test func `changes name the accounts whose verdict or lock became different`() throws {
    let optOut = SamplePolicies.assigning("optOut")
    let tree = """
      r-root Root
        111111111111 Management
        ou-root-one One [p-out]
          222222222222 Two
      """
    let old = try Snapshot.parsing(tree: tree, policies: ["p-out": optOut])
    let new = try Snapshot.parsing(
      tree: tree.replacing(" [p-out]", with: ""), policies: ["p-out": optOut])
    var follower = PostureFollower(old)
    let changes = follower.apply(SnapshotDelta(from: old, to: new))
    #expect(changes.map(\.account.rawValue) == ["222222222222"])
    #expect(changes.first?.before?.verdict == .optedOut)
    #expect(changes.first?.after?.verdict == .notOptedOut)
  }

  @Test func `what cannot be computed is not supposed to have changed`() throws {
    let tree = "r-root Root\n  111111111111 Management"
    let old = try Snapshot.parsing(tree: tree, effective: .asComputed)
    var follower = PostureFollower(old)
    var delta = SnapshotDelta()
    delta.attachments[
      Attachment(policy: PolicyID(unchecked: "p-strange"), node: .root(RootID(unchecked: "r-root")))] = true
    #expect(follower.suppose(delta).isEmpty)
    #expect(follower.verdict == .notOptedOut)
  }
}
