import ArgumentParser
import Checklist
import Foundation
import HistoryStore
import OrganizationModel

extension AttestedOutcome: ExpressibleByArgument {}

/// Records one attestation.
struct AttestAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Records an attestation.",
    discussion: """
      Example:
        optout-audit attest add --item hipaa.incident-plan-covers-ai --outcome passed \\
          --statement "Section 4 of the plan covers it." --by "Ida Holm" --evidence plan.pdf

      Items that are assessed from evidence may be overruled by nobody. Evidence files of up to 50 MB are kept in the \
      store. An attestation holds through its last day; renewal counts from the effective date.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var organization: OrganizationOptions
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var checklists: ChecklistOptions

  @Option(help: ArgumentHelp("The checklist item's id.", valueName: "id"))
  var item: String

  @Option(help: ArgumentHelp("passed, failed or notApplicable.", valueName: "outcome"))
  var outcome: AttestedOutcome

  @Option(help: ArgumentHelp("What is attested, in a sentence or more.", valueName: "text"))
  var statement: String

  @Option(help: ArgumentHelp("The name of who attests.", valueName: "name"))
  var by: String

  @Option(help: ArgumentHelp("A file that it rests on; may be repeated.", valueName: "file"))
  var evidence: [String] = []

  @Option(help: ArgumentHelp("The first day on which it holds. Else today (UTC).", valueName: "YYYY-MM-DD"))
  var effective: String?

  @Option(help: ArgumentHelp("The last day on which it holds.", valueName: "YYYY-MM-DD"))
  var expires: String?

  @Option(
    name: .customLong("valid-for"),
    help: ArgumentHelp("How long it holds, in place of --expires. Else as the item renews.", valueName: "90d")
  )
  var validFor: String?

  @Option(help: ArgumentHelp("The part of the organization that it is about.", valueName: "text"))
  var scope: String?

  @Option(
    help: ArgumentHelp(
      "A fact that the item asks for, such as workload; may be repeated.", valueName: "name=text"))
  var detail: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    _ = try request()
  }

  func run() throws {
    let context = CommandContext.system()
    let items = ChecklistOptions.knownItems(with: try checklists.catalogues())
    let loaded = try configuration.load(context, items: items)
    let ledger = try AttestationLedger(reading: store, organization, context)
    let recorder = AttestationRecorder(
      ledger: ledger,
      rules: AttestationRules(
        items: items, renewalDays: loaded.configuration.renewalDays, today: context.today,
        systemUser: SystemUser.name()), time: context.now())
    let draft = try recorder.draft(for: try request(), evidencePaths: evidence)
    let book = try ledger.appending([draft], to: store, context)
    guard let recorded = book.attestations.last else { return }
    try AttestOutput.printRecorded([recorded.id], in: book, json: json, loaded, context)
  }

  private func request() throws -> AttestationRequest {
    if expires != nil, validFor != nil {
      throw ValidationError("--expires and --valid-for exclude each other; give one")
    }
    return AttestationRequest(
      item: item, outcome: outcome, statement: statement.trimmed, by: by.trimmed,
      effective: try effective.map { try Self.day($0, "--effective") },
      expires: try expires.map { try Self.day($0, "--expires") }, validDays: try validDays(),
      scope: scope?.trimmed, details: try details())
  }

  private static func day(_ text: String, _ option: String) throws -> Timestamp {
    guard let day = DayText.day(text) else {
      throw ValidationError("\(option) \(text.debugDescription) is not a date; write it as 2026-09-30")
    }
    return day
  }

  private func validDays() throws -> Int? {
    try validFor.map { text in
      guard let days = DayText.days(text) else {
        throw ValidationError("--valid-for \(text.debugDescription) is not a number of days; write it as 90d")
      }
      return days
    }
  }

  private func details() throws -> [String: String] {
    var details: [String: String] = [:]
    for text in detail {
      guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
        throw ValidationError("--detail \(text.debugDescription) has no name; write it as workload=claims")
      }
      let name = String(text[..<sign]).trimmed
      guard details.updateValue(String(text[text.index(after: sign)...]).trimmed, forKey: name) == nil else {
        throw ValidationError("--detail \(name.debugDescription) is given twice")
      }
    }
    return details
  }
}

extension String {
  /// Without white space at its ends.
  var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
