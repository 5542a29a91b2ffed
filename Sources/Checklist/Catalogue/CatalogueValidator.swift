import Foundation
import OrganizationModel
import Yams

/// Walks a catalogue's YAML and notes everything that is wrong, with its path.
struct CatalogueValidator {
  private(set) var problems: [DocumentProblem] = []
  /// Where each item id stands first.
  private var itemIDs: [String: String] = [:]

  mutating func validate(_ root: Node) {
    guard let mapping = mapping(root, at: "", what: "the checklist") else { return }
    refuseUnknownKeys(
      of: mapping, known: ["id", "prefix", "title", "about", "source", "reviewQuestions", "items"], at: "")
    let id = text("id", of: mapping, at: "")
    let prefix = optionalText("prefix", of: mapping, at: "")
    for (key, value) in [("id", id), ("prefix", prefix)] {
      guard let value, !Self.isIdentifier(value) else { continue }
      note(mapping[key], key, "\"\(value)\" is not an id; use lower-case letters, digits and hyphens")
    }
    _ = text("title", of: mapping, at: "")
    _ = optionalText("about", of: mapping, at: "")
    if let source = required("source", of: mapping, at: "") { validateSource(source) }
    if mapping["reviewQuestions"] != nil {
      for (index, node) in (sequence("reviewQuestions", of: mapping, at: "") ?? []).enumerated() {
        validateReviewQuestion(node, at: "reviewQuestions[\(index)]")
      }
    }
    guard let items = sequence("items", of: mapping, at: "") else { return }
    for (index, item) in items.enumerated() {
      validateItem(item, at: "items[\(index)]", prefix: prefix ?? id)
    }
  }

  private mutating func validateSource(_ node: Node) {
    guard let source = mapping(node, at: "source", what: "the source") else { return }
    refuseUnknownKeys(of: source, known: ["text", "edition"], at: "source")
    for key in ["text", "edition"] { _ = text(key, of: source, at: "source") }
  }

  private mutating func validateReviewQuestion(_ node: Node, at path: String) {
    guard let question = mapping(node, at: path, what: "a question") else { return }
    refuseUnknownKeys(of: question, known: ["question", "helps", "why"], at: path)
    for key in ["question", "why"] { _ = text(key, of: question, at: path) }
    if let helps = required("helps", of: question, at: path), helps.bool == nil {
      note(helps, "\(path).helps", "write true or false")
    }
  }

  private mutating func validateItem(_ node: Node, at path: String, prefix: String?) {
    guard let item = mapping(node, at: path, what: "an item") else { return }
    let texts = ["id", "title", "question", "passesWhen", "proves", "doesNotProve", "remediation"]
    refuseUnknownKeys(
      of: item,
      known: texts + ["check", "assessedBy", "attestation", "beside", "awsStates", "references"], at: path)
    for key in texts {
      guard let value = text(key, of: item, at: path), key == "id" else { continue }
      validateItemID(value, item["id"], at: "\(path).id", prefix: prefix)
    }
    _ = optionalText("assessedBy", of: item, at: path)
    validateAssessment(of: item, at: path)
    for (index, fact) in optionalSequence("beside", of: item, at: path).enumerated() {
      validateName(
        fact, among: FactSource.allCases.map(\.rawValue), what: "fact", at: "\(path).beside[\(index)]")
    }
    for (index, statement) in optionalSequence("awsStates", of: item, at: path).enumerated() {
      validateStatement(statement, at: "\(path).awsStates[\(index)]")
    }
    guard let references = sequence("references", of: item, at: path) else { return }
    for (index, reference) in references.enumerated() {
      validateReference(reference, at: "\(path).references[\(index)]")
    }
  }

  /// An item has a check, a person's attestation, or both; which of them goes with the check's kind.
  private mutating func validateAssessment(of item: Node.Mapping, at path: String) {
    let attestation = item["attestation"]
    if let attestation { validateAttestation(attestation, at: "\(path).attestation") }
    guard item["check"] != nil else {
      if attestation == nil {
        note(
          item["id"], path,
          "neither \"check\" nor \"attestation\" says who answers; name a check, or write "
            + "\"attestation: {renewalDays: 365}\" for a person")
      }
      return
    }
    guard let name = text("check", of: item, at: path) else { return }
    guard let check = Checks.named(name) else {
      note(
        item["check"], "\(path).check",
        "there is no check \"\(name)\"" + Self.suggestion(for: name, among: Checks.names))
      return
    }
    if check.kind.isAutomatic, attestation != nil {
      note(
        attestation, "\(path).attestation",
        "\"\(name)\" is answered from evidence, and nobody may overrule it; take the attestation out")
    }
    if !check.kind.isAutomatic, attestation == nil {
      note(
        item["check"], path,
        "\"\(name)\" needs a person too; write \"attestation: {renewalDays: 365}\" beside it")
    }
  }

  private mutating func validateAttestation(_ node: Node, at path: String) {
    guard let attestation = mapping(node, at: path, what: "an attestation") else { return }
    refuseUnknownKeys(of: attestation, known: ["renewalDays", "details"], at: path)
    if let days = required("renewalDays", of: attestation, at: path),
      !(days.int.map { (1...3660).contains($0) } ?? false)
    {
      note(days, "\(path).renewalDays", "write a whole number of days from 1 to 3660")
    }
    for (index, detail) in optionalSequence("details", of: attestation, at: path).enumerated() {
      let place = "\(path).details[\(index)]"
      guard let name = detail.scalar?.string, !name.isEmpty,
        name.utf8.allSatisfy({
          $0 < 128 && (Character(UnicodeScalar($0)).isLetter || Character(UnicodeScalar($0)).isNumber)
        })
      else {
        note(detail, place, "a detail's name has letters and digits only, as reviewDate")
        continue
      }
    }
  }

