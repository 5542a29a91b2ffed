import PolicyLanguage

/// The catalogue of services, with those of a file of one's own added or replaced.
enum CatalogueFile {
  static let maxBytes = 1_000_000

  /// The built-in catalogue, overridden by the file at `path` when there is one.
  static func catalogue(overriddenBy path: String?) throws -> ServiceCatalogue {
    guard let path else { return .builtIn }
    let text: String
    do { text = try BoundedFile.text(at: path, limit: maxBytes) } catch {
      throw CommandFailure(
        "cannot read the catalogue \(path): \(error); name a file like what services --json prints")
    }
    do { return try ServiceCatalogue.builtIn.overridden(by: text) } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }
}
