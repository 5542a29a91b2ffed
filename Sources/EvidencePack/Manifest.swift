import Foundation

/// `manifest.json`: what the pack is about, how its report was made, and what is in it.
package struct Manifest: Hashable, Sendable, Codable {
  package static let path = "manifest.json"
  package static let currentFormat = 1

  package var format = "optout-audit-pack"
  package var formatVersion = Manifest.currentFormat
  package var organization: String
  /// The snapshot that the report is about.
  package var snapshot: String
  /// First and last day of the period, `YYYY-MM-DD`.
  package var periodFrom: String
  package var periodTo: String
  package var reportDate: String
  package var toolVersion: String
  /// Digest of the newest chain entry that the pack holds.
  package var chainHead: String
  /// Whether people and addresses are replaced by pseudonyms.
  package var actorsRedacted: Bool
  /// What the report was made with, by option name, so that it can be made again.
  package var options: [String: String]
  /// Sorted by path; all files but the manifest itself and the checksums.
  package var files: [File]

  package struct File: Hashable, Sendable, Codable {
    package var path: String
    package var role: PackFile.Role
    package var bytes: Int
    package var sha256: String
  }

  package init(
    organization: String, snapshot: String, periodFrom: String, periodTo: String, reportDate: String,
    toolVersion: String, chainHead: String, actorsRedacted: Bool, options: [String: String],
    files: [File] = []
  ) {
    self.organization = organization
    self.snapshot = snapshot
    self.periodFrom = periodFrom
    self.periodTo = periodTo
    self.reportDate = reportDate
    self.toolVersion = toolVersion
    self.chainHead = chainHead
    self.actorsRedacted = actorsRedacted
    self.options = options
    self.files = files
  }

  package init(parsing bytes: [UInt8]) throws(PackError) {
    do {
      self = try JSONDecoder().decode(Manifest.self, from: Data(bytes))
    } catch {
      throw .unreadableManifest(detail: "it is not the JSON that a pack has")
    }
    guard format == "optout-audit-pack" else {
      throw .unreadableManifest(detail: "it is about something else")
    }
    guard formatVersion <= Self.currentFormat else { throw .newerPack(version: formatVersion) }
  }

  /// The manifest as JSON with one spelling.
  var text: String {
    get throws(PackError) {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      do {
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
      } catch {
        throw .unreadableManifest(detail: "\(error)")
      }
    }
  }
}
