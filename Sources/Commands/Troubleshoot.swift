import ArgumentParser
import OrganizationModel
import Remediation

/// What commonly keeps the opt-out from working, looked for in a snapshot.
struct Troubleshoot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks for what commonly keeps the opt-out from working, and says what to do.",
    discussion: """
      Examples:
        optout-audit troubleshoot
        optout-audit troubleshoot --json

      Each trouble is found, not found, or not known from the snapshot, with the reason. Exit status 1 when one is found.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var snapshot: SnapshotOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let context = CommandContext.system()
    let subject = try AuditSubject(
      from: store.openForReading(context), options: snapshot, verifiesChain: false)
    let output = TroubleshootOutput(answers: Troubleshooter.answers(for: subject.posture), subject: subject)
    try context.print(json ? output.json.text : output.text(context))
    if output.hasFindings { throw ExitCode(.findings) }
  }
}
