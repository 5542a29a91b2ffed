package import OrganizationModel
import PolicyLanguage

extension Snapshot {
  /// What AWS answers for the accounts' effective policies.
  package enum EffectiveAnswers: Sendable {
    /// AWS was not asked.
    case none
    /// AWS answers what the engine computes; where attachment orders differ, the first of the results.
    case asComputed
    /// The texts by account; nil stands for EffectivePolicyNotFoundException, a missing account for no answer.
    case texts([String: String?])
  }

  /// A snapshot of an organization that is written as an indented tree.
  ///
  /// ```
  /// r-root Root [p-hardened]
  ///   111111111111 Management
  ///   ou-root-workload1 Workloads [p-one, p-two]
  ///     222222222222 Payments (SUSPENDED)
  /// ```
  ///
  /// A line is an id, a name, the attached policies in brackets and, for an account, its state in parentheses, ACTIVE
  /// when left out and absent when written `(?)`. The first account is the management account. A policy whose text is
  /// nil could not be read; a policy that no line names is attached to nothing.
  ///
  /// - Parameter status: that of the policy type; nil when it is not enabled.
  package static func parsing(
    tree: String, policies: [String: String?] = [:], status: String? = "ENABLED",
    effective: EffectiveAnswers = .none, observedAt: String = "2026-11-20T10:00:05Z"
  ) throws(SnapshotTreeError) -> Snapshot {
    var reader = SnapshotTreeReader()
    try reader.read(tree)
    guard let end = Timestamp(observedAt), let organization = OrganizationID("o-exampleorg1") else {
      throw .wrongTime(observedAt)
    }
    guard let rootID = reader.root else { throw .noRoot }
    let header = SnapshotHeader(
      organization: organization, startedAt: end.adding(.seconds(-5)), observedAt: end,
      source: .live(endpoint: nil, callerARN: "arn:aws:sts::111111111111:assumed-role/Auditor/audit"),
      toolVersion: "0.0.0-test", effectiveMode: .every)
    var snapshot = Snapshot(
      header: header,
      organization: Organization(
        id: organization, arn: "arn:aws:organizations::111111111111:organization/\(organization)",
        featureSet: "ALL", managementAccount: reader.accounts.first?.id),
      root: .known(
        Root(
          id: rootID, arn: "arn:aws:organizations::111111111111:root/\(organization)/\(rootID)", name: "Root",
          policyTypes: status.map { [Root.optOutPolicyType: $0] } ?? [:])))
    snapshot.organizationalUnits = reader.units.sorted { $0.id < $1.id }
    snapshot.accounts = reader.accounts.sorted { $0.id < $1.id }
    snapshot.attachments = reader.attachments.sorted()
    for (text, content) in policies {
      guard let id = PolicyID(text) else { throw .wrongID(text) }
      snapshot.policies.append(
        Policy(
          id: id,
          arn: "arn:aws:organizations::111111111111:policy/\(organization)/aiservices_opt_out_policy/\(id)",
          name: String(text.dropFirst(2)), description: nil, isAWSManaged: false,
          content: content.map { .known($0) } ?? .unread(reason: "AccessDeniedException")))
    }
    snapshot.policies.sort { $0.id < $1.id }
    snapshot.delegation = Delegation(resourcePolicy: .known(nil), administrators: .known([]))
    try snapshot.answer(effective)
    return snapshot
  }

  private mutating func answer(_ effective: EffectiveAnswers) throws(SnapshotTreeError) {
    switch effective {
    case .none: return
    case .texts(let texts):
      for (account, text) in texts {
        guard let id = AccountID(account) else { throw .wrongID(account) }
        effectivePolicies[id] = .reported(ReportedEffectivePolicy(text: text, lastUpdated: nil))
      }
    case .asComputed:
      var judge = AccountJudge(tree: PolicyTree(of: self))
      for account in accounts {
        let text: String? =
          switch judge.computed(for: account) {
          case .known(let policy): isPolicyTypeEnabled == true ? policy.json : nil
          case .orderDependent(let policies, _): policies[0].json
          case .unknown(let reason): throw .notComputable(account.id.rawValue, reason: reason)
          }
        effectivePolicies[account.id] = .reported(ReportedEffectivePolicy(text: text, lastUpdated: nil))
      }
    }
  }
}

/// Why a tree is not one.
package enum SnapshotTreeError: Error, Hashable, CustomStringConvertible {
  case noRoot
  case wrongLine(String)
  case wrongID(String)
  case wrongTime(String)
  case notComputable(String, reason: String)

  package var description: String {
    switch self {
    case .noRoot: "the tree has no root line"
    case .wrongLine(let line): "not a line of a tree: \"\(line)\""
    case .wrongID(let id): "not an id: \"\(id)\""
    case .wrongTime(let time): "not a time: \"\(time)\""
    case .notComputable(let account, let reason): "no answer can be computed for \(account): \(reason)"
    }
  }
}

/// Reads the lines of a tree.
private struct SnapshotTreeReader {
  var root: RootID?
  var units: [OrganizationalUnit] = []
  var accounts: [Account] = []
  var attachments: [Attachment] = []
  /// The containers that the line just read is in, with their indentations.
  private var open: [(indent: Int, node: NodeID)] = []

  mutating func read(_ tree: String) throws(SnapshotTreeError) {
    for line in tree.split(separator: "\n") where !line.allSatisfy(\.isWhitespace) {
      try readLine(String(line))
    }
  }

  private mutating func readLine(_ line: String) throws(SnapshotTreeError) {
    let indent = line.prefix { $0 == " " }.count
    var rest = line.dropFirst(indent)
    let state = Self.takeSuffix(of: &rest, between: "(", and: ")")
    let policies = Self.takeSuffix(of: &rest, between: "[", and: "]")
    let words = rest.split(separator: " ", maxSplits: 1)
    guard let id = words.first, let node = NodeID(String(id)) else { throw .wrongLine(line) }
    let name = words.count > 1 ? words[1].trimming() : ""
    open.removeAll { $0.indent >= indent }
    let parent = open.last?.node
    switch node {
    case .root(let id):
      guard root == nil, parent == nil else { throw .wrongLine(line) }
      root = id
    case .organizationalUnit(let id):
      guard let parent else { throw .wrongLine(line) }
      units.append(
        OrganizationalUnit(
          id: id, arn: "arn:aws:organizations::111111111111:ou/o-exampleorg1/\(id)", name: name,
          parent: parent))
    case .account(let id):
      guard let parent else { throw .wrongLine(line) }
      accounts.append(
        Account(
          id: id, arn: "arn:aws:organizations::111111111111:account/o-exampleorg1/\(id)", name: name,
          state: state == "?" ? nil : state ?? "ACTIVE", parent: parent))
    }
    if case .account = node {} else { open.append((indent, node)) }
    for text in (policies ?? "").split(separator: ",") {
      guard let policy = PolicyID(text.trimming()) else { throw .wrongID(String(text)) }
      attachments.append(Attachment(policy: policy, node: node))
    }
  }

  /// Takes `(content)` off the end of `text` and gives the content; nil when the text does not end so.
  private static func takeSuffix(
    of text: inout Substring, between opening: Character, and closing: Character
  ) -> String? {
    let trimmed = text.trimming()
    guard trimmed.last == closing, let start = trimmed.lastIndex(of: opening) else { return nil }
    let content = trimmed[trimmed.index(after: start)...].dropLast()
    text = Substring(String(trimmed[..<start]))
    return String(content)
  }
}

extension Substring {
  fileprivate func trimming() -> String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
