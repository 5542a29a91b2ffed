import ArgumentParser
import Checklist
import HistoryStore
import OrganizationModel

/// Records that an attestation counts no longer.
struct AttestRevoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Records that an attestation was not right; it counts on no day from then on.",
    discussion: """
      Example:
        optout-audit attest revoke a-0123456789ab --reason "The plan attached was a draft." --by "Ida Holm"
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var organization: OrganizationOptions

  @Argument(help: ArgumentHelp("The attestation's id, or its beginning.", valueName: "id"))
  var id: String

  @Option(help: ArgumentHelp("Why it was not right.", valueName: "text"))
  var reason: String

  @Option(help: ArgumentHelp("The name of who revokes it.", valueName: "name"))
  var by: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let context = CommandContext.system()
    let ledger = try AttestationLedger(reading: store, organization, context)
    let notice: RevocationNotice
    do {
      notice = try ledger.book.revocation(
        of: id.trimmed, reason: reason.trimmed, by: by.trimmed, systemUser: SystemUser.name())
    } catch {
      throw CommandFailure("nothing was recorded: \(error)")
    }
    let draft = try LedgerDraft(
      organization: ledger.organization, kind: .revocation, recordedAt: context.now(), body: notice)
    let book = try ledger.appending([draft], to: store, context)
    try AttestOutput.printChanged(
      notice.attestation, "revoked; it counts on no day", in: book, json: json, context)
  }
}
