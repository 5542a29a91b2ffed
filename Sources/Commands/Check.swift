import ArgumentParser
import Checklist
import OrganizationModel
import Timeline

/// Scores the checklists.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Scores the checklists on a snapshot.",
    discussion: """
      Examples:
        optout-audit check
        optout-audit check --at 2026-06-30 --as-of 2026-06-30 --json

      Score: \(Score.formula). Exit status 1 when an item failed or could not be assessed.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var snapshot: SnapshotOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let context = CommandContext.system()
    let date = try snapshot.reportDate(context)
    let subject = try AuditSubject(
      from: store.openForReading(context), options: snapshot, reportDate: date, verifiesChain: true)
    let results = try ChecklistRun(subject: subject, reportDate: date).results()
    try context.print(
      json ? CheckOutput.json(results).text : CheckOutput.text(results, subject, date, context))
    let outcomes = results.flatMap { $0.items.map(\.outcome) }
    if outcomes.contains(where: \.isFinding) { throw ExitCode(.findings) }
  }
}

extension Outcome {
  /// Whether it makes `check` end with status 1.
  fileprivate var isFinding: Bool {
    switch self {
    case .failed, .notAssessed: true
    case .passed, .notApplicable: false
    }
  }
}

/// The built-in checklists on one snapshot.
struct ChecklistRun {
  var subject: AuditSubject
  var reportDate: Timestamp

  func results() throws -> [ChecklistResult] {
    let evidence = ChecklistEvidence(
      observation: subject.observation, optOutDates: subject.optOutDates, chain: subject.chainState,
      isNewest: subject.isNewest, reportDate: reportDate)
    return ChecklistScorer.results(catalogues: ChecklistCatalogue.builtIn, evidence: evidence)
  }
}
