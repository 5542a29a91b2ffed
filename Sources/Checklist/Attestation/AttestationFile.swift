import OrganizationModel
import Yams

/// A YAML file of attestations to record, as `attest template` begins it and a person fills it in.
///
/// ```yaml
/// organization: o-exampleorg1
/// by: Ida Holm
/// attestations:
///   - item: hipaa.incident-plan-covers-ai
///     outcome: passed
///     statement: Section 4 of the plan covers it.
///     effective: 2026-09-01
///     expires: 2027-08-31          # or valid-for: 90d
///     by: Tomas Berg               # in place of the file's
///     scope: claims
///     details: {workload: claims}
///     evidence: [plan.pdf]         # beside this file
/// ```
///
/// An entry with neither outcome nor statement was left blank and is passed over.
package struct AttestationFile: Hashable, Sendable {
  /// Nil when the file does not say.
  package var organization: String?
  /// In the order of the file, without those left blank.
  package var entries: [Entry]
  /// Items of the entries that were left blank.
  package var blank: [String]

  package struct Entry: Hashable, Sendable {
    /// `attestations[2]`.
    package var path: String
    package var line: Int?
    /// Without files. Where a required key is missing, a text in its place that breaks no rule, so that all else can be
    /// held against them at once; the item's id has none and is empty.
    package var request: AttestationRequest
    /// Whether every required key is there. What is missing is among the problems.
    package var isComplete: Bool
    /// As written: relative ones are meant from the file's folder.
    package var evidencePaths: [String]
  }

  /// What could be read of `text`, with everything that is wrong with it. Nothing may be recorded unless the list of
  /// problems is empty.
  package static func reading(_ text: String) -> (file: AttestationFile, problems: [DocumentProblem]) {
    var parser = AttestationFileParser()
    parser.parse(text)
    return (parser.file, parser.reader.problems)
  }
}

private struct AttestationFileParser {
  var reader = DocumentReader()
  var file = AttestationFile(organization: nil, entries: [], blank: [])

  mutating func parse(_ text: String) {
    guard let root = reader.root(of: text) else {
      if reader.problems.isEmpty { reader.note(nil, "", "the file is empty") }
      return
    }
    guard
      let top = reader.mapping(root, at: "", known: ["organization", "by", "attestations"])
    else { return }
    file.organization = reader.text("organization", of: top, at: "")
    let by = reader.text("by", of: top, at: "")
    let elements = reader.elements("attestations", of: top, at: "")
    for element in elements { parse(element, by: by) }
    if elements.isEmpty, reader.problems.isEmpty {
      reader.note(root, "attestations", "there is none; \"optout-audit attest template\" begins a file")
    }
  }

  private mutating func parse(_ element: (node: Node, path: String), by fileBy: String?) {
    let path = element.path
    guard
      let entry = reader.mapping(
        element.node, at: path,
        known: [
          "item", "outcome", "statement", "by", "effective", "expires", "valid-for", "scope", "details",
          "evidence",
        ])
    else { return }
    let item = reader.text("item", of: entry, at: path, isRequired: true)
    if Self.isBlank(entry["outcome"]), Self.isBlank(entry["statement"]) {
      if let item { file.blank.append(item) }
      return
    }
    let outcome = outcome(of: entry, at: path)
    let statement = reader.text("statement", of: entry, at: path, isRequired: true)
    let by =
      fileBy.map { self.reader.text("by", of: entry, at: path) ?? $0 }
      ?? reader.text("by", of: entry, at: path, isRequired: true)
    let effective = reader.day("effective", of: entry, at: path)
    let expires = reader.day("expires", of: entry, at: path)
    let validDays = validDays(of: entry, at: path)
    if expires != nil, validDays != nil {
      reader.note(
        entry["valid-for"], "\(path).valid-for", "\"expires\" and \"valid-for\" exclude each other; give one")
    }
    let scope = reader.text("scope", of: entry, at: path)
    let details = details(of: entry, at: path)
    let evidence = reader.texts("evidence", of: entry, at: path)
    let isComplete = item != nil && outcome != nil && statement != nil && by != nil
    let standIn = "missing"
    file.entries.append(
      AttestationFile.Entry(
        path: path, line: element.node.mark?.line,
        request: AttestationRequest(
          item: item ?? "", outcome: outcome ?? .passed, statement: statement ?? standIn, by: by ?? standIn,
          effective: effective, expires: expires, validDays: validDays, scope: scope, details: details),
        isComplete: isComplete,
        evidencePaths: evidence))
  }

  private static func isBlank(_ node: Node?) -> Bool {
    guard let node else { return true }
    return node.null != nil || node.scalar?.string.allSatisfy(\.isWhitespace) == true
  }

  private mutating func outcome(of entry: Node.Mapping, at path: String) -> AttestedOutcome? {
    guard let word = reader.text("outcome", of: entry, at: path, isRequired: true) else { return nil }
    if let outcome = AttestedOutcome(rawValue: word) { return outcome }
    let known = AttestedOutcome.allCases.map(\.rawValue)
    reader.note(
      entry["outcome"], "\(path).outcome",
      "\"\(word)\" is no outcome" + DocumentReader.suggestion(for: word, among: known, what: "there are"))
    return nil
  }

  private mutating func validDays(of entry: Node.Mapping, at path: String) -> Int? {
    guard let text = reader.text("valid-for", of: entry, at: path) else { return nil }
    if let days = DayText.days(text) { return days }
    reader.note(
      entry["valid-for"], "\(path).valid-for", "\"\(text)\" is not a number of days; write it as 90d")
    return nil
  }

  private mutating func details(of entry: Node.Mapping, at path: String) -> [String: String] {
    guard let node = entry["details"], node.null == nil else { return [:] }
    guard let mapping = node.mapping else {
      _ = reader.mapping(node, at: "\(path).details", known: [])
      return [:]
    }
    var details: [String: String] = [:]
    for (key, value) in mapping {
      let name = key.scalar?.string ?? ""
      guard !Self.isBlank(value) else { continue }
      if let text = reader.text(value, at: "\(path).details.\(name)") { details[name] = text }
    }
    return details
  }
}
