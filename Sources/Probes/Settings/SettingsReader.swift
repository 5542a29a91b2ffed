package import OrganizationModel
import PolicyLanguage

/// Reads what an editor's settings file says about content sharing and telemetry.
///
/// The settings are those of
/// [Opting out of sharing your data](https://docs.aws.amazon.com/amazonq/latest/qdeveloper-ug/opt-out-IDE.html) under the
/// keys that the editors' extensions declare. A key that is not there means on.
package enum SettingsReader {
  /// The largest file that is read.
  package static let maxBytes = 1 << 20

  /// - Parameters:
  ///   - path: tells the editor and whether it is a workspace's file; a file of unknown name is told by its content.
  ///   - sha256: of `bytes`, in lower-case hexadecimal.
  package static func read(path: String, bytes: [UInt8], sha256: String) -> SettingsProbe.File {
    var file = SettingsProbe.File(
      path: path, editor: SettingsEditor(path: path)?.rawValue ?? "unknown", contentSharing: .unknown,
      telemetry: .unknown, sha256: sha256)
    guard bytes.count <= maxBytes else {
      file.problem = "larger than \(maxBytes) bytes"
      return file
    }
    let known = SettingsEditor(path: path)
    if known == .jetBrains || (known == nil && path.lowercased().hasSuffix(".xml")) {
      file.editor = SettingsEditor.jetBrains.rawValue
      JetBrainsSettings.read(bytes, into: &file)
      return file
    }
    do {
      let settings = try JSONWithComments.parse(bytes)
      guard settings.members != nil else {
        file.problem = "\(settings.kindName) instead of an object of settings"
        return file
      }
      let editor = editor(of: settings, path: path, known: known)
      file.editor = editor.rawValue
      JSONSettings.read(settings, of: editor, path: path, into: &file)
    } catch PolicySyntaxError.empty where known != nil {
      // An editor treats an empty file as one without settings.
      JSONSettings.read(
        JSONNode(.object([]), at: SourcePosition(line: 1, column: 1)), of: known ?? .visualStudioCode,
        path: path, into: &file)
    } catch {
      file.problem = "not JSON: \(error)"
    }
    return file
  }

  /// The path tells the editor; a VS Code file without any of its keys, or one of unknown name, is told by its keys.
  private static func editor(of settings: JSONNode, path: String, known: SettingsEditor?) -> SettingsEditor {
    if let known, known != .visualStudioCode { return known }
    let keys = Set((settings.members ?? []).map(\.key))
    if keys.contains(where: { $0.hasPrefix("telemetry.dataSharing") }) { return .kiro }
    if keys.contains(JSONSettings.commandLineContent) || keys.contains("telemetry.enabled") {
      return .commandLine
    }
    return .visualStudioCode
  }
}
