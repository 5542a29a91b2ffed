import ArgumentParser
import OrganizationModel

/// The answer on one screen.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says whether every account is opted out, and whether anybody below can undo it.",
    discussion: """
      Examples:
        optout-audit status
        optout-audit status --require-lock --json

      Exit status 0 only when every active account is opted out.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var snapshot: SnapshotOptions

  @Flag(name: .customLong("require-lock"), help: "Exit 1 unless every active account is locked too.")
  var requireLock = false

  @Flag(
    name: .customLong("require-reported"),
    help: "Exit 1 when a verdict rests on computing alone, without AWS's own answer.")
  var requireReported = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let context = CommandContext.system()
    let date = try snapshot.reportDate(context)
    let subject = try AuditSubject(
      from: store.openForReading(context), options: snapshot, reportDate: date, verifiesChain: false)
    try context.print(
      json
        ? StatusOutput.json(subject).text
        : StatusOutput.text(subject, reportDate: date, database: store.database, context))
    if !isGood(subject.posture) { throw ExitCode(.findings) }
  }

  private func isGood(_ posture: OrganizationPosture) -> Bool {
    guard posture.verdict == .optedOut else { return false }
    if requireLock, posture.lock.word != "locked" { return false }
    let counts = posture.counts
    return !requireReported || counts.computed + counts.noEvidence == 0
  }
}
