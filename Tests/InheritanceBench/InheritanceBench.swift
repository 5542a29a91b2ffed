import OrganizationModel
import PolicyLanguage

/// Measures how long the effective policies of a large organization take, with the origin of every value.
///
/// Prints one line of JSON for `scripts/bench`: `{"accounts": …, "seconds": …}`.
@main
struct InheritanceBench {
  static func main() {
    var builder = LargeOrganization(seed: 7)
    let snapshot = builder.snapshot(accounts: 50_000, organizationalUnits: 2_000, policies: 200)
    var kept: [InheritedPolicy] = []
    kept.reserveCapacity(snapshot.accounts.count)
    let elapsed = ContinuousClock().measure {
      var judge = AccountJudge(tree: PolicyTree(of: snapshot))
      for account in snapshot.accounts {
        if let inherited = judge.inherited(for: account) { kept.append(inherited) }
      }
    }
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    print("{\"accounts\": \(kept.count), \"seconds\": \(seconds)}")
  }
}

/// Makes an organization whose shape follows from the seed alone.
private struct LargeOrganization {
  private var generator: SplitMix64
  private static let services = ["lex", "polly", "rekognition", "comprehend", "transcribe", "translate", "q"]

  init(seed: UInt64) {
    generator = SplitMix64(state: seed)
  }

  /// Units up to five levels deep; policies on the root, on units and on accounts, at most four on a node.
  mutating func snapshot(accounts: Int, organizationalUnits: Int, policies: Int) -> Snapshot {
    let organization = OrganizationID(unchecked: "o-benchorg01")
    let root = RootID(unchecked: "r-root")
    let now = Timestamp(milliseconds: 1_790_000_000_000)
    var snapshot = Snapshot(
      header: SnapshotHeader(
        organization: organization, startedAt: now, observedAt: now,
        source: .export(observedAtGiven: true), toolVersion: "0", effectiveMode: .every),
      organization: Organization(
        id: organization, arn: "", featureSet: "ALL", managementAccount: AccountID(unchecked: "100000000000")),
      root: .known(Root(id: root, arn: "", name: "Root", policyTypes: [Root.optOutPolicyType: "ENABLED"])))
    var containers: [(node: NodeID, depth: Int)] = [(.root(root), 0)]
    for index in 0..<organizationalUnits {
      let parent = containers.filter { $0.depth < 5 }.randomElement(using: &generator) ?? containers[0]
      let id = OrganizationalUnitID(unchecked: "ou-root-\(10_000_000 + index)")
      snapshot.organizationalUnits.append(
        OrganizationalUnit(id: id, arn: "", name: "unit \(index)", parent: parent.node))
      containers.append((.organizationalUnit(id), parent.depth + 1))
    }
    for index in 0..<accounts {
      snapshot.accounts.append(
        Account(
          id: AccountID(unchecked: String(100_000_000_000 + index)), arn: "", name: "account \(index)",
          state: "ACTIVE", parent: containers.randomElement(using: &generator)?.node))
    }
    for index in 0..<policies {
      let id = PolicyID(unchecked: "p-\(10_000_000 + index)")
      snapshot.policies.append(
        Policy(
          id: id, arn: "", name: "policy \(index)", description: nil, isAWSManaged: false,
          content: .known(document(isRoot: index == 0))))
      guard index > 0 else {
        snapshot.attachments.append(Attachment(policy: id, node: .root(root)))
        continue
      }
      for _ in 0..<15 {
        let node =
          index % 3 == 0
          ? snapshot.accounts.randomElement(using: &generator).map { NodeID.account($0.id) }
          : containers.dropFirst().randomElement(using: &generator)?.node
        if let node { snapshot.attachments.append(Attachment(policy: id, node: node)) }
      }
    }
    snapshot.attachments = Set(snapshot.attachments).sorted()
    return snapshot
  }

  private mutating func document(isRoot: Bool) -> String {
    guard !isRoot else { return #"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"# }
    let members = Self.services.filter { _ in Bool.random(using: &generator) }.map { service in
      let lock =
        Int.random(in: 0..<4, using: &generator) == 0
        ? #""@@operators_allowed_for_child_policies":["@@none"],"# : ""
      let value = Bool.random(using: &generator) ? "optOut" : "optIn"
      return #""\#(service)":{"opt_out_policy":{\#(lock)"@@assign":"\#(value)"}}"#
    }
    return #"{"services":{\#(members.joined(separator: ","))}}"#
  }
}

/// A small generator with a seed (Steele, Lea and Flood, 2014).
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
