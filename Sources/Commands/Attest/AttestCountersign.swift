import ArgumentParser
import Checklist
import HistoryStore
import OrganizationModel

/// Records that a second person stands by an attestation.
struct AttestCountersign: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "countersign", abstract: "Records that a second person stands by an attestation.",
    discussion: """
      Example:
        optout-audit attest countersign a-0123456789ab --by "Tomas Berg"

      The name must not be that of who attested. The same operating-system user is recorded and marked.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var organization: OrganizationOptions

  @Argument(help: ArgumentHelp("The attestation's id, or its beginning.", valueName: "id"))
  var id: String

  @Option(help: ArgumentHelp("The name of who countersigns.", valueName: "name"))
  var by: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let context = CommandContext.system()
    let ledger = try AttestationLedger(reading: store, organization, context)
    let notice: CountersignatureNotice
    do {
      notice = try ledger.book.countersignature(
        of: id.trimmed, by: by.trimmed, systemUser: SystemUser.name())
    } catch {
      throw CommandFailure("nothing was recorded: \(error)")
    }
    let draft = try LedgerDraft(
      organization: ledger.organization, kind: .countersignature, recordedAt: context.now(), body: notice)
    let book = try ledger.appending([draft], to: store, context)
    let attestation = book.attestations.first { $0.id == notice.attestation }?.attestation
    if attestation?.systemUser == notice.systemUser {
      context.note(
        "the same operating-system user (\(TerminalText.safe(notice.systemUser))) recorded both; "
          + "lists mark the countersignature")
    }
    try AttestOutput.printChanged(
      notice.attestation, "countersigned by \(TerminalText.safe(notice.by))", in: book, json: json, context)
  }
}
