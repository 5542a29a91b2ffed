import CloudTrailRecords
import Foundation
import HistoryStore
import OrganizationModel

/// Reads files of events one after the other and stores what is new, some thousand events at a time.
struct EventImporter {
  var store: HistoryStore
  var organization: OrganizationID
  var now: Timestamp
  var progress: (String) -> Void

  /// Bounds what is held in memory, whatever the number of files.
  private static let batch = 10_000
  private static let pieceBytes = 1 << 20

  /// - Parameter coverage: what the files cover as the user says; recorded only when everything could be read.
  func run(paths: [String], covering coverage: [EventCoverage]) throws -> ImportOutcome {
    let accounts = try store.accountsEver(in: organization)
    for span in coverage {
      guard accounts.contains(span.account) else {
        throw CommandFailure(
          "no snapshot of \(organization) names account \(span.account), which --covers does; "
            + "check the account, or collect first")
      }
      guard span.to <= now else {
        throw CommandFailure("--covers says \(span.to), which lies ahead; name a span that is over")
      }
    }
    let files = EventFiles(paths)
    var outcome = ImportOutcome(organization: organization, skippedDigests: files.skippedDigests)
    outcome.files = files.problems.map { ImportedFile(path: $0.path, problem: $0.problem) }
    let owner = RecordOwner(organization: organization, accounts: accounts)
    var known = Set(try store.events(of: organization).map(\.id))
    var waiting: [Event] = []
    for path in files.paths {
      progress(path)
      var file = ImportedFile(path: path)
      do throws(EventFileProblem) {
        let contents = try read(path, of: owner)
        let new = contents.events.filter { known.insert($0.id).inserted }
        file.take(contents, added: new.count)
        waiting += new
      } catch {
        file.problem = "\(error)"
      }
      outcome.files.append(file)
      if waiting.count >= Self.batch { try flush(&waiting, covering: [], outcome) }
    }
    if outcome.files.allSatisfy(\.isWhole) { outcome.coverage = coverage }
    outcome.statedCoverage = !coverage.isEmpty
    try flush(&waiting, covering: outcome.coverage, outcome)
    return outcome
  }

  private func flush(
    _ events: inout [Event], covering coverage: [EventCoverage], _ outcome: ImportOutcome
  ) throws {
    guard !events.isEmpty || !coverage.isEmpty else { return }
    _ = try store.importEvents(
      events, coverage: coverage, source: "CloudTrail files", recordedAt: now, organization: organization)
    events = []
  }

  private func read(_ path: String, of owner: RecordOwner) throws(EventFileProblem) -> EventFileContents {
    let handle = try open(path)
    defer { try? handle.close() }
    var reader = EventFileReader(of: owner)
    while let piece = try piece(of: handle) { try reader.read([UInt8](piece)) }
    try reader.finish()
    return reader.contents
  }

  private func open(_ path: String) throws(EventFileProblem) -> FileHandle {
    // Reading from a pipe or a device might never end.
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: resolved)[.type] as? FileAttributeType
    guard type == .typeRegular else { throw .unreadable("it is no regular file") }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .unreadable(String(cString: strerror(errno)))
    }
    return handle
  }

  private func piece(of handle: FileHandle) throws(EventFileProblem) -> Data? {
    do {
      let data = try handle.read(upToCount: Self.pieceBytes)
      return data.flatMap { $0.isEmpty ? nil : $0 }
    } catch {
      throw .unreadable((error as NSError).localizedDescription)
    }
  }
}
