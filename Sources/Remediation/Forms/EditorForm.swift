import OrganizationModel
import Probes

/// Settings that turn content sharing and telemetry off, for the editors and command lines that the policy does not
/// reach, and where they go.
///
/// The keys are those that the product's own reader knows (`Probes`), so that `probe` reads these files back as off.
struct EditorForm {
  var options: FormOptions

  func visualStudioCode() throws(RemediationError) -> [GeneratedFile] {
    try files(
      folder: "ide/Code/User", name: "settings.json", editor: "Visual Studio Code with Amazon Q",
      text: json([JSONSettings.content, JSONSettings.telemetry, JSONSettings.toolkitTelemetry]),
      places: [
        "Linux: ~/.config/Code/User/settings.json",
        "macOS: ~/Library/Application Support/Code/User/settings.json",
        "Windows: %APPDATA%\\Code\\User\\settings.json",
      ],
      notes:
        "Merge the keys into the user's file. A workspace's .vscode/settings.json is the wrong place: content "
        + "sharing is a setting of the application, which is ignored there. aws.telemetry is the AWS Toolkit's."
    )
  }

  func kiro() throws(RemediationError) -> [GeneratedFile] {
    try files(
      folder: "ide/Kiro/User", name: "settings.json", editor: "Kiro",
      text: json([JSONSettings.kiroContent[0], JSONSettings.kiroTelemetry[0]]),
      places: [
        "Linux: ~/.config/Kiro/User/settings.json",
        "macOS: ~/Library/Application Support/Kiro/User/settings.json",
        "Windows: %APPDATA%\\Kiro\\User\\settings.json",
      ],
      notes:
        "Merge the keys into the user's file. The keys are those of Kiro's extension; check them in its settings "
        + "under \"Telemetry and content\". Users who sign in through the company's identity provider are not concerned."
    )
  }

  func commandLine() throws(RemediationError) -> [GeneratedFile] {
    try files(
      folder: "ide/amazon-q", name: "settings.json", editor: "Amazon Q Developer CLI and Kiro CLI",
      text: json([JSONSettings.commandLineContent, JSONSettings.commandLineTelemetry]),
      places: [
        "q settings codeWhisperer.shareCodeWhispererContentWithAWS false && q telemetry disable",
        "kiro-cli settings codeWhisperer.shareCodeWhispererContentWithAWS false && "
          + "kiro-cli settings telemetry.enabled false",
        "Linux: ~/.local/share/amazon-q/settings.json",
        "macOS: ~/Library/Application Support/amazon-q/settings.json",
      ], notes: "The commands do the same as the file; merge the keys where it exists.")
  }

  func jetBrains() throws(RemediationError) -> [GeneratedFile] {
    let text = """
      <application>
        <component name="\(JetBrainsSettings.contentComponent)">
          <option name="value">
            <map>
              <entry key="\(JetBrainsSettings.contentKey)" value="false" />
            </map>
          </option>
        </component>
        <component name="\(JetBrainsSettings.telemetryComponent)">
          <option name="\(JetBrainsSettings.telemetryOption)" value="false" />
        </component>
      </application>

      """
    return try files(
      folder: "ide/JetBrains/options", name: "aws.xml", editor: "a JetBrains IDE with Amazon Q", text: text,
      places: [
        "Settings, Tools, AWS: untick \"Send usage metrics to AWS\"",
        "Settings, Tools, AWS, Amazon Q: untick \"Share Amazon Q content with AWS\"",
        "Linux: ~/.config/JetBrains/PRODUCT/options/aws.xml",
        "macOS: ~/Library/Application Support/JetBrains/PRODUCT/options/aws.xml",
        "Windows: %APPDATA%\\JetBrains\\PRODUCT\\options\\aws.xml",
      ],
      notes:
        "PRODUCT is the IDE with its version, such as IntelliJIdea2026.2. Merge the components while the IDE is "
        + "closed, since it writes the file when it ends.")
  }

  private func json(_ keys: [String]) -> String {
    "{\n" + keys.sorted().map { "  \(QuotedText.json($0)): false" }.joined(separator: ",\n") + "\n}\n"
  }

  private func files(
    folder: String, name: String, editor: String, text: String, places: [String], notes: String
  ) throws(RemediationError) -> [GeneratedFile] {
    let readme = try FileTemplate("editor.md").filled([
      "madeBy": options.madeBy, "editor": editor, "places": places.map { "- \($0)" }.joined(separator: "\n"),
      "notes": notes,
    ])
    return [
      GeneratedFile(path: "\(folder)/\(name)", text: text),
      GeneratedFile(path: "\(folder)/README.md", text: readme),
    ]
  }
}
