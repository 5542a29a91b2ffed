import Foundation
import PolicyLanguage

/// The catalogue of services, with those of a file of one's own added or replaced.
enum CatalogueFile {
  static let maxBytes = 1 << 20

  /// The built-in catalogue, overridden by the file at `path` when there is one.
  static func catalogue(overriddenBy path: String?) throws -> ServiceCatalogue {
    guard let path else { return .builtIn }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure("cannot read the catalogue \(path); name a file like what services --json prints")
    }
    guard data.count <= maxBytes, let text = String(data: data, encoding: .utf8) else {
      throw CommandFailure("the catalogue \(path) is not UTF-8 text of at most \(maxBytes) bytes")
    }
    do { return try ServiceCatalogue.builtIn.overridden(by: text) } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }
}
