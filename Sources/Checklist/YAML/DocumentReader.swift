import Foundation
import OrganizationModel
import PolicyLanguage
import Yams

/// Walks a YAML text that a person wrote and notes everything that is wrong with it, so that all of it can be put right
/// at once.
///
/// What is there and not understood gives nil and a problem; what is not there gives nil alone, unless it is required.
/// A key without a value (`sites:`) counts as not there.
struct DocumentReader {
  /// No file that a person writes by hand is longer.
  static let maxBytes = 1_000_000

  /// In the order of reading, which is nearly that of the file.
  private(set) var problems: [DocumentProblem] = []

  /// The one document of `text`; nil when the text is empty or cannot be read, with a problem in the latter case.
  mutating func root(of text: String) -> Node? {
    guard text.utf8.count <= Self.maxBytes else {
      note(nil, "", "the file has more than \(Self.maxBytes) bytes")
      return nil
    }
    guard !AliasGuard.mayHaveAliasInKey(text) else {
      note(nil, "", "the file has aliases and keys that are not text; write the values out")
      return nil
    }
    do {
      let parser = try Parser(yaml: text)
      guard let root = try parser.singleRoot() else { return nil }
      // Anchors live as long as their parser.
      if let line = withExtendedLifetime(parser, { Self.firstAnchor(in: root) }) {
        problems.append(
          DocumentProblem(
            path: "", line: line, message: "anchors and aliases (& and *) are not read; write the value out"))
        return nil
      }
      return root.null == nil ? root : nil
    } catch {
      noteFailure(error)
      return nil
    }
  }

  mutating func note(_ node: Node?, _ path: String, _ message: String) {
    problems.append(DocumentProblem(path: path, line: node?.mark?.line, message: message))
  }

  // MARK: - Structure

  /// The keys with values of `node`, with a problem for each key that is not among `known`.
  mutating func mapping(_ node: Node, at path: String, known: [String]) -> Node.Mapping? {
    guard let mapping = node.mapping else {
      note(node, path, "found \(Self.kind(of: node)) where keys with values are expected")
      return nil
    }
    for key in mapping.keys {
      let name = key.scalar?.string ?? ""
      guard !known.contains(name) else { continue }
      note(
        key, Self.join(path, name),
        "the key is not known" + Self.suggestion(for: name, among: known, what: "known are"))
    }
    return mapping
  }

  /// The keys with values of the value of `key`.
  mutating func mapping(
    _ key: String, of mapping: Node.Mapping, at path: String, known: [String]
  ) -> Node.Mapping? {
    guard let node = Self.value(key, of: mapping) else { return nil }
    return self.mapping(node, at: Self.join(path, key), known: known)
  }

  /// The elements of the list under `key`, each with its path; empty when there is none.
  mutating func elements(
    _ key: String, of mapping: Node.Mapping, at path: String
  ) -> [(node: Node, path: String)] {
    guard let node = Self.value(key, of: mapping) else { return [] }
    let place = Self.join(path, key)
    guard let sequence = node.sequence else {
      note(node, place, "found \(Self.kind(of: node)) where a list is expected; begin its lines with \"- \"")
      return []
    }
    return sequence.enumerated().map { ($1, "\(place)[\($0)]") }
  }

  // MARK: - Values

  mutating func text(
    _ key: String, of mapping: Node.Mapping, at path: String, isRequired: Bool = false
  ) -> String? {
    guard let node = Self.value(key, of: mapping) else {
      if isRequired {
        let line = mapping[key]?.mark?.line ?? mapping.mark?.line
        let message = mapping[key] == nil ? "the key is missing" : "the value is empty"
        problems.append(DocumentProblem(path: Self.join(path, key), line: line, message: message))
      }
      return nil
    }
    return text(node, at: Self.join(path, key))
  }

