import ArgumentParser
import OrganizationModel
import PolicyLanguage

/// Why a node has the effective policy that it has.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows which policy at which node set each value, and what was ignored and why.",
    discussion: """
      Examples:
        optout-audit explain 222222222222
        optout-audit explain Payments --service rekognition
        optout-audit explain ou-ab12-workload --json

      For an organizational unit or the root it shows what an account directly below would get.
      """)

  @Argument(
    help: ArgumentHelp("An account, organizational unit or root, by id or exact name.", valueName: "node"))
  var node: String

  @Option(help: ArgumentHelp("Only this service key, or default.", valueName: "key"))
  var service: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var snapshot: SnapshotOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let context = CommandContext.system()
    let subject = try AuditSubject(
      from: store.openForReading(context), options: snapshot, verifiesChain: false)
    let target = try NodeFinder(snapshot: subject.posture.snapshot).node(named: node)
    let explanation = try Explanation(of: target, in: subject.posture, service: service)
    try context.print(json ? explanation.json.text : ExplainOutput(explanation: explanation).text(context))
  }
}

/// Finds a node by id or by name.
struct NodeFinder {
  var snapshot: Snapshot

  func node(named text: String) throws -> NodeID {
    if let node = NodeID(text) {
      guard exists(node) else {
        throw CommandFailure("\(text) is not in the snapshot of \(snapshot.header.observedAt)")
      }
      return node
    }
    let matches =
      snapshot.accounts.filter { $0.name == text }.map { NodeID.account($0.id) }
      + snapshot.organizationalUnits.filter { $0.name == text }.map { .organizationalUnit($0.id) }
      + [snapshot.root.value].compactMap { $0 }.filter { $0.name == text }.map { .root($0.id) }
    guard let first = matches.first else {
      throw CommandFailure(
        "\(text.debugDescription) is no id and no name in the snapshot; accounts have twelve digits, units ou-…"
      )
    }
    guard matches.count == 1 else {
      let ids = matches.map(\.rawValue).joined(separator: ", ")
      throw CommandFailure("\(text.debugDescription) is the name of several nodes (\(ids)); give the id")
    }
    return first
  }

  private func exists(_ node: NodeID) -> Bool {
    switch node {
    case .account(let id): snapshot.accounts.contains { $0.id == id }
    case .organizationalUnit(let id): snapshot.organizationalUnits.contains { $0.id == id }
    case .root(let id): snapshot.root.value?.id == id
    }
  }
}
