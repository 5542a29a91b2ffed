import ArgumentParser
import Checklist
import OrganizationModel
import Reporting
import Timeline

/// Scores the checklists.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Scores the checklists on a snapshot.",
    discussion: """
      Examples:
        optout-audit check --checklist general
        optout-audit check --period 2026-Q2 --json
        optout-audit check --checklist mlsec --scope ou-ab12-workload1 --page > mlsec.md

      Score: \(Score.formula). Exit status 1 when an item failed or one that is assessed from evidence could not be \
      assessed. Items about a period look at --period, else at the last 12 months. Items that a person has to attest leave the exit status alone unless --strict is given.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var snapshot: SnapshotOptions
  @OptionGroup var period: PeriodOptions
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var checklists: ChecklistOptions
  @OptionGroup var scope: ScopeOptions
  @OptionGroup var verdict: CheckVerdictOptions

  @Option(name: .customLong("item"), help: ArgumentHelp("Only this item; may be repeated.", valueName: "id"))
  var items: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(
    help: "Print the evidence for a Well-Architected review as a Markdown page (--checklist mlsec).")
  var page = false

  func validate() throws {
    if json && page { throw ValidationError("--json and --page exclude each other; give one") }
  }

  func run() throws {
    let context = CommandContext.system()
    let date = try snapshot.reportDate(context, period: period)
    let catalogues = try selectedCatalogues()
    let loaded = try configuration.load(
      context, items: ChecklistOptions.knownItems(with: catalogues))
    let database = try store.openForReading(context)
    let subject = try AuditSubject(
      from: database, options: snapshot.within(period), reportDate: date, verifiesChain: true,
      maximumGap: loaded.configuration.maximumInferredGap)
    let run = try ChecklistRun(
      subject: subject, store: database, reportDate: date, catalogues: catalogues,
      configuration: loaded.configuration, period: period.moment(),
      scope: scope.nodes(in: subject.posture.snapshot))
    let results = run.results()
    if json {
      try context.print(CheckOutput.json(results, run, subject).text)
    } else if page {
      try context.print(try pages(results, subject, date))
    } else {
      try context.print(
        CheckOutput.text(results, run, subject, verdict: verdict, configuration: loaded, context))
    }
    if verdict.isFinding(results) { throw ExitCode(.findings) }
  }

  /// The checklists with the items that were asked for; a checklist without any is left out.
  private func selectedCatalogues() throws -> [ChecklistCatalogue] {
    let catalogues = try checklists.catalogues()
    guard !items.isEmpty else { return catalogues }
    let known = KnownItem.items(of: catalogues)
    if let unknown = items.first(where: { id in !known.contains { $0.id == id } }) {
      throw CommandFailure(KnownItem.unknown(unknown, among: known))
    }
    return catalogues.compactMap { catalogue in
      var part = catalogue
      part.items.removeAll { !items.contains($0.id) }
      return part.items.isEmpty ? nil : part
    }
  }

  private func pages(_ results: [ChecklistResult], _ subject: AuditSubject, _ date: Timestamp) throws
    -> String
  {
    let pages = results.filter { !$0.reviewQuestions.isEmpty }.map {
      ReviewPage(
        checklist: $0, snapshot: subject.observation.sealed.id, header: subject.observation.sealed.header,
        reportDate: date, scope: scope.scope
      ).markdown
    }
    guard !pages.isEmpty else {
      throw CommandFailure("none of these checklists is for a review; write --checklist mlsec --page")
    }
    return pages.joined(separator: "\n")
  }
}
