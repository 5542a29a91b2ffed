import Foundation
package import OrganizationModel

/// When an export was made, as the script that made it wrote down in `export-times.json`.
package struct ExportTimes: Hashable, Sendable {
  package var startedAt: Timestamp
  package var endedAt: Timestamp

  /// The times that `source` holds; nil when it holds none that can be read.
  package init?(of source: any ExportSource) {
    struct File: Decodable {
      var startedAt: String
      var endedAt: String
    }
    guard let data = try? source.contents(of: "export-times.json"),
      let file = try? JSONDecoder().decode(File.self, from: data),
      let started = Timestamp(file.startedAt), let ended = Timestamp(file.endedAt), started <= ended
    else { return nil }
    startedAt = started
    endedAt = ended
  }
}
