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
    abstract: "Writes the audit report as Markdown, HTML, CSV, JSON, OSCAL, OCSF and SARIF.",
    discussion: """
      Examples:
        optout-audit report --output audit
        optout-audit report --format html --as-of 2026-09-30 --output audit
        optout-audit report --period 2026-Q3 --organization-name "Example Corp" --logo logo.png --output audit

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
  @OptionGroup var period: PeriodOptions

  @Option(
    help: ArgumentHelp(
      "Formats, separated by commas: markdown, html, csv, json, oscal, ocsf, sarif. Else all.",
      valueName: "list"))
  var format: String?

  @Option(help: ArgumentHelp("The folder to write to; it is made where it is missing.", valueName: "folder"))
  var output: String

  @Option(help: ArgumentHelp("A folder with templates of one's own.", valueName: "folder"))
  var templates: String?

  @Option(help: ArgumentHelp("The report's title.", valueName: "text"))
  var title: String?

  @Option(
    name: .customLong("organization-name"),
    help: ArgumentHelp("What the organization is called in the report.", valueName: "text"))
  var organizationName: String?

  @Option(help: ArgumentHelp("A PNG or JPEG file for the head of the HTML report.", valueName: "file"))
  var logo: String?

  @Flag(help: "Print the names of the files as JSON.")
  var json = false

  func validate() throws {
    _ = try parsedFormats()
  }

  func run() throws {
    let context = CommandContext.system()
    let formats = try parsedFormats()
    let date = try snapshot.reportDate(context, period: period)
    let catalogues = try checklists.catalogues()
    let loaded = try configuration.load(context, items: ChecklistOptions.knownItems(with: catalogues))
    var run = ReportRun(
      snapshot: try snapshot.within(period), reportDate: date, period: try period.moment(),
      templates: try templateSet())
    run.catalogues = catalogues
    run.configuration = loaded.configuration
    run.title = title
    run.organizationName = organizationName
    run.logo = try logo.map { try LogoFile.read($0) }
    let database = try store.openForReading(context)
    let folder = try OutputFolder(path: output)
    let rendered = try run.files(of: run.outcome(from: database).model, formats)
    let files = try rendered.map { try folder.write($0.text, to: $0.path) }
    if json {
      try context.print(JSONValue.object([("files", .strings(files))]).text)
    } else {
      try context.print(
        (files.map { "wrote \($0)" } + [loaded.line].compactMap(\.self)).joined(separator: "\n"))
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

/// The picture that `--logo` names.
enum LogoFile {
  static func read(_ path: String) throws -> ReportLogo {
    let bytes: [UInt8]
    do { bytes = try BoundedFile.bytes(at: path, limit: ReportLogo.maximumBytes) } catch {
      throw CommandFailure("cannot use the picture \"\(path)\": \(error); name another with --logo")
    }
    guard let logo = ReportLogo(bytes) else {
      throw CommandFailure("the picture \"\(path)\" is neither PNG nor JPEG; name another with --logo")
    }
    return logo
  }
}
