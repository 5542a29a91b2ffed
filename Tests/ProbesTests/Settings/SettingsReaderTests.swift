import OrganizationModel
import Probes
import Testing

@Suite struct SettingsReaderTests {
  private static let user = "/home/a/.config/Code/User/settings.json"

  /// A file and what it says.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var path = user
    var text: String
    var editor = "VS Code"
    var content: SettingsProbe.Switch
    var telemetry: SettingsProbe.Switch
    /// A part of a note; nil when there is to be none.
    var note: String?
    var hasProblem = false

    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "both off", text: #"{"amazonQ.shareContentWithAWS": false, "amazonQ.telemetry": false}"#,
      content: .off,
      telemetry: .off),
    Case(name: "absent keys", text: "{}", content: .absent, telemetry: .absent),
    Case(name: "an empty file", text: "", content: .absent, telemetry: .absent),
    Case(
      name: "on", text: #"{"amazonQ.shareContentWithAWS": true, "amazonQ.telemetry": true}"#, content: .on,
      telemetry: .on),
    Case(
      name: "comments and commas",
      text: """
        {
          // sharing: "amazonQ.shareContentWithAWS": true
          "a": "http://b/*c*/", /* and
          "amazonQ.telemetry": true */
          "list": [1, 2,],
          "amazonQ.shareContentWithAWS": false,
          "amazonQ.telemetry": false, // last
        }
        """, content: .off, telemetry: .off),
    Case(
      name: "a byte order mark", text: "\u{FEFF}{\"amazonQ.shareContentWithAWS\": false}", content: .off,
      telemetry: .absent),
    Case(
      name: "the last of a repeated key",
      text: #"{"amazonQ.shareContentWithAWS": false, "amazonQ.shareContentWithAWS": true}"#, content: .on,
      telemetry: .absent),
    Case(
      name: "a word instead of false", text: #"{"amazonQ.shareContentWithAWS": "false"}"#, content: .on,
      telemetry: .absent, note: "neither true nor false"),
    Case(
      name: "the key that circulates", text: #"{"aws.q.shareContentWithAWS": false}"#, content: .absent,
      telemetry: .absent, note: "aws.q.shareContentWithAWS has no effect"),
    Case(
      name: "the toolkit's telemetry is not Amazon Q's", text: #"{"aws.telemetry": false}"#, content: .absent,
      telemetry: .absent, note: "belongs to the AWS Toolkit"),
    Case(
      name: "an older key", text: #"{"aws.codeWhisperer.shareCodeWhispererContentWithAWS": false}"#,
      content: .absent, telemetry: .absent, note: "older setting"),
    Case(
      name: "a workspace's file", path: "/home/a/app/.vscode/settings.json",
      text: #"{"amazonQ.shareContentWithAWS": false, "amazonQ.telemetry": false}"#, content: .absent,
      telemetry: .off, note: "ignored here", hasProblem: true),
    Case(name: "not JSON", text: "{", content: .unknown, telemetry: .unknown, hasProblem: true),
    Case(name: "a list", text: "[]", content: .unknown, telemetry: .unknown, hasProblem: true),
    Case(
      name: "Windows", path: #"C:\Users\a\AppData\Roaming\Code\User\settings.json"#,
      text: #"{"amazonQ.shareContentWithAWS": false}"#, content: .off, telemetry: .absent),
    Case(
      name: "Kiro by its folder", path: "/Users/a/Library/Application Support/Kiro/User/settings.json",
      text: """
        {"telemetry.dataSharingAndPromptLogging.contentCollectionForServiceImprovement": false,
         "telemetry.dataSharingAndPromptLogging.usageAnalyticsAndPerformanceMetrics": false}
        """, editor: "Kiro", content: .off, telemetry: .off, note: "AWS's documentation does not list them"),
    Case(
      name: "Kiro by its older keys", path: "fleet/bob-settings.json",
      text: #"{"telemetry.dataSharing.contentCollectionForServiceImprovement": false}"#, editor: "Kiro",
      content: .off, telemetry: .absent, note: "AWS's documentation does not list them"),
    Case(
      name: "the CLI", path: "/home/a/.local/share/amazon-q/settings.json",
      text: #"{"codeWhisperer.shareCodeWhispererContentWithAWS": false, "telemetry.enabled": false}"#,
      editor: "Q CLI", content: .off, telemetry: .off),
    Case(
      name: "the Kiro CLI", path: "/home/a/.kiro/settings/cli.json", text: #"{"telemetry.enabled": false}"#,
      editor: "Q CLI", content: .absent, telemetry: .off),
    Case(
      name: "JetBrains", path: "/home/a/.config/JetBrains/IntelliJIdea2026.2/options/aws.xml",
      text: """
        <application>
          <component name="aws"><option name="isTelemetryEnabled" value="false" /></component>
          <component name="codewhispererSettings">
            <option name="value"><map><entry key="OptInSendingMetric" value="false" /></map></option>
          </component>
        </application>
        """, editor: "JetBrains", content: .off, telemetry: .off),
    Case(
      name: "JetBrains without the entry", path: "aws.xml",
      text:
        #"<application><component name="aws"><option name="profilesNotification" value="Never"/></component></application>"#,
      editor: "JetBrains", content: .absent, telemetry: .absent),
    Case(
      name: "the entry in another component", path: "aws.xml",
      text:
        #"<application><component name="x"><entry key="OptInSendingMetric" value="false"/></component></application>"#,
      editor: "JetBrains", content: .absent, telemetry: .absent),
    Case(
      name: "the entry in a comment", path: "aws.xml",
      text:
        #"<application><component name="codewhispererSettings"><!--<entry key="OptInSendingMetric" value="false"/>--></component></application>"#,
      editor: "JetBrains", content: .absent, telemetry: .absent),
    Case(
      name: "not XML", path: "aws.xml", text: "<application>", editor: "JetBrains", content: .unknown,
      telemetry: .unknown, hasProblem: true),
    Case(
      name: "a document type", path: "aws.xml", text: "<!DOCTYPE a [<!ENTITY b 'c'>]><application/>",
      editor: "JetBrains", content: .unknown, telemetry: .unknown, hasProblem: true),
    Case(
      name: "another XML", path: "aws.xml", text: "<project/>", editor: "JetBrains", content: .unknown,
      telemetry: .unknown, hasProblem: true),
  ]

  @Test(arguments: cases) func `a settings file is understood`(_ row: Case) {
    let file = SettingsReader.read(path: row.path, bytes: Array(row.text.utf8), sha256: "00")
    #expect(file.editor == row.editor)
    #expect(file.contentSharing == row.content)
    #expect(file.telemetry == row.telemetry)
    #expect((file.problem != nil) == row.hasProblem, "\(file.problem ?? "no problem")")
    if let note = row.note {
      #expect(file.notes.contains { $0.contains(note) }, "\(file.notes)")
    } else {
      #expect(file.notes.isEmpty)
    }
  }

  @Test func `a large file is a problem`() {
    let bytes = [UInt8](repeating: 0x20, count: SettingsReader.maxBytes + 1)
    #expect(SettingsReader.read(path: "settings.json", bytes: bytes, sha256: "").problem != nil)
  }

  @Test(arguments: [
    ("readme.md", false), ("settings.json", true), ("a/alice-settings.json", true), ("package.json", false),
    ("options/aws.xml", true), ("options/other.xml", false), (".kiro/settings/cli.json", true),
    ("cli.json", false), ("SETTINGS.JSON", true), ("", false),
  ])
  func `files are recognized by their names`(path: String, isKnown: Bool) {
    #expect((SettingsEditor(path: path) != nil) == isKnown)
  }
}
