package import OrganizationModel

/// Why the store could not do what it was asked.
package enum StoreError: Error, Hashable {
  // The file.
  case missing(path: String)
  case cannotCreate(path: String, reason: String)
  case isFolder(path: String)
  /// A pipe or a device.
  case isNoFile(path: String)
  case unreadable(path: String)
  case readOnly(path: String)
  case diskFull(path: String)
  case empty(path: String)
  case notSQLite(path: String)
  /// An SQLite file of somebody else; `tables` are some of those in it.
  case notAStore(path: String, tables: [String])
  case corrupt(path: String, detail: String)
  /// A killed writer left a journal that read-only access cannot roll back.
  case interruptedWrite(path: String)
  /// `holder` names the process that holds the lock, as far as the system tells.
  case locked(path: String, holder: String?, waited: Duration)

  /// A file stands where a new store should be written.
  case alreadyThere(path: String)

  // The schema.
  case newerSchema(path: String, version: Int64, known: Int64)
  case olderSchema(path: String, version: Int64, known: Int64)
  case missingMigration(path: String, name: String)
  case alteredMigration(path: String, name: String)
  case alteredSchema(path: String, detail: String)

  // Sealing.
  case notLaterThanNewest(OrganizationID, observedAt: Timestamp, newest: Timestamp, newestID: String)
  case listedTwice(record: String)
  case foreignOrganization(header: OrganizationID, organization: OrganizationID)

  // Choosing and reading.
  case noSnapshots(OrganizationID?)
  case severalOrganizations([OrganizationID])
  case unknownSnapshot(String)
  case ambiguousSnapshot(prefix: String, candidates: [SealedSnapshot])
  case notASelector(String)
  case nothingObservedBy(String, first: SealedSnapshot)
  case damaged(snapshot: String, detail: String)

  case nothingToRetire(before: Timestamp)

  /// Anything else that SQLite says.
  case sqlite(path: String, message: String)
}

extension StoreError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let path):
      "there is no store at \"\(path)\": run \"collect\" first, or name another file with --db"
    case .cannotCreate(let path, let reason):
      "cannot create the store \"\(path)\": \(reason); name a file that can be written with --db"
    case .isFolder(let path): "\"\(path)\" is a folder, not a store: name a file with --db"
    case .isNoFile(let path):
      "\"\(path)\" is a pipe or a device, not a store: name a file with --db"
    case .unreadable(let path): "cannot read the store \"\(path)\": give this user permission to read it"
    case .readOnly(let path):
      "cannot write the store \"\(path)\": give this user permission to write the file and its folder"
    case .diskFull(let path):
      "no space is left for the store \"\(path)\": it is as it was before; free some space and run again"
    case .empty(let path):
      "the store \"\(path)\" is empty: run \"collect\" first, or name another file with --db"
    case .notSQLite(let path): "\"\(path)\" is not a store (not an SQLite file): name another file with --db"
    case .notAStore(let path, let tables):
      "\"\(path)\" is an SQLite file of another program (it holds \(Self.list(tables))): "
        + "name another file with --db"
    case .corrupt(let path, let detail):
      "the store \"\(path)\" is damaged (\(detail)): restore it from a copy"
    case .interruptedWrite(let path):
      "a killed process left the store \"\(path)\" in the middle of a write, and undoing it needs write permission: "
        + "open it once as a user who may write the file and its folder"
    case .locked(let path, let holder, let waited):
      "the store \"\(path)\" is held by \(holder ?? "another process"), waited \(waited.inSeconds): "
        + "wait for it to end, then run again"
    case .alreadyThere(let path): "\"\(path)\" exists and is left as it is: name a file that does not exist"
    case .newerSchema(let path, let version, let known):
      "the store \"\(path)\" has schema \(version), and this version knows \(known): use a newer optout-audit"
    case .olderSchema(let path, let version, let known):
      "the store \"\(path)\" has schema \(version), and reading needs \(known): run \"collect\" to bring it up to date"
    case .missingMigration(let path, let name):
      "the store \"\(path)\" lacks migration \"\(name)\" although it has later ones: restore it from a copy"
    case .alteredMigration(let path, let name):
      "the store \"\(path)\" was made by another text of migration \"\(name)\": "
        + "use the optout-audit that made it, or restore it from a copy"
    case .alteredSchema(let path, let detail):
      "the schema of the store \"\(path)\" was altered (\(detail)): restore it from a copy"
    case .notLaterThanNewest(let organization, let observedAt, let newest, let newestID):
      "the snapshot of \(organization) was observed at \(observedAt), which is not later than its newest one "
        + "(\(newestID), observed at \(newest)): seal snapshots in the order of their observation, "
        + "or use another store with --db"
    case .listedTwice(let record): "the snapshot lists \(record) twice: read the organization again"
    case .foreignOrganization(let header, let organization):
      "the snapshot of \(header) holds the facts of \(organization): read the organization again"
    case .noSnapshots(nil): "the store holds no snapshot: run \"collect\" first"
    case .noSnapshots(let organization?):
      "the store holds no snapshot of \(organization): run \"collect\" first, or see \"snapshots\" for what it holds"
    case .severalOrganizations(let organizations):
      "the store holds several organizations: choose one with --organization "
        + "(\(Self.list(organizations.map(\.rawValue))))"
    case .unknownSnapshot(let text):
      "no snapshot has an id that begins with \"\(text)\": see \"snapshots\" for what the store holds"
    case .ambiguousSnapshot(let prefix, let candidates):
      "several snapshots have an id that begins with \"\(prefix)\": give more of it "
        + "(\(Self.list(candidates.map { "\($0.id) of \($0.header.observedAt)" })))"
    case .notASelector(let text):
      "\"\(text)\" names no snapshot: give an id such as s-0123456789ab, a date such as 2026-09-30, "
        + "or a time such as 2026-09-30T12:00:00Z"
    case .nothingObservedBy(let text, let first):
      "nothing was observed by \(text): the first snapshot of \(first.header.organization) is \(first.id), "
        + "observed at \(first.header.observedAt)"
    case .damaged(let snapshot, let detail):
      "snapshot \(snapshot) cannot be read back (\(detail)): restore the store from a copy"
    case .nothingToRetire(let before):
      "nothing in the store ceased to be in effect before \(before.day): see \"retention\" for what it holds"
    case .sqlite(let path, let message): "the store \"\(path)\" failed (\(message))"
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(10).joined(separator: ", ")
    return names.count > 10 ? shown + ", and \(names.count - 10) more" : shown
  }
}

extension Duration {
  fileprivate var inSeconds: String {
    let (seconds, attoseconds) = components
    let tenths = attoseconds / 100_000_000_000_000_000
    return tenths == 0 ? "\(seconds) s" : "\(seconds).\(tenths) s"
  }
}
