import OrganizationModel
import PolicyLanguage

/// The keys of the editors that keep their settings as JSON.
package enum JSONSettings {
  package static let content = "amazonQ.shareContentWithAWS"
  package static let telemetry = "amazonQ.telemetry"
  package static let toolkitTelemetry = "aws.telemetry"
  /// Older names of `content`, newest first; the extension reads them once and writes the new one.
  static let olderContent = [
    "aws.amazonQ.shareContentWithAWS", "aws.codeWhisperer.shareCodeWhispererContentWithAWS",
  ]
  /// A key that circulates and that no extension declares.
  static let inert = "aws.q.shareContentWithAWS"
  package static let commandLineContent = "codeWhisperer.shareCodeWhispererContentWithAWS"
  package static let commandLineTelemetry = "telemetry.enabled"
  /// Kiro's keys, the older name last.
  package static let kiroContent = [
    "telemetry.dataSharingAndPromptLogging.contentCollectionForServiceImprovement",
    "telemetry.dataSharing.contentCollectionForServiceImprovement",
  ]
  package static let kiroTelemetry = [
    "telemetry.dataSharingAndPromptLogging.usageAnalyticsAndPerformanceMetrics",
    "telemetry.dataSharing.usageAnalyticsAndPerformanceMetrics",
  ]

  static func read(
    _ settings: JSONNode, of editor: SettingsEditor, path: String, into file: inout SettingsProbe.File
  ) {
    switch editor {
    case .visualStudioCode: readVisualStudioCode(settings, path: path, into: &file)
    case .kiro:
      file.contentSharing = value(of: kiroContent, in: settings, &file.notes)
      file.telemetry = value(of: kiroTelemetry, in: settings, &file.notes)
      file.notes.append("Kiro's keys are those of its extension; AWS's documentation does not list them")
      if isWorkspace(path) { ignoreWorkspace(&file) }
    case .commandLine:
      file.contentSharing = value(of: [commandLineContent], in: settings, &file.notes)
      file.telemetry = value(of: [commandLineTelemetry], in: settings, &file.notes)
    // JetBrains keeps XML, which has a reader of its own.
    case .jetBrains: break
    }
    if settings.setting(inert) != nil {
      file.notes.append("\(inert) has no effect: there is no such setting; write \(content)")
    }
  }

  private static func readVisualStudioCode(
    _ settings: JSONNode, path: String, into file: inout SettingsProbe.File
  ) {
    file.contentSharing = value(of: [content], in: settings, &file.notes)
    file.telemetry = value(of: [telemetry], in: settings, &file.notes)
    for key in olderContent where settings.setting(key) != nil {
      file.notes.append("\(key) is an older setting; current versions of the extension read \(content)")
    }
    if let toolkit = settings.setting(toolkitTelemetry) {
      let state = toolkit.value == .boolean(false) ? "off" : "on"
      file.notes.append(
        "\(toolkitTelemetry) belongs to the AWS Toolkit, whose telemetry is \(state), and not to Amazon Q")
    }
    if isWorkspace(path) { ignoreWorkspace(&file) }
  }

  /// The value of the first of `keys` that is there. A value that is neither true nor false counts as on.
  private static func value(
    of keys: [String], in settings: JSONNode, _ notes: inout [String]
  ) -> SettingsProbe.Switch {
    for key in keys {
      guard let node = settings.setting(key) else { continue }
      if case .boolean(let isOn) = node.value { return isOn ? .on : .off }
      notes.append("\(key) is \(node.kindName) and neither true nor false, which does not turn it off")
      return .on
    }
    return .absent
  }

  /// `.vscode/settings.json` is a workspace's file, and so is a `.code-workspace`.
  private static func isWorkspace(_ path: String) -> Bool {
    let parts = path.split { $0 == "/" || $0 == "\\" }.map { $0.lowercased() }
    return parts.dropLast().last == ".vscode"
  }

  /// Application-scoped settings are read from the user's file alone
  /// (<https://code.visualstudio.com/docs/configure/settings#_workspace-settings>).
  private static func ignoreWorkspace(_ file: inout SettingsProbe.File) {
    file.contentSharing = .absent
    file.notes.append(
      "a workspace's file: content sharing is a setting of the application, which is ignored here and read from "
        + "the user's settings.json alone")
    file.problem = "a workspace's file decides nothing; name the user's settings.json"
  }
}