  mutating func text(_ node: Node, at path: String) -> String? {
    guard let scalar = node.scalar else {
      note(node, path, "found \(Self.kind(of: node)) where a text is expected")
      return nil
    }
    let text = scalar.string.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty, node.null == nil else {
      note(node, path, "the text is empty")
      return nil
    }
    return text
  }

  /// The texts of the list under `key`.
  mutating func texts(_ key: String, of mapping: Node.Mapping, at path: String) -> [String] {
    var result: [String] = []
    for element in elements(key, of: mapping, at: path) {
      if let text = text(element.node, at: element.path) { result.append(text) }
    }
    return result
  }

  mutating func integer(
    _ key: String, of mapping: Node.Mapping, at path: String, in range: ClosedRange<Int>
  ) -> Int? {
    guard let node = Self.value(key, of: mapping) else { return nil }
    return integer(node, at: Self.join(path, key), in: range)
  }

  mutating func integer(_ node: Node, at path: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = node.scalar?.string, let number = Int(text), range.contains(number) else {
      note(
        node, path,
        "\(Self.shown(node)) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  /// The beginning of a day in UTC.
  mutating func day(
    _ key: String, of mapping: Node.Mapping, at path: String, isRequired: Bool = false
  ) -> Timestamp? {
    guard let text = text(key, of: mapping, at: path, isRequired: isRequired) else { return nil }
    guard let day = DayText.day(text) else {
      note(mapping[key], Self.join(path, key), "\"\(text)\" is not a date; write it as 2026-09-30")
      return nil
    }
    return day
  }

  mutating func duration(_ key: String, of mapping: Node.Mapping, at path: String) -> Duration? {
    guard let text = text(key, of: mapping, at: path) else { return nil }
    guard let duration = DayText.duration(text) else {
      note(mapping[key], Self.join(path, key), "\"\(text)\" is not a span of time; write it as 7d or 36h")
      return nil
    }
    return duration
  }

  // MARK: - Words

  static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// `; did you mean "x"?`, or else all that there are.
  static func suggestion(for word: String, among known: [String], what: String) -> String {
    if let nearest = NearMiss.nearest(to: word, among: known) { return "; did you mean \"\(nearest)\"?" }
    return known.isEmpty ? "" : "; \(what) \(known.joined(separator: ", "))"
  }

  private static func value(_ key: String, of mapping: Node.Mapping) -> Node? {
    mapping[key].flatMap { $0.null == nil ? $0 : nil }
  }

  private static func shown(_ node: Node) -> String {
    node.scalar.map { "\"\($0.string)\"" } ?? kind(of: node)
  }

  private static func kind(of node: Node) -> String {
    switch node {
    case .scalar: "a text"
    case .mapping: "keys with values"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  // MARK: - Reading

  /// The line of the first node that can be repeated. Whatever stands before it is as long as its text.
  private static func firstAnchor(in node: Node) -> Int? {
    if node.anchor != nil { return node.mark?.line ?? 1 }
    switch node {
    case .scalar: return nil
    case .mapping(let mapping):
      for (key, value) in mapping {
        if let line = firstAnchor(in: key) ?? firstAnchor(in: value) { return line }
      }
      return nil
    case .sequence(let sequence):
      for element in sequence {
        if let line = firstAnchor(in: element) { return line }
      }
      return nil
    case .alias(let alias): return alias.mark?.line ?? 1
    }
  }

  private mutating func noteFailure(_ error: any Error) {
    let (problem, mark): (String, Mark?) =
      switch error as? YamlError {
      case .scanner(_, let problem, let mark, _)?, .parser(_, let problem, let mark, _)?,
        .composer(_, let problem, let mark, _)?:
        (problem, mark)
      case .duplicatedKeysInMapping(let keys, let context)?:
        ("the key \"\(keys.first ?? "")\" stands twice", context.mark)
      case .reader(let problem, _, _, _)?: (problem, nil)
      default: ("it is not understood", nil)
      }
    problems.append(
      DocumentProblem(path: "", line: mark.map { max($0.line, 1) }, message: "it is not YAML: \(problem)"))
  }
}
