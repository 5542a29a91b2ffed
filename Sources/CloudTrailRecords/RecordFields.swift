import Foundation
import OrganizationModel

/// The members of a JSON object of a record, read without trust in their types and lengths.
struct RecordFields {
  private let members: [String: Any]

  init(_ members: [String: Any]) {
    self.members = members
  }

  /// Whether there is a value, of whatever type.
  func has(_ name: String) -> Bool {
    members[name].map { !($0 is NSNull) } ?? false
  }

  /// The text under `name`; nil when there is none, when it is longer than `limit` bytes, when CloudTrail hides it, and when
  /// it holds a null character, which no name or id has.
  func text(_ name: String, limit: Int = 2048) -> String? {
    guard let text = members[name] as? String, text.utf8.count <= limit, text != Self.hidden,
      !text.utf8.contains(0)
    else { return nil }
    return text
  }

  func object(_ name: String) -> RecordFields? {
    (members[name] as? [String: Any]).map { RecordFields($0) }
  }

  func objects(_ name: String) -> [RecordFields] {
    (members[name] as? [Any] ?? []).compactMap { $0 as? [String: Any] }.map { RecordFields($0) }
  }

  /// What stands in place of the names and addresses of created accounts.
  private static let hidden = "HIDDEN_DUE_TO_SECURITY_REASONS"

  /// The organizations that ARNs of AWS Organizations name, down to `depth` levels:
  /// `arn:aws:organizations::111111111111:policy/o-…/aiservices_opt_out_policy/p-…`.
  func organizationsInARNs(depth: Int) -> Set<OrganizationID> {
    Self.organizations(in: members, depth: depth)
  }

  private static func organizations(in value: Any, depth: Int) -> Set<OrganizationID> {
    guard depth > 0 else { return [] }
    switch value {
    case let members as [String: Any]:
      return members.values.reduce(into: []) { $0.formUnion(organizations(in: $1, depth: depth - 1)) }
    case let items as [Any]:
      return items.reduce(into: []) { $0.formUnion(organizations(in: $1, depth: depth - 1)) }
    case let text as String where text.hasPrefix("arn:") && text.contains(":organizations:"):
      let parts = text.split(separator: "/", maxSplits: 2)
      return parts.count > 1 ? Set([OrganizationID(String(parts[1]))].compactMap(\.self)) : []
    default: return []
    }
  }
}
