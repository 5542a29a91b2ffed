/// The programs whose settings files are understood.
package enum SettingsEditor: String, Hashable, Sendable, CaseIterable {
  case visualStudioCode = "VS Code"
  case jetBrains = "JetBrains"
  case kiro = "Kiro"
  /// The Amazon Q Developer CLI and its successor, the Kiro CLI.
  case commandLine = "Q CLI"

  /// The editor that a file belongs to by its name and folder; nil when neither tells.
  ///
  /// Folders: `…/Code/User/settings.json`, `…/Kiro/User/settings.json`, `…/options/aws.xml`,
  /// `…/amazon-q/settings.json`, `….kiro/settings/cli.json`. Collected files may have something before the name:
  /// `alice-settings.json`.
  package init?(path: String) {
    let parts = path.split { $0 == "/" || $0 == "\\" }.map { $0.lowercased() }
    guard let name = parts.last else { return nil }
    let folders = parts.dropLast()
    if name == "aws.xml" || name.hasSuffix("-aws.xml") || name.hasSuffix(".aws.xml") {
      self = .jetBrains
    } else if name == "cli.json", folders.last == "settings" {
      self = .commandLine
    } else if name == "settings.json" || name.hasSuffix("-settings.json") || name.hasSuffix(".settings.json")
    {
      if folders.contains("amazon-q") || folders.contains("kiro-cli") {
        self = .commandLine
      } else if folders.contains("kiro") || folders.contains(".kiro") {
        self = .kiro
      } else {
        self = .visualStudioCode
      }
    } else {
      return nil
    }
  }
}
