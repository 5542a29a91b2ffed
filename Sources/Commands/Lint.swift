import ArgumentParser
import PolicyFiles
import PolicyLanguage

/// Judges policies in files, without AWS and without a store.
struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judges policy files: what AWS rejects, what does nothing, and what leaves a hole.",
    discussion: """
      Examples:
        optout-audit lint policy.json
        optout-audit lint template.yaml policies/*.json --sarif > lint.sarif
        terraform show -json plan.out | optout-audit lint -

      Reads policies, answers of the AWS CLI (describe-policy), CloudFormation templates in YAML and JSON, and Terraform \
      plans in JSON. Exit status 1 when an error or a warning was found (a note alone is none), 2 when a file could not be \
      read or has no policy in it; the other files are judged all the same.
      """)

  @Argument(help: ArgumentHelp("Files to judge; - is standard input.", valueName: "file"))
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "Services of one's own to add or replace, in a file like what `services --json` prints.",
      valueName: "file"))
  var services: String?

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print SARIF 2.1.0, which code scanning reads.")
  var sarif = false

  func validate() throws {
    if json && sarif { throw ValidationError("--json and --sarif exclude each other; give one") }
    if files.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("- is given twice, and standard input can be read once")
    }
  }

  func run() throws {
    let context = CommandContext.system()
    let linter = Linter(catalogue: try CatalogueFile.catalogue(overriddenBy: services))
    let linted = files.map { LintedFile.linting($0, with: linter) }
    if json {
      try context.print(LintOutput.json(linted).text)
    } else if sarif {
      try context.print(SARIFLog.json(linted).text)
    } else if let text = LintOutput.text(linted, context) {
      try context.print(text)
    }
    for line in LintOutput.problems(linted) { context.note(line) }
    if context.showsProgress, !json, !sarif { context.note(LintOutput.summary(linted)) }
    if linted.contains(where: { !$0.problems.isEmpty }) { throw ExitCode(.failure) }
    if linted.contains(where: \.hasFindings) { throw ExitCode(.findings) }
  }
}

extension LintedFile {
  /// Whether there is more than notes.
  fileprivate var hasFindings: Bool { diagnostics.contains { $0.finding.severity != .note } }
}
