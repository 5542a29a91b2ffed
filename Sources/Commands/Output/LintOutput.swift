import Foundation
import PolicyFiles
import PolicyLanguage

/// How `lint` shows its answer.
enum LintOutput {
  static func json(_ files: [LintedFile]) -> JSONValue {
    .object([("files", .array(files.map(json)))])
  }

  private static func json(_ file: LintedFile) -> JSONValue {
    .object([
      ("path", .string(file.path)), ("policies", .number(file.policies)),
      ("diagnostics", .array(file.diagnostics.map(json))),
      (
        "problems",
        .array(
          file.problems.map {
            .object([
              ("message", .string($0.message)), ("line", .optional($0.position?.line)),
              ("column", .optional($0.position?.column)),
            ])
          })
      ),
    ])
  }

  private static func json(_ diagnostic: LintedFile.Diagnostic) -> JSONValue {
    let finding = diagnostic.finding
    return .object([
      ("severity", .string(finding.severity.rawValue)), ("code", .string(finding.code)),
      ("message", .string(finding.message)), ("line", .number(finding.position.line)),
      ("column", .number(finding.position.column)), ("suggestion", .optional(finding.suggestion)),
      ("policy", .optional(diagnostic.policy)),
      ("lineInString", .optional(diagnostic.positionInString?.line)),
      ("columnInString", .optional(diagnostic.positionInString?.column)),
    ])
  }

  // MARK: - Text

  /// One line for each diagnostic, in the compiler's form; nil when there is none.
  static func text(_ files: [LintedFile], _ context: CommandContext) -> String? {
    let lines = files.flatMap { file in
      file.diagnostics.map { line($0.finding, path: file.path, context) }
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  private static func line(_ finding: LintDiagnostic, path: String, _ context: CommandContext) -> String {
    let message = finding.message + (finding.suggestion.map { "; \($0)" } ?? "")
    return "\(TerminalText.safe(path)):\(finding.position): "
      + "\(context.styled(finding.severity.rawValue, finding.severity.style)): "
      + "\(TerminalText.safe(message)) [\(finding.code)]"
  }

  /// One line for each thing that could not be judged.
  static func problems(_ files: [LintedFile]) -> [String] {
    files.flatMap { file in
      file.problems.map { problem in
        let place = problem.position.map { ":\($0)" } ?? ""
        return TerminalText.safe("\(file.path)\(place): error: \(problem.message)")
      }
    }
  }

  /// `3 policies in 2 files: 1 error, 2 warnings, 1 note`, for somebody at a terminal.
  static func summary(_ files: [LintedFile]) -> String {
    let findings = files.flatMap(\.diagnostics).map(\.finding.severity)
    let counts = LintSeverity.allCases.compactMap { severity in
      let count = findings.count { $0 == severity }
      return count == 0 ? nil : counted(count, severity.rawValue, severity.rawValue + "s")
    }
    let policies = counted(files.reduce(0) { $0 + $1.policies }, "policy", "policies")
    let failed = files.count { !$0.problems.isEmpty }
    return "\(policies) in \(counted(files.count, "file", "files")): "
      + (counts.isEmpty ? "nothing found" : counts.joined(separator: ", "))
      + (failed == 0 ? "" : "; \(counted(failed, "file", "files")) could not be judged, or not wholly")
  }

  private static func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(count) \(count == 1 ? one : many)"
  }
}

/// What `lint` found as SARIF 2.1.0, the form that code scanning reads
/// (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).
enum SARIFLog {
  static func json(_ files: [LintedFile]) -> JSONValue {
    .object([
      ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .string("2.1.0")),
      (
        "runs",
        .array([
          .object([
            (
              "tool",
              .object([
                (
                  "driver",
                  .object([
                    ("name", .string("optout-audit")), ("version", .string(Version.current)),
                    ("semanticVersion", .string(Version.current)),
                    ("rules", .array(LintRules.all.map(rule))),
                  ])
                )
              ])
            ),
            // Columns are counted in Unicode scalars.
            ("columnKind", .string("unicodeCodePoints")), ("invocations", .array([invocation(files)])),
            (
              "results",
              .array(files.flatMap { file in file.diagnostics.map { result($0, path: file.path) } })
            ),
          ])
        ])
      ),
    ])
  }

  private static func rule(_ rule: any LintRule) -> JSONValue {
    .object([
      ("id", .string(rule.code)),
      ("shortDescription", .object([("text", .string(rule.documentation + "."))])),
      ("defaultConfiguration", .object([("level", .string(rule.severity.rawValue))])),
    ])
  }

  private static func result(_ diagnostic: LintedFile.Diagnostic, path: String) -> JSONValue {
    let finding = diagnostic.finding
    let text = finding.message + (finding.suggestion.map { "; \($0)" } ?? "")
    return .object([
      ("ruleId", .string(finding.code)),
      ("ruleIndex", .number(LintRules.all.firstIndex { $0.code == finding.code } ?? -1)),
      ("level", .string(finding.severity.rawValue)), ("message", .object([("text", .string(text))])),
      ("locations", .array([location(path, finding.position)])),
    ])
  }

  /// Files that could not be judged make the run unsuccessful, so that nobody takes their silence for a pass.
  private static func invocation(_ files: [LintedFile]) -> JSONValue {
    let notifications = files.flatMap { file in
      file.problems.map { problem in
        JSONValue.object([
          ("level", .string("error")), ("message", .object([("text", .string(problem.message))])),
          ("locations", .array([location(file.path, problem.position)])),
        ])
      }
    }
    return .object([
      ("executionSuccessful", .bool(notifications.isEmpty)),
      ("toolExecutionNotifications", .array(notifications)),
    ])
  }

  private static func location(_ path: String, _ position: SourcePosition?) -> JSONValue {
    var physical: [(String, JSONValue)] = [
      ("artifactLocation", .object([("uri", .string(uri(of: path)))]))
    ]
    if let position {
      physical.append(
        (
          "region",
          .object([("startLine", .number(position.line)), ("startColumn", .number(position.column))])
        ))
    }
    return .object([("physicalLocation", .object(physical))])
  }

  /// A relative path as a relative reference, an absolute one as a file URI (RFC 3986).
  private static func uri(of path: String) -> String {
    if path == "-" { return "stdin" }
    var allowed = CharacterSet(
      charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/")
    allowed.insert(charactersIn: "@+,=")
    let relative = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    let escaped = relative.addingPercentEncoding(withAllowedCharacters: allowed) ?? "file"
    return path.hasPrefix("/") ? "file://" + escaped : escaped
  }
}

extension LintSeverity {
  fileprivate var style: TextStyle {
    switch self {
    case .error: .bad
    case .warning: .doubtful
    case .note: .bold
    }
  }
}

extension JSONValue {
  fileprivate static func optional(_ number: Int?) -> JSONValue { number.map { .number($0) } ?? .null }
}
