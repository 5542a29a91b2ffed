/// Replaces people and addresses in evidence by pseudonyms, numbered in the order of the chain, so that the same person
/// has the same one in every pack of a store.
///
/// Digests stay as they were sealed: those of entries that name people can no longer be worked out from the evidence.
package struct ActorRedaction {
  private var people: [String: String] = [:]
  private var addresses: [String: String] = [:]
  private var paths: [String: String] = [:]

  package init() {}

  /// Members of rows, and of the JSON bodies inside them, that name a person or a session.
  private static let personMembers: Set<String> = [
    "caller_arn", "arn", "role", "attestedBy", "systemUser", "by", "person", "approver", "signedBy",
  ]
  /// Paths of files on people's computers, which often hold their names.
  private static let pathMembers: Set<String> = ["path"]
  private static let addressMembers: Set<String> = ["sourceAddress"]
  /// Texts in which people may be named freely.
  private static let freeMembers: Set<String> = ["reason", "statement"]

  package static func redacted(_ evidence: StoreEvidence) -> StoreEvidence {
    var redaction = ActorRedaction()
    var result = evidence
    result.entries = evidence.entries.map { entry in
      var entry = entry
      if let json = CanonicalJSON(parsing: entry.text) {
        entry.text = redaction.redact(tables: json).text
      }
      return entry
    }
    return result
  }

  /// Rows by table: only those that can name people are touched.
  private mutating func redact(tables: CanonicalJSON) -> CanonicalJSON {
    guard case .object(let members) = tables else { return tables }
    return .object(
      members.map { member in
        var member = member
        switch EntryTable(rawValue: member.name) {
        case .snapshot?, .ledgerEntry?, .event?: member.value = redactRows(member.value)
        default: break
        }
        return member
      })
  }

  private mutating func redactRows(_ rows: CanonicalJSON) -> CanonicalJSON {
    guard case .array(let rows) = rows else { return rows }
    var result: [CanonicalJSON] = []
    for row in rows { result.append(redact(row)) }
    return .array(result)
  }

  private mutating func redact(_ value: CanonicalJSON) -> CanonicalJSON {
    switch value {
    case .object(let members):
      var result: [CanonicalJSON.Member] = []
      for member in members {
        result.append(CanonicalJSON.Member(name: member.name, value: redact(member)))
      }
      return .object(result)
    case .array(let values):
      var result: [CanonicalJSON] = []
      for value in values { result.append(redact(value)) }
      return .array(result)
    case .null, .bool, .integer, .string: return value
    }
  }

  private mutating func redact(_ member: CanonicalJSON.Member) -> CanonicalJSON {
    guard case .string(let text) = member.value else { return redact(member.value) }
    if member.name == "body", let body = CanonicalJSON(parsing: text) { return .string(redact(body).text) }
    if Self.personMembers.contains(member.name) { return .string(pseudonym(of: text)) }
    if Self.pathMembers.contains(member.name) { return .string(path(of: text)) }
    if Self.addressMembers.contains(member.name) { return .string(address(of: text)) }
    if Self.freeMembers.contains(member.name) { return .string(namingNobody(text)) }
    return member.value
  }

  private mutating func pseudonym(of text: String) -> String {
    guard !text.isEmpty else { return text }
    if let known = people[text] { return known }
    let name = "person-\(people.count + 1)"
    people[text] = name
    return name
  }

  private mutating func path(of text: String) -> String {
    guard !text.isEmpty else { return text }
    if let known = paths[text] { return known }
    let name = "file-\(paths.count + 1)"
    paths[text] = name
    return name
  }

  private mutating func address(of text: String) -> String {
    guard !text.hasSuffix(".amazonaws.com") else { return text }
    if let known = addresses[text] { return known }
    let name = "address-\(addresses.count + 1)"
    addresses[text] = name
    return name
  }

  /// `text` with every person known by now replaced, longest name first.
  private func namingNobody(_ text: String) -> String {
    people.sorted { ($0.key.count, $0.key) > ($1.key.count, $1.key) }.reduce(text) { text, person in
      person.key.count < 3 ? text : text.replacing(person.key, with: person.value)
    }
  }
}
