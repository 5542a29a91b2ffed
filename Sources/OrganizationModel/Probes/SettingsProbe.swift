/// What developers' editor settings files said about content sharing and telemetry when they were read.
package struct SettingsProbe: Hashable, Sendable, Codable {
  /// How many developers there are, as declared; nil when nobody said.
  package var declaredDevelopers: Int?
  /// Sorted by path.
  package var files: [File]

  package init(declaredDevelopers: Int?, files: [File]) {
    self.declaredDevelopers = declaredDevelopers
    self.files = files
  }

  package struct File: Hashable, Sendable, Codable {
    package var path: String
    /// `VS Code`, `JetBrains`, `Kiro`.
    package var editor: String
    /// Whether content is shared; an absent key shares.
    package var contentSharing: Switch
    package var telemetry: Switch
    /// What else a reader must know, each a sentence without a period: a setting without effect, a workspace file.
    package var notes: [String]
    /// Why the file could not be understood, a clause; such a file counts for nobody.
    package var problem: String?
    package var sha256: String

    package init(
      path: String, editor: String, contentSharing: Switch, telemetry: Switch, notes: [String] = [],
      problem: String? = nil, sha256: String
    ) {
      self.path = path
      self.editor = editor
      self.contentSharing = contentSharing
      self.telemetry = telemetry
      self.notes = notes
      self.problem = problem
      self.sha256 = sha256
    }
  }

  package enum Switch: String, Hashable, Sendable, Codable {
    case on
    case off
    /// The key is not there, which means on.
    case absent
    /// Nobody documents where the editor keeps it.
    case unknown
  }
}
