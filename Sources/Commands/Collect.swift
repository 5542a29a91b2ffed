import AWSClient
import ArgumentParser
import Collector
import Foundation
import HistoryStore
import OrganizationModel
import OrganizationsAPI

/// AWS, or an export of its answers, into a sealed snapshot.
struct Collect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reads the organization into a sealed snapshot.",
    discussion: """
      Examples:
        optout-audit collect
        optout-audit collect --profile audit --effective representative
        optout-audit collect --plan
        optout-audit collect --max-age 24h
        optout-audit collect --from export --observed-at 2026-09-30T06:00:00Z

      Needs the permissions that `optout-audit iam-policy` prints, in the management account or as a delegated \
      administrator. Exit status 1 when something could not be read: the snapshot is sealed all the same and says so.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var aws: AWSOptions

  @Option(
    help: ArgumentHelp(
      "Ask AWS for the effective policy of every account, or of one representative of each distinct path.",
      valueName: "every|representative"))
  var effective: EffectiveMode = .every

  @Option(
    name: .customLong("max-age"),
    help: ArgumentHelp(
      "Do not ask again for an effective policy that was read within this time, when nothing on the account's path "
        + "changed since the snapshot before: 90m, 24h, 7d.", valueName: "duration"))
  var maxAge: String?

  @Flag(help: "Forget what an interrupted collect had read, and ask for everything.")
  var fresh = false

  @Flag(help: "Print the requests and the time they need, and collect nothing.")
  var plan = false

  @Flag(help: "Read the service control policies and their targets too.")
  var scps = false

  @Flag(
    help: ArgumentHelp(
      "Ask Cost Explorer too which services were billed. AWS bills \(UsageRun.price) for each request."))
  var usage = false

  @Option(
    name: .customLong("usage-from"),
    help: ArgumentHelp(
      "The first day of that. Else the first of the month three months ago.", valueName: "YYYY-MM-DD"))
  var usageFrom: String?

  @Flag(
    name: .customLong("no-events"),
    help: "Leave out who changed what: CloudTrail's event history, or lookup-events.json of an export.")
  var leavesOutEvents = false

  @Option(
    help: ArgumentHelp(
      "Read an offline export instead of AWS: a folder of AWS CLI answers.", valueName: "folder"))
  var from: String?

  @Option(
    name: .customLong("observed-at"),
    help: ArgumentHelp("When the export was made, where it does not say so itself.", valueName: "time"))
  var observedAt: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if scps, from != nil {
      throw ValidationError("--scps asks AWS; an export holds no service control policies")
    }
    try validateReuse()
    if usage, from != nil {
      throw ValidationError("--usage asks AWS; an export holds no bill")
    }
    if usageFrom != nil, !usage {
      throw ValidationError("--usage-from goes with --usage")
    }
    if let usageFrom, usageFrom.utf8.count != 10 || Timestamp(usageFrom) == nil {
      throw ValidationError(
        "--usage-from \(usageFrom.debugDescription) is not a date; write it as 2026-07-01")
    }
    if observedAt != nil, from == nil {
      throw ValidationError("--observed-at goes with --from; a live collect knows its time")
    }
    if let observedAt, Timestamp(observedAt) == nil {
      throw ValidationError(
        "--observed-at \(observedAt.debugDescription) is not a time; write it as 2026-09-30T06:00:00Z")
    }
  }

  private func validateReuse() throws {
    if let maxAge {
      guard AgeOption.duration(maxAge) != nil else {
        throw ValidationError(
          "--max-age \(maxAge.debugDescription) is not a duration; write it as 90m, 24h or 7d")
      }
      if fresh { throw ValidationError("--fresh asks for everything, so --max-age does not go with it") }
    }
    guard from != nil else { return }
    for (option, isGiven) in [("--max-age", maxAge != nil), ("--fresh", fresh), ("--plan", plan)]
    where isGiven {
      throw ValidationError("\(option) is about asking AWS; an export is read whole")
    }
  }

  func run() async throws {
    let context = CommandContext.system()
    if plan { return try await printPlan(context) }
    let outcome: CollectOutcome
    let database: HistoryStore
    if let from {
      (outcome, database) = try await collectExport(folder: from, context)
    } else {
      (outcome, database) = try await collectLive(context)
    }
    try context.print(json ? outcome.json.text : outcome.text(context, database: store.database))
    ReplayMemory.refresh(outcome.sealed.header.organization, in: database, context)
    if !outcome.sealed.isComplete { throw ExitCode(.findings) }
  }

  private func collectExport(
    folder: String, _ context: CommandContext
  ) async throws -> (CollectOutcome, HistoryStore) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw CommandFailure("\(folder) is not a folder; name the one that the script of export-script made")
    }
    let source = ExportFolder(URL(fileURLWithPath: folder))
    let database = try store.openForWriting(context)
    let outcome = try await collectRun(context).seal(
      export: source, observedAt: observedAt.flatMap { Timestamp($0) }, into: database)
    return (outcome, database)
  }

  private func collectLive(_ context: CommandContext) async throws -> (CollectOutcome, HistoryStore) {
    let signedIn = try await AWSConnection(options: aws, context: context).signIn()
    try signedIn.requireOptOutPolicies()
    let database = try store.openForWriting(context)
    var outcome = try await collectRun(context).seal(live: signedIn.client, into: database)
    if usage {
      let ask = UsageRun(context: context, from: usageFrom.flatMap { Timestamp($0) })
      outcome.usage = try await ask.record(
        for: outcome.sealed.header.organization, using: signedIn.client, into: database)
      outcome.requests = signedIn.client.statistics.requests
    }
    return (outcome, database)
  }

  private func printPlan(_ context: CommandContext) async throws {
    let signedIn = try await AWSConnection(options: aws, context: context).signIn()
    try signedIn.requireOptOutPolicies()
    // A store that is not there yet is no reason not to plan; one that cannot be read is told by the collect itself.
    let plan = try await PlanRun(
      context: context, effective: effective, readsEvents: !leavesOutEvents, share: aws.rateShare
    ).plan(using: signedIn.client, store: try? store.openForReading(context))
    try context.print(json ? plan.json.text : plan.text(context))
  }

  private func collectRun(_ context: CommandContext) -> CollectRun {
    CollectRun(
      context: context, effective: effective, readsServiceControlPolicies: scps,
      readsEvents: !leavesOutEvents, startsOver: fresh, maxAge: maxAge.flatMap(AgeOption.duration),
      rateShare: aws.rateShare)
  }
}
