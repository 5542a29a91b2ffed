import Foundation
package import OrganizationModel

/// When an export was made, as the script that made it wrote down in `export-times.json`.
package struct ExportTimes: Hashable, Sendable {
  package var startedAt: Timestamp
  package var endedAt: Timestamp

  /// The times that `source` holds; nil when the export says none.
  ///
  /// - Throws: `ExportSourceError` when the file is there and cannot be read or understood: a guessed time would pass for
  ///   an observed one.
  package init?(of source: any ExportSource) throws(ExportSourceError) {
    struct File: Decodable {
      var startedAt: String
      var endedAt: String
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
  }
}