  private mutating func validateStatement(_ node: Node, at path: String) {
    guard let statement = mapping(node, at: path, what: "a statement") else { return }
    refuseUnknownKeys(of: statement, known: ["statement", "page", "url", "date"], at: path)
    for key in ["statement", "page", "url", "date"] {
      guard let value = text(key, of: statement, at: path) else { continue }
      if key == "url" { validateAddress(value, statement["url"], at: "\(path).url") }
      if key == "date", value.utf8.count != 10 || Timestamp(value) == nil {
        note(statement["date"], "\(path).date", "\"\(value)\" is not a date; write it as 2026-09-30")
      }
    }
  }

  private mutating func validateName(_ node: Node, among known: [String], what: String, at path: String) {
    let name = node.scalar?.string ?? ""
    guard !known.contains(name) else { return }
    note(node, path, "there is no \(what) \"\(name)\"" + Self.suggestion(for: name, among: known))
  }

  private mutating func validateItemID(_ id: String, _ node: Node?, at path: String, prefix: String?) {
    if let first = itemIDs[id] {
      note(node, path, "the id \"\(id)\" stands twice, first at \(first)")
    } else {
      itemIDs[id] = path
    }
    guard let prefix, Self.isIdentifier(prefix) else { return }
    let start = "\(prefix)."
    if !id.hasPrefix(start) || !Self.isIdentifier(String(id.dropFirst(start.count))) {
      note(
        node, path,
        "\"\(id)\" is not an item id; write \"\(start)\" and then lower-case letters, digits and hyphens")
    }
  }

  private mutating func validateReference(_ node: Node, at path: String) {
    guard let reference = mapping(node, at: path, what: "a reference") else { return }
    refuseUnknownKeys(of: reference, known: ["framework", "edition", "section", "url"], at: path)
    _ = text("framework", of: reference, at: path)
    for key in ["edition", "section", "url"] where reference[key] != nil {
      guard let value = text(key, of: reference, at: path), key == "url" else { continue }
      validateAddress(value, reference[key], at: "\(path).url")
    }
  }

  private mutating func validateAddress(_ text: String, _ node: Node?, at path: String) {
    guard !text.hasPrefix("https://") else { return }
    note(node, path, "\"\(text)\" is not an address that begins with https://")
  }

  // MARK: - Parts

  private mutating func mapping(_ node: Node, at path: String, what: String) -> Node.Mapping? {
    guard let mapping = node.mapping else {
      note(node, path, "\(what) is \(Self.kind(of: node)) where keys with values are expected")
      return nil
    }
    return mapping
  }

  private mutating func sequence(_ key: String, of mapping: Node.Mapping, at path: String) -> Node.Sequence? {
    guard let node = required(key, of: mapping, at: path) else { return nil }
    let place = Self.join(path, key)
    guard let sequence = node.sequence else {
      note(node, place, "found \(Self.kind(of: node)) where a list is expected")
      return nil
    }
    if sequence.isEmpty {
      note(node, place, "the list is empty")
      return nil
    }
    return sequence
  }

  /// The elements under `key`; empty when the key is not there.
  private mutating func optionalSequence(_ key: String, of mapping: Node.Mapping, at path: String) -> [Node] {
    guard mapping[key] != nil else { return [] }
    return sequence(key, of: mapping, at: path).map(Array.init) ?? []
  }

  private mutating func optionalText(_ key: String, of mapping: Node.Mapping, at path: String) -> String? {
    mapping[key] == nil ? nil : text(key, of: mapping, at: path)
  }

  private mutating func required(_ key: String, of mapping: Node.Mapping, at path: String) -> Node? {
    guard let node = mapping[key] else {
      problems.append(
        DocumentProblem(path: Self.join(path, key), line: mapping.mark?.line, message: "the key is missing"))
      return nil
    }
    return node
  }

  /// The text of `key`; nil, and a problem, when there is none.
  private mutating func text(_ key: String, of mapping: Node.Mapping, at path: String) -> String? {
    guard let node = required(key, of: mapping, at: path) else { return nil }
    guard let scalar = node.scalar else {
      note(node, Self.join(path, key), "found \(Self.kind(of: node)) where a text is expected")
      return nil
    }
    guard node.null == nil, !scalar.string.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty else {
      note(node, Self.join(path, key), "the text is empty")
      return nil
    }
    return scalar.string
  }

  private mutating func refuseUnknownKeys(of mapping: Node.Mapping, known: [String], at path: String) {
    for (key, _) in mapping {
      let name = key.scalar?.string ?? Self.kind(of: key)
      guard !known.contains(name) else { continue }
      note(
        key, Self.join(path, name),
        "the key is not known"
          + Self.suggestion(for: name, among: known, otherwise: "known are \(known.joined(separator: ", "))"))
    }
  }

  private mutating func note(_ node: Node?, _ path: String, _ message: String) {
    problems.append(DocumentProblem(path: path, line: node?.mark?.line, message: message))
  }

  // MARK: - Words

  private static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  private static func kind(of node: Node) -> String {
    switch node {
    case .scalar: "a text"
    case .mapping: "keys with values"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  private static func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  private static func suggestion(
    for word: String, among known: [String], otherwise: String? = nil
  ) -> String {
    if let nearest = NearMiss.nearest(to: word, among: known) { return "; did you mean \"\(nearest)\"?" }
    return "; \(otherwise ?? "there are \(known.joined(separator: ", "))")"
  }
}
