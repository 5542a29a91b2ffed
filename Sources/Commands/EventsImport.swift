import ArgumentParser
import CloudTrailRecords
import Foundation
import HistoryStore
import OrganizationModel

/// CloudTrail's files into the store.
struct EventsImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Imports changes from CloudTrail log files and from answers of lookup-events.",
    discussion: """
      Examples:
        aws s3 sync s3://trail-bucket/AWSLogs/o-abc/111111111111/CloudTrail/us-east-1 logs
        optout-audit events import logs
        optout-audit events import logs --covers 111111111111=2026-01-01/2026-04-01

      Reads log files as they lie in S3 (gzip, or unpacked), folders of them, and what `aws cloudtrail lookup-events` \
      prints. Other services' records are passed over, events that the store has are not added again, and a file that \
      cannot be read is named and left out. Exit status 1 when files or records were left out for being bad, 2 when no \
      file could be read.
      """)

  @OptionGroup var store: StoreOptions

  @Argument(help: ArgumentHelp("Files and folders of them.", valueName: "path"))
  var paths: [String]

  @Option(help: ArgumentHelp("The organization, where the store has several.", valueName: "o-…"))
  var organization: String?

  @Option(
    help: ArgumentHelp(
      "States that the files hold every record of an account's trail of this span, so that nothing else happened "
        + "in it; may be repeated.", valueName: "account=from/to"))
  var covers: [CoveredSpan] = []

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if let organization, OrganizationID(organization) == nil {
      throw ValidationError("--organization \(organization.debugDescription) is not an id; it begins with o-")
    }
  }

  func run() throws {
    let context = CommandContext.system()
    // A store that is not there is not made: without a snapshot nobody could tell whose the events are.
    _ = try store.openForReading(context)
    let database = try store.openForWriting(context)
    let outcome: ImportOutcome
    do {
      let chosen = try database.select(.newest, of: organization.flatMap { OrganizationID($0) })
      outcome = try EventImporter(
        store: database, organization: chosen.header.organization, now: context.now(),
        progress: { context.progress("reading \($0)") }
      ).run(paths: paths, covering: covers.map(\.coverage))
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
    context.progress("")
    try context.print(json ? outcome.json.text : outcome.text(context))
    ReplayMemory.refresh(outcome.organization, in: database, context)
    if outcome.files.allSatisfy({ $0.problem != nil }) { throw ExitCode(.failure) }
    if outcome.leftSomethingOut { throw ExitCode(.findings) }
  }
}

/// `111111111111=2026-01-01/2026-04-01`.
struct CoveredSpan: ExpressibleByArgument {
  var coverage: EventCoverage

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let account = AccountID(String(parts[0])) else { return nil }
    let times = parts[1].split(separator: "/", omittingEmptySubsequences: false).map { Timestamp(String($0)) }
    guard times.count == 2, let from = times[0], let to = times[1], from < to else { return nil }
    coverage = EventCoverage(account: account, from: from, to: to)
  }
}
