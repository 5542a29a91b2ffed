import ArgumentParser
import Foundation
import OrganizationModel
import PolicyLanguage

/// What changes to policies and places would do.
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows which accounts changes would protect more or less, before anybody makes them.",
    discussion: """
      Examples:
        optout-audit simulate --attach opt-out.json@Workloads
        optout-audit simulate --replace p-a1b2c3d4=opt-out.json --detach "Old opt-out@r-ab12"
        optout-audit simulate --move 222222222222=ou-ab12-sandbox1 --json

      All changes of one command count together, on a snapshot; AWS is not asked and nothing is changed. Nodes and \
      policies are named by id or exact name. Exit status 1 when any account would become less protected, when that \
      cannot be excluded, or when AWS would refuse a change.
      """)

  @Option(
    help: ArgumentHelp(
      "Attach a policy to a node, after those that are there: a file, or a policy of the snapshot. Repeatable.",
      valueName: "file@node"))
  var attach: [String] = []

  @Option(help: ArgumentHelp("Detach a policy from a node. Repeatable.", valueName: "policy@node"))
  var detach: [String] = []

  @Option(help: ArgumentHelp("Give a policy the text of a file. Repeatable.", valueName: "policy=file"))
  var replace: [String] = []

  @Option(help: ArgumentHelp("Move an account to a unit or the root. Repeatable.", valueName: "account=ou"))
  var move: [String] = []

  @OptionGroup var store: StoreOptions
  @OptionGroup var snapshot: SnapshotOptions

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    try require("@", in: attach, of: "--attach", form: "FILE@NODE")
    try require("@", in: detach, of: "--detach", form: "POLICY@NODE")
    try require("=", in: replace, of: "--replace", form: "POLICY=FILE")
    try require("=", in: move, of: "--move", form: "ACCOUNT=OU")
  }

  private func require(_ separator: Character, in texts: [String], of option: String, form: String) throws {
    for text in texts {
      let isComplete = text.dropFirst().dropLast().contains(separator)
      guard isComplete else { throw ValidationError("\(option) \(text.debugDescription) is not \(form)") }
    }
  }

  func run() throws {
    let context = CommandContext.system()
    let subject = try AuditSubject(
      from: store.openForReading(context), options: snapshot, verifiesChain: false)
    let changes = try ChangeReader(snapshot: subject.posture.snapshot).changes(of: self)
    let simulation: Simulation
    do {
      simulation = try Simulation(
        of: changes, on: subject.posture.snapshot, orders: subject.posture.orders.whole)
    } catch {
      throw CommandFailure(error)
    }
    let output = SimulateOutput(simulation: simulation, changes: changes, subject: subject)
    try context.print(json ? output.json.text : output.text(context))
    if simulation.endangersAccounts || !simulation.brokenLimits.isEmpty { throw ExitCode(.findings) }
  }
}

/// Reads the changes of a command line against a snapshot.
private struct ChangeReader {
  var snapshot: Snapshot

  func changes(of command: Simulate) throws -> [SnapshotChange] {
    var changes: [SnapshotChange] = []
    for text in command.replace {
      let parts = try first(of: splits(text, at: "=")) { left, right in
        (policy: try policy(named: left), file: right)
      }
      changes.append(.replace(parts.policy, by: try Self.text(ofFile: parts.file)))
    }
    for text in command.detach {
      let parts = try first(of: splits(text, at: "@").reversed()) { left, right in
        (policy: try policy(named: left), node: try finder.node(named: right))
      }
      changes.append(.detach(parts.policy, from: parts.node))
    }
    for text in command.attach {
      let parts = try first(of: splits(text, at: "@").reversed()) { left, right in
        (policy: left, node: try finder.node(named: right))
      }
      changes.append(.attach(try attachedPolicy(named: parts.policy), to: parts.node))
    }
    for text in command.move {
      let parts = try first(of: splits(text, at: "=")) { left, right in
        (account: try account(named: left), place: try finder.node(named: right))
      }
      changes.append(.move(parts.account, to: parts.place))
    }
    return changes
  }

  private var finder: NodeFinder { NodeFinder(snapshot: snapshot) }

  /// Both sides of each `separator`: names and paths may contain it themselves.
  private func splits(_ text: String, at separator: Character) -> [(String, String)] {
    text.indices.filter {
      text[$0] == separator && $0 != text.startIndex && text.index(after: $0) != text.endIndex
    }
    .map { (String(text[..<$0]), String(text[text.index(after: $0)...])) }
  }

  /// What `read` makes of the first split that it understands; else its first complaint.
  private func first<Value>(
    of splits: [(String, String)], _ read: (String, String) throws -> Value
  ) throws -> Value {
    var complaint: (any Error)?
    for (left, right) in splits {
      do { return try read(left, right) } catch { complaint = complaint ?? error }
    }
    throw complaint ?? CommandFailure("a change has two parts")
  }

  private func policy(named text: String) throws -> PolicyID {
    if let policy = PolicyID(text), snapshot.policies.contains(where: { $0.id == policy }) { return policy }
    let matches = snapshot.policies.filter { $0.name == text }
    guard let match = matches.first else {
      throw CommandFailure("\(text.debugDescription) is no id and no name of a policy in the snapshot")
    }
    guard matches.count == 1 else {
      let ids = matches.map(\.id.rawValue).joined(separator: ", ")
      throw CommandFailure("\(text.debugDescription) is the name of several policies (\(ids)); give the id")
    }
    return match.id
  }

  private func account(named text: String) throws -> AccountID {
    let node = try finder.node(named: text)
    guard case .account(let id) = node else {
      throw CommandFailure("\(text.debugDescription) is no account; only accounts can be moved")
    }
    return id
  }

  private func attachedPolicy(named text: String) throws -> AttachedPolicy {
    if let policy = PolicyID(text), snapshot.policies.contains(where: { $0.id == policy }) {
      return .existing(policy)
    }
    return .draft(name: text, text: try Self.text(ofFile: text))
  }

  /// Far beyond what AWS takes, so that a file given by mistake is not read as a policy.
  private static let fileLimit = 1 << 20

  private static func text(ofFile path: String) throws -> String {
    let bytes: [UInt8]
    do { bytes = try BoundedFile.bytes(at: path, limit: fileLimit) } catch {
      guard error == .tooLarge(limit: fileLimit) else {
        throw CommandFailure("cannot read the policy \(path.debugDescription): \(error)")
      }
      throw CommandFailure(
        "\(path.debugDescription) is larger than 1 MiB; a policy has at most 2,500 characters")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure("\(path.debugDescription) is not UTF-8; save the policy as UTF-8")
    }
    return text
  }
}
