/// Paths below the user's home folder.
enum HomePath {
  /// Nil when HOME is not set.
  static func inHome(_ path: String, _ environment: [String: String]) -> String? {
    environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/\(path)" }
  }

  /// `path` with a `~/` at its beginning written out.
  static func expanded(_ path: String, _ environment: [String: String]) -> String {
    guard path.hasPrefix("~/"), let expanded = inHome(String(path.dropFirst(2)), environment) else {
      return path
    }
    return expanded
  }
}
