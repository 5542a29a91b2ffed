import ArgumentParser
import Checklist
import Foundation
import HistoryStore
import OrganizationModel
import PolicyLanguage
import Reporting
import Timeline

/// Writes the report.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the audit report as Markdown, HTML and CSV.",
    discussion: """
      Examples:
        optout-audit report --output audit
        optout-audit report --format html --as-of 2026-09-30 --output audit

      The same store and the same options give the same bytes. --templates names a folder whose files replace the \
      built-in templates of the same name.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case markdown
    case html
    case csv
    case json
    case oscal
    case ocsf
    case sarif
  }

  @OptionGroup var store: StoreOptions
  @OptionGroup var snapshot: SnapshotOptions
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var checklists: ChecklistOptions

  @Option(
    help: ArgumentHelp(
      "Formats, separated by commas: markdown, html, csv, json, oscal, ocsf, sarif. Else all.", valueName: "list"))
  var format: String?

  @Option(help: ArgumentHelp("The folder to write to; it is made where it is missing.", valueName: "folder"))
  var output: String

  @Option(help: ArgumentHelp("A folder with templates of one's own.", valueName: "folder"))
  var templates: String?

  @Option(help: ArgumentHelp("The report's title.", valueName: "text"))
  var title: String?

  @Flag(help: "Print the names of the files as JSON.")
  var json = false

  func validate() throws {
    _ = try parsedFormats()
  }

  func run() throws {
    let context = CommandContext.system()
    let formats = try parsedFormats()
    let date = try snapshot.reportDate(context)
    let templates = try templateSet()
    let catalogues = try checklists.catalogues()
    let loaded = try configuration.load(context, items: ChecklistOptions.knownItems(with: catalogues))
    let database = try store.openForReading(context)
    let folder = try OutputFolder(path: output)
    let subject = try AuditSubject(from: database, options: snapshot, reportDate: date, verifiesChain: true)
    let results = try ChecklistRun(
      subject: subject, store: database, reportDate: date, catalogues: catalogues,
      configuration: loaded.configuration
    ).results()
    let usage = try RecordedUsage.known(
      in: database, of: subject.observation.sealed.header.organization, recordedBy: date,
      declared: loaded.configuration.servicesInUse)
    let writer = ReportWriter(
      subject: subject, checklists: results, reportDate: date, title: title, templates: templates,
      usage: usage)
    let files = try writer.write(formats, to: folder)
    if json {
      try context.print(JSONValue.object([("files", .strings(files))]).text)
    } else {
      try context.print(files.map { "wrote \($0)" }.joined(separator: "\n"))
    }
  }

  private func parsedFormats() throws -> [Format] {
    guard let format else { return Format.allCases }
    return try format.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let format = Format(rawValue: String(word)) else {
        let known = Format.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--format: \"\(word)\" is not one of \(known)")
      }
      return format
    }
  }

  private func templateSet() throws -> TemplateSet {
    do {
      guard let templates else { return try TemplateSet.embedded() }
      return try TemplateSet(overriding: TemplateFolder(path: templates).files())
    } catch let error as ReportError {
      throw CommandFailure(error)
    }
  }
}
