/// The year of exports that the demo collects.
///
/// They are embedded as overlays, a folder for each date: `2025-11-03/list-roots.json` replaces that file of
/// the export before it, and `2025-11-03/removed.txt` names the files that vanished, one path a line.
/// `scripts/make-demo` makes them from the organization trees in `Tests/Fixtures/demo`.
enum DemoExports {
  /// The embedded exports, oldest first. `date` is the folder's name, `2025-10-01`; the paths of `files` are
  /// those of an offline export.
  static func all() -> [(date: String, files: [String: String])] {
    folding(EmbeddedDemo.files.map { (path: $0.path, text: $0.text) })
  }

  /// The full export of each date, oldest first, from overlays in any order.
  ///
  /// What an overlay removes goes before what it adds, so a path in both is there. Files outside a folder
  /// belong to no export, and a removed path that is not there is passed over.
  static func folding(
    _ overlays: [(path: String, text: String)]
  ) -> [(date: String, files: [String: String])] {
    var files: [String: String] = [:]
    return byDate(overlays).sorted { $0.key < $1.key }.map { date, overlay in
      for path in (overlay[removedList] ?? "").split(whereSeparator: \.isNewline) {
        files[String(path)] = nil
      }
      files.merge(overlay) { _, new in new }
      files[removedList] = nil
      return (date, files)
    }
  }

  private static let removedList = "removed.txt"

  private static func byDate(_ overlays: [(path: String, text: String)]) -> [String: [String: String]] {
    var result: [String: [String: String]] = [:]
    for overlay in overlays {
      guard let slash = overlay.path.firstIndex(of: "/") else { continue }
      let date = String(overlay.path[..<slash])
      let path = String(overlay.path[overlay.path.index(after: slash)...])
      result[date, default: [:]][path] = overlay.text
    }
    return result
  }
}
