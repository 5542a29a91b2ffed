import CloudTrailRecords
import OrganizationModel

/// What became of one file.
struct ImportedFile {
  var path: String
  var records = 0
  var added = 0
  var duplicates = 0
  var otherServices = 0
  var otherCalls = 0
  var refused: [String: Int] = [:]
  var isOnePageOfSeveral = false
  var hasUnreadableRecords = false
  /// Why nothing of the file was used.
  var problem: String?

  /// Whether everything that it holds is known.
  var isWhole: Bool { problem == nil && !isOnePageOfSeveral && !hasUnreadableRecords }
  var refusedCount: Int { refused.values.reduce(0, +) }

  mutating func take(_ contents: EventFileContents, added: Int) {
    records = contents.records
    self.added = added
    duplicates = contents.events.count - added
    otherServices = contents.otherServices
    otherCalls = contents.otherCalls
    refused = contents.refused
    isOnePageOfSeveral = contents.isOnePageOfSeveral
    hasUnreadableRecords = contents.hasUnreadableRecords
  }
}

/// What an import has to say when it is done.
struct ImportOutcome {
  var organization: OrganizationID
  var skippedDigests: Int
  var files: [ImportedFile] = []
  /// What was recorded as covered, and whether the user stated any.
  var coverage: [EventCoverage] = []
  var statedCoverage = false

  private func sum(_ value: (ImportedFile) -> Int) -> Int { files.reduce(0) { $0 + value($1) } }
  private var added: Int { sum(\.added) }
  private var duplicates: Int { sum(\.duplicates) }
  private var unreadable: [ImportedFile] { files.filter { $0.problem != nil } }

  private var refused: [String: Int] {
    files.reduce(into: [:]) { $0.merge($1.refused, uniquingKeysWith: +) }
  }

  /// Files that could not be read, or records alone that are not ours.
  var leftSomethingOut: Bool {
    !unreadable.isEmpty || (added + duplicates == 0 && sum(\.refusedCount) > 0)
  }

  var json: JSONValue {
    .object([
      ("organization", .string(organization.rawValue)), ("files", .array(files.map(Self.json))),
      ("added", .number(added)), ("duplicates", .number(duplicates)),
      ("otherServices", .number(sum(\.otherServices))), ("otherCalls", .number(sum(\.otherCalls))),
      ("refused", .array(refused.sorted { $0.key < $1.key }.map(Self.json))),
      ("skippedDigests", .number(skippedDigests)),
      ("coverage", .array(coverage.map(Self.json))),
    ])
  }

  private static func json(_ file: ImportedFile) -> JSONValue {
    .object([
      ("path", .string(file.path)), ("records", .number(file.records)), ("added", .number(file.added)),
      ("duplicates", .number(file.duplicates)), ("otherServices", .number(file.otherServices)),
      ("otherCalls", .number(file.otherCalls)), ("refused", .number(file.refusedCount)),
      ("problem", .optional(file.problem)),
    ])
  }

  private static func json(_ refusal: (key: String, value: Int)) -> JSONValue {
    .object([("reason", .string(refusal.key)), ("records", .number(refusal.value))])
  }

  private static func json(_ span: EventCoverage) -> JSONValue {
    .object([
      ("account", .string(span.account.rawValue)), ("from", .string(span.from.description)),
      ("to", .string(span.to.description)),
    ])
  }

  func text(_ context: CommandContext) -> String {
    let read = files.count - unreadable.count
    var lines = [
      "imported \(context.styled(plural(added, "event"), .bold)) of \(organization) from \(plural(read, "file"))"
    ]
    if duplicates > 0 { lines.append("  \(plural(duplicates, "event")) known already") }
    let others = sum(\.otherServices) + sum(\.otherCalls)
    if others > 0 {
      lines.append("  \(plural(others, "record")) of other services and of calls that change nothing")
    }
    if skippedDigests > 0 { lines.append("  \(plural(skippedDigests, "digest file")) skipped") }
    lines += refused.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(10).map {
      "  \(plural($0.value, "record")) passed over: \(TerminalText.safe($0.key))"
    }
    lines += files.filter(\.isOnePageOfSeveral).prefix(10).map {
      "  \(TerminalText.safe($0.path)) is one page of several; the AWS CLI joins them without --max-items"
    }
    if !unreadable.isEmpty {
      lines.append(context.styled("  \(plural(unreadable.count, "file")) not used", .bad))
      lines += unreadable.prefix(10).map {
        "    \(TerminalText.safe($0.path)): \(TerminalText.safe($0.problem ?? ""))"
      }
      if unreadable.count > 10 { lines.append("    and \(unreadable.count - 10) more (--json has all)") }
    }
    lines += coverage.map { "  the trail of \($0.account) is covered from \($0.from) to \($0.to)" }
    if statedCoverage, coverage.isEmpty {
      lines.append("  --covers was not recorded, because a file or a record is missing from what it covers")
    }
    return lines.map { TerminalText.wrapped($0, to: context.columns, indent: 6) }.joined(separator: "\n")
  }
}
