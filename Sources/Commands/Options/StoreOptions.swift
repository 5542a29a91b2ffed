import ArgumentParser
import HistoryStore
import OrganizationModel

/// Which store is used.
struct StoreOptions: ParsableArguments {
  @Option(
    name: .customLong("db"),
    help: ArgumentHelp(
      "The store's file. Else OPTOUT_AUDIT_DB, else $XDG_DATA_HOME/optout-audit/history.sqlite.",
      valueName: "file"))
  var database: String?

  func path(_ context: CommandContext) throws -> String {
    if let database { return database }
    if let path = context.environment["OPTOUT_AUDIT_DB"], !path.isEmpty { return path }
    if let data = context.environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      return "\(data)/optout-audit/history.sqlite"
    }
    guard let home = context.environment["HOME"], !home.isEmpty else {
      throw CommandFailure(
        "neither OPTOUT_AUDIT_DB, XDG_DATA_HOME nor HOME is set; name the store with --db FILE")
    }
    return "\(home)/.local/share/optout-audit/history.sqlite"
  }

  /// The store for reading; it must be there.
  func openForReading(_ context: CommandContext) throws -> HistoryStore {
    do { return try HistoryStore(path: try path(context), access: .readOnly) } catch let error as StoreError {
      throw CommandFailure(error)
    }
  }

  func openForWriting(_ context: CommandContext) throws -> HistoryStore {
    do { return try HistoryStore(path: try path(context), access: .readWrite) } catch let error as StoreError
    {
      throw CommandFailure(error)
    }
  }
}

/// Which organization of the store, and which of its snapshots.
struct SnapshotOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The organization, where the store has several.", valueName: "o-…"))
  var organization: String?

  @Option(
    help: ArgumentHelp(
      "A snapshot's id (or its beginning), or a date: the last one observed by then. Else the newest.",
      valueName: "id|date"))
  var at: String?

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("The day at which ages are judged. Else today (UTC).", valueName: "YYYY-MM-DD"))
  var asOf: String?

  func validate() throws {
    _ = try organizationID()
    _ = try selector()
    _ = try asOfDate()
  }

  func selector() throws -> SnapshotSelector {
    guard let at else { return .newest }
    do throws(StoreError) { return try SnapshotSelector(at) } catch {
      throw ValidationError("--at: \(error)")
    }
  }

  func organizationID() throws -> OrganizationID? {
    try organization.map { text in
      guard let id = OrganizationID(text) else {
        throw ValidationError("--organization \(text.debugDescription) is not an id; it begins with o-")
      }
      return id
    }
  }

  func reportDate(_ context: CommandContext) throws -> Timestamp {
    try asOfDate() ?? context.today
  }

  private func asOfDate() throws -> Timestamp? { try ReportDay.parse(asOf) }
}
