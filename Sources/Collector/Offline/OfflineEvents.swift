import CloudTrailRecords
package import OrganizationModel

/// The answers of `aws cloudtrail lookup-events` in an offline export: `lookup-events.json`, or one file for each event name
/// in `lookup-events/`.
package struct OfflineEvents {
  private let source: any ExportSource

  package init(_ source: any ExportSource) {
    self.source = source
  }

  /// The events of the organization that `snapshot` is about; nil when the export holds no answer about events.
  ///
  /// A span is covered only when the export says which one was asked for, and every answer is there.
  package func answer(for snapshot: Snapshot) -> EventAnswer? {
    var accounts = Set(snapshot.accounts.map(\.id))
    if let management = snapshot.organization.managementAccount { accounts.insert(management) }
    let owner = RecordOwner(organization: snapshot.organization.id, accounts: accounts)
    let answers = [Self.whole] + Event.writeNames.map { "lookup-events/\($0)" }
    var found: Set<String> = []
    var answer = EventAnswer()
    var failures: [String] = []
    for name in answers {
      do throws(ReadFailure) {
        guard let contents = try contents(of: name, owner) else { continue }
        found.insert(name)
        answer.events += contents.events
        answer.refused.merge(contents.refused, uniquingKeysWith: +)
        if contents.hasUnreadableRecords { answer.noteUnreadable() }
      } catch {
        failures.append(error.reason)
      }
    }
    guard !found.isEmpty || !failures.isEmpty else { return nil }
    // The first says what the others would repeat for each name.
    if let first = failures.first { return .unread(first) }
    answer.events = Self.inOrder(answer.events)
    guard answer.unread.isEmpty else { return answer }
    if found.contains(Self.whole) || found.count == Event.writeNames.count {
      answer.coverage = (try? ExportTimes(of: source))?.coverage ?? []
    }
    return answer
  }

  private static let whole = "lookup-events"

  private struct ReadFailure: Error {
    var reason: String
  }

  private func contents(
    of name: String, _ owner: RecordOwner
  ) throws(ReadFailure) -> EventFileContents? {
    do {
      if let data = try source.contents(of: "\(name).json") {
        var reader = EventFileReader(of: owner)
        try reader.read(Array(data))
        try reader.finish()
        guard !reader.contents.isOnePageOfSeveral else {
          throw ReadFailure(
            reason:
              "\(name).json holds one page of several; let the AWS CLI join the pages: leave out --max-items")
        }
        return reader.contents
      }
      guard let data = try source.contents(of: "\(name).error.txt") else { return nil }
      let failure = SavedFailure(text: String(decoding: data, as: UTF8.self), path: "\(name).error.txt")
      throw ReadFailure(reason: failure.failure(operation: "LookupEvents", target: nil).reason)
    } catch let failure as ReadFailure {
      throw failure
    } catch let problem as EventFileProblem {
      throw ReadFailure(reason: "\(name).json: \(problem)")
    } catch {
      throw ReadFailure(reason: "\(error)")
    }
  }

  /// Each event once.
  private static func inOrder(_ events: [Event]) -> [Event] {
    var seen: Set<String> = []
    return events.filter { seen.insert($0.id).inserted }.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
  }
}
