import Foundation
package import OrganizationModel

/// When an export was made, as the script that made it wrote down in `export-times.json`.
package struct ExportTimes: Hashable, Sendable {
  package var startedAt: Timestamp
  package var endedAt: Timestamp
  /// The span of the trail whose events were asked for, as far as events cannot come any more; empty when the export does
  /// not say.
  package var coverage: [EventCoverage] = []

  /// The times that `source` holds; nil when the export says none.
  ///
  /// - Throws: `ExportSourceError` when the file is there and cannot be read or understood: a guessed time would pass for
  ///   an observed one.
  package init?(of source: any ExportSource) throws(ExportSourceError) {
    struct File: Decodable {
      var startedAt: String
      var endedAt: String
      var events: Asked?
    }
    struct Asked: Decodable {
      var account: String
      var from: String
      var to: String
    }
    let path = "export-times.json"
    guard let data = try source.contents(of: path) else { return nil }
    guard let file = try? JSONDecoder().decode(File.self, from: data),
      let started = Timestamp(file.startedAt), let ended = Timestamp(file.endedAt), started <= ended
    else {
      throw .unreadable(
        path: path,
        reason:
          "expected {\"startedAt\": TIME, \"endedAt\": TIME}; mend it, or remove it and use --observed-at")
    }
    startedAt = started
    endedAt = ended
    guard let asked = file.events else { return }
    guard let account = AccountID(asked.account), let from = Timestamp(asked.from),
      let to = Timestamp(asked.to)
    else {
      throw .unreadable(
        path: path,
        reason: "expected \"events\": {\"account\": ID, \"from\": TIME, \"to\": TIME}; mend it, or remove it")
    }
    let span = EventSpan(askedFrom: from, to: min(to, started))
    coverage = span.covered.map { [EventCoverage(account: account, from: $0.from, to: $0.to)] } ?? []
  }
}
