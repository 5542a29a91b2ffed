import ArgumentParser
import Checklist
import Foundation
import OrganizationModel

/// Begins a file of attestations.
struct AttestTemplate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract: "Writes a YAML file with every item that waits for an attestation, to fill in.",
    discussion: """
      Example:
        optout-audit attest template --output open.yaml

      Items that the configuration says do not apply are left out. An existing file is not replaced.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var organization: OrganizationOptions
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var checklists: ChecklistOptions

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("The day as of which items are open. Else today (UTC).", valueName: "YYYY-MM-DD"))
  var asOf: String?

  @Option(help: ArgumentHelp("The file to write. Else standard output.", valueName: "file"))
  var output: String?

  func validate() throws {
    _ = try ReportDay.parse(asOf)
  }

  func run() throws {
    let context = CommandContext.system()
    let catalogues = try checklists.catalogues()
    let loaded = try configuration.load(context, items: ChecklistOptions.knownItems(with: catalogues))
    let ledger = try AttestationLedger(reading: store, organization, context)
    let (text, count) = AttestationTemplate.text(
      organization: ledger.organization, catalogues: catalogues, book: ledger.book,
      waived: Set(loaded.configuration.notApplicable.keys), renewalDays: loaded.configuration.renewalDays,
      date: try ReportDay.parse(asOf) ?? context.today)
    guard let output else {
      try context.print(text)
      if let line = loaded.line { context.note(line) }
      return
    }
    try Self.write(text, to: output)
    try context.print(
      "wrote \(plural(count, "open item")) to \(TerminalText.safe(output)); fill it in, then: optout-audit attest load "
        + TerminalText.safe(ShellWord.quoted(output)) + (loaded.line.map { "\n\($0)" } ?? ""))
  }

  /// Writes a file that is not there yet.
  private static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
    } catch let error as CocoaError where error.code == .fileWriteFileExists {
      throw CommandFailure(
        "\"\(path)\" is there already and may be filled in; name another file with --output")
    } catch {
      throw CommandFailure("cannot write \"\(path)\": name another file with --output")
    }
  }
}
