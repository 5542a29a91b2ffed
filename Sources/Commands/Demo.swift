import ArgumentParser
import Checklist
import Collector
import Foundation
import HistoryStore
import OrganizationModel
import Reporting

/// A fictional organization through the whole pipeline.
struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a fictional organization's year through the whole pipeline; needs no credentials.",
    discussion: """
      Example:
        optout-audit demo --output demo

      Collects a year of embedded exports into demo/history.sqlite, records what people attested, shows `status` and \
      `check`, and writes the reports. Everything else can be tried on that store with --db demo/history.sqlite.
      """)

  /// The day on which the demo is judged: that of its last snapshot.
  static let reportDay = "2026-09-30"

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
  var output = "optout-audit-demo"

  func run() async throws {
    let context = CommandContext.system()
    let folder = try OutputFolder(path: output)
    let path = "\(folder.path)/history.sqlite"
    let store = try await fill(path: path, context)
    let options = try SnapshotOptions.parse(["--as-of", Self.reportDay])
    let date = try options.reportDate(context)
    let loaded = try configuration(in: folder, context)
    let organization = try OrganizationOptions.parse([]).choose(in: store)
    try DemoRecords.record(in: store, of: organization, reportDate: date)
    try DemoProbes.record(in: store, of: organization, reportDate: date)
    let templates: TemplateSet
    do { templates = try TemplateSet.embedded() } catch { throw CommandFailure(error) }
    var run = ReportRun(snapshot: options, reportDate: date, templates: templates)
    run.configuration = loaded.configuration
    let outcome = try run.outcome(from: store)
    let (subject, results) = (outcome.subject, outcome.checklists)
    let files = try run.files(of: outcome.model, Report.Format.allCases).map {
      try folder.write($0.text, to: $0.path)
    }

    let file = loaded.path ?? ""
    let cover = ExceptionCover(
      posture: subject.posture, exceptions: loaded.configuration.acceptedExceptions, date: date)
    try context.print(
      heading("optout-audit status --db \(path) --config \(file) --as-of \(Self.reportDay)", context))
    try context.print(
      StatusOutput.text(
        StatusSubject(subject), cover, reportDate: date, database: path, configuration: loaded, context))
    try context.print(
      "\n" + heading("optout-audit check --db \(path) --config \(file) --as-of \(Self.reportDay)", context))
    try context.print(
      CheckOutput.text(
        results, outcome.checklistRun, subject, verdict: CheckVerdictOptions.parse([]),
        configuration: loaded, context))
    try context.print(
      "\n"
        + heading(
          "optout-audit report --db \(path) --config \(file) --as-of \(Self.reportDay) --output \(output)",
          context))
    try context.print(files.map { "wrote \($0)" }.joined(separator: "\n"))
    try context.print(
      "\nOpen \(folder.path)/report.html, or ask why: optout-audit explain Sandbox --db \(path)\n"
        + "Who changed what: optout-audit events list --db \(path)")
  }

  private func heading(_ command: String, _ context: CommandContext) -> String {
    context.styled("$ \(command)", .bold)
  }

  /// The configuration in `folder`: the demo's, unless one is there already.
  private func configuration(in folder: OutputFolder, _ context: CommandContext) throws -> LoadedConfiguration
  {
    let name = ConfigurationOptions.usualName
    let path = "\(folder.path)/\(name)"
    if !FileManager.default.fileExists(atPath: path) {
      _ = try folder.write(DemoRecords.configurationText, to: name)
    }
    return try ConfigurationOptions.parse(["--config", path]).load(
      context, items: KnownItem.items(of: ChecklistCatalogue.builtIn))
  }

  /// The store with the demo's snapshots. What an earlier demo sealed stays, and one that was cut short is completed.
  private func fill(path: String, _ context: CommandContext) async throws -> HistoryStore {
    do {
      let store = try HistoryStore(path: path, access: .readWrite)
      let present = try store.snapshots()
      let exports = DemoExports.all()
      let times = try exports.map { try ExportTimes(of: ExportInMemory(files: $0.files))?.endedAt }
      guard present.map(\.header.observedAt) == times.prefix(present.count).compactMap(\.self) else {
        throw CommandFailure("\(path) is not a store that the demo made; name another folder with --output")
      }
      for export in exports.dropFirst(present.count) {
        let run = CollectRun(
          context: context, effective: .every, readsServiceControlPolicies: false, readsEvents: false)
        let outcome = try await run.seal(
          export: ExportInMemory(files: export.files), observedAt: nil, into: store)
        context.progress("sealed \(outcome.sealed.id), observed \(outcome.sealed.header.observedAt)")
      }
      context.progress("")
      try addEvents(of: exports, to: store)
      for organization in try store.organizations() { ReplayMemory.refresh(organization, in: store, context) }
      guard present.count < exports.count else { return store }
      try context.print(
        "sealed \(exports.count - present.count) snapshots of a fictional organization into \(path)\n")
      return store
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
  }

  /// Stores who changed what, after all snapshots, so that these stand for themselves in the chain. What an earlier demo
  /// stored is not stored again.
  private func addEvents(
    of exports: [(date: String, files: [String: String])], to store: HistoryStore
  ) throws(StoreError) {
    for (export, sealed) in zip(exports, try store.snapshots()) {
      let organization = sealed.header.organization
      let (_, snapshot) = try store.snapshot(id: sealed.id)
      guard let answer = OfflineEvents(ExportInMemory(files: export.files)).answer(for: snapshot) else {
        continue
      }
      let known = Set(try store.eventCoverage(of: organization))
      guard !known.isSuperset(of: answer.coverage) else { continue }
      _ = try EventOutcome(
        storing: answer, of: organization, source: "lookup-events of an export",
        recordedAt: sealed.header.observedAt, in: store)
    }
  }
}
