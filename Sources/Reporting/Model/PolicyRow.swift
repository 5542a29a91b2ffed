import Hashing
import OrganizationModel
import PolicyLanguage

/// A policy with where it is attached and what is wrong with it.
package struct PolicyRow: Hashable, Sendable, Encodable {
  package var id: String
  package var name: String
  package var description: String?
  package var isAWSManaged: Bool
  /// Characters of the stored text; nil when it could not be read.
  package var size: Int?
  /// SHA-256 of the stored text, under which an evidence pack holds it; nil when it could not be read.
  package var sha256: String?
  /// Sorted by id.
  package var attachments: [Place]
  /// Each a clause; empty when nothing is wrong.
  package var problems: [String]
  /// The stored text by line; empty when it could not be read.
  package var lines: [String]

  /// A node with its name.
  package struct Place: Hashable, Sendable, Encodable {
    package var id: String
    package var name: String
    /// `root`, `organizational unit` or `account`.
    package var kind: String

    init(_ node: NodeID, names: NodeNames) {
      id = node.rawValue
      name = names.name(of: node)
      kind =
        switch node {
        case .root: "root"
        case .organizationalUnit: "organizational unit"
        case .account: "account"
        }
    }
  }

  /// The policies of `snapshot`, sorted by id, with those that are attached but not listed.
  static func rows(of snapshot: Snapshot, names: NodeNames) -> [PolicyRow] {
    let nodes = Dictionary(grouping: snapshot.attachments, by: \.policy).mapValues { $0.map(\.node).sorted() }
    var rows = snapshot.policies.map {
      PolicyRow($0, on: nodes[$0.id] ?? [], targetsUnread: snapshot.targetsUnread[$0.id], names: names)
    }
    let listed = Set(snapshot.policies.map(\.id))
    for (id, places) in nodes where !listed.contains(id) {
      rows.append(
        PolicyRow(
          id: id.rawValue, name: "(not listed)", description: nil, isAWSManaged: false, size: nil,
          attachments: places.map { Place($0, names: names) }, problems: ["it is attached but not listed"],
          lines: []))
    }
    return rows.sorted { $0.id < $1.id }
  }
}

extension PolicyRow {
  private init(_ policy: Policy, on nodes: [NodeID], targetsUnread: String?, names: NodeNames) {
    id = policy.id.rawValue
    name = policy.name.isEmpty ? "(no name)" : policy.name
    description = policy.description.flatMap { $0.isEmpty ? nil : $0 }
    isAWSManaged = policy.isAWSManaged
    attachments = nodes.map { Place($0, names: names) }
    problems = []
    lines = []
    switch policy.content {
    case .unread(let reason): problems.append("its text could not be read: \(reason)")
    case .known(let text):
      size = text.unicodeScalars.count
      sha256 = SHA256.digest(text)
      lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
      do {
        let document = try PolicyDocument(parsing: text)
        problems += document.irregularities.map { "\($0.position): \($0.message)" }
      } catch {
        problems.append("its text does not parse: \(error)")
      }
    }
    if let targetsUnread {
      problems.append("it could not be read where it is attached: \(targetsUnread)")
    } else if nodes.isEmpty {
      problems.append("it is attached to nothing")
    }
  }
}
