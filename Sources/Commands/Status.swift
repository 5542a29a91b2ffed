import ArgumentParser
import Checklist
import OrganizationModel

/// The answer on one screen.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says whether every account is opted out, and whether anybody below can undo it.",
    discussion: """
      Examples:
        optout-audit status
        optout-audit status --require-lock --json
        optout-audit status --config optout-audit.yaml --accept-exceptions
        optout-audit status --period 2026-Q3

      Exit status 0 only when every active account is opted out. Exceptions that the configuration accepts are shown and \
      change no verdict.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var snapshot: SnapshotOptions
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var period: PeriodOptions

  @Flag(name: .customLong("require-lock"), help: "Exit 1 unless every active account is locked too.")
  var requireLock = false

  @Flag(
    name: .customLong("require-reported"),
    help: "Exit 1 when a verdict rests on computing alone, without AWS's own answer.")
  var requireReported = false

  @Flag(
    name: .customLong("accept-exceptions"),
    help: "Exit 0 when nothing is wrong but opt-ins that the configuration accepts.")
  var acceptExceptions = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let context = CommandContext.system()
    let date = try snapshot.reportDate(context, period: period)
    let loaded = try configuration.load(context, items: nil)
    let subject = try StatusSubject(
      from: store.openForReading(context), options: snapshot.within(period), reportDate: date)
    let cover = ExceptionCover(
      posture: subject.posture, exceptions: loaded.configuration.acceptedExceptions, date: date)
    try context.print(
      json
        ? StatusOutput.json(subject, cover).text
        : StatusOutput.text(
          subject, cover, reportDate: date, database: store.database, configuration: loaded, context))
    if !isGood(subject.posture, cover) { throw ExitCode(.findings) }
  }

  private func isGood(_ posture: OrganizationPosture, _ cover: ExceptionCover) -> Bool {
    guard posture.verdict == .optedOut || (acceptExceptions && cover.nothingElseIsWrong) else { return false }
    if requireLock, posture.lock.word != "locked" { return false }
    let counts = posture.counts
    return !requireReported || counts.computed + counts.noEvidence == 0
  }
}
