import Foundation
import Yams

/// Walks a catalogue's YAML and notes everything that is wrong, with its path.
struct CatalogueValidator {
  private(set) var problems: [ChecklistCatalogueError.Problem] = []
  /// Where each item id stands first.
  private var itemIDs: [String: String] = [:]

  mutating func validate(_ root: Node) {
    guard let mapping = mapping(root, at: "", what: "the checklist") else { return }
    refuseUnknownKeys(of: mapping, known: ["id", "title", "source", "items"], at: "")
    let id = text("id", of: mapping, at: "")
    if let id, !Self.isIdentifier(id) {
      note(mapping["id"], "id", "\"\(id)\" is not an id; use lower-case letters, digits and hyphens")
    }
    _ = text("title", of: mapping, at: "")
    if let source = required("source", of: mapping, at: "") { validateSource(source) }
    guard let items = sequence("items", of: mapping, at: "") else { return }
    for (index, item) in items.enumerated() { validateItem(item, at: "items[\(index)]", checklist: id) }
  }

  private mutating func validateSource(_ node: Node) {
    guard let source = mapping(node, at: "source", what: "the source") else { return }
    refuseUnknownKeys(of: source, known: ["text", "edition"], at: "source")
    for key in ["text", "edition"] { _ = text(key, of: source, at: "source") }
  }

  private mutating func validateItem(_ node: Node, at path: String, checklist: String?) {
    guard let item = mapping(node, at: path, what: "an item") else { return }
    let texts = ["id", "title", "question", "check", "passesWhen", "proves", "doesNotProve", "remediation"]
    refuseUnknownKeys(of: item, known: texts + ["references"], at: path)
    for key in texts {
      guard let value = text(key, of: item, at: path) else { continue }
      switch key {
      case "id": validateItemID(value, item["id"], at: "\(path).id", checklist: checklist)
      case "check" where !Checks.names.contains(value):
        note(
          item["check"], "\(path).check",
          "there is no check \"\(value)\"" + Self.suggestion(for: value, among: Checks.names))
      default: break
      }
    }
    guard let references = sequence("references", of: item, at: path) else { return }
    for (index, reference) in references.enumerated() {
      validateReference(reference, at: "\(path).references[\(index)]")
    }
  }

  private mutating func validateItemID(_ id: String, _ node: Node?, at path: String, checklist: String?) {
    if let first = itemIDs[id] {
      note(node, path, "the id \"\(id)\" stands twice, first at \(first)")
    } else {
      itemIDs[id] = path
    }
    guard let checklist, Self.isIdentifier(checklist) else { return }
    let prefix = "\(checklist)."
    if !id.hasPrefix(prefix) || !Self.isIdentifier(String(id.dropFirst(prefix.count))) {
      note(
        node, path,
        "\"\(id)\" is not an item id; write \"\(prefix)\" and then lower-case letters, digits and hyphens")
    }
  }

  private mutating func validateReference(_ node: Node, at path: String) {
    guard let reference = mapping(node, at: path, what: "a reference") else { return }
    refuseUnknownKeys(of: reference, known: ["framework", "edition", "section", "url"], at: path)
    _ = text("framework", of: reference, at: path)
    for key in ["edition", "section", "url"] where reference[key] != nil {
      guard let value = text(key, of: reference, at: path), key == "url" else { continue }
      if !value.hasPrefix("https://") {
        note(reference[key], "\(path).url", "\"\(value)\" is not an address that begins with https://")
      }
    }
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

  private mutating func required(_ key: String, of mapping: Node.Mapping, at path: String) -> Node? {
    guard let node = mapping[key] else {
      problems.append(
        .init(path: Self.join(path, key), line: mapping.mark?.line, message: "the key is missing"))
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
    problems.append(.init(path: path, line: node?.mark?.line, message: message))
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
