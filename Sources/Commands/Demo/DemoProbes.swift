import Hashing
import HistoryStore
import OrganizationModel
import Probes

/// What the fictional organization's site and editors said when they were looked at, and what it was billed.
///
/// The site follows an advice that circulates and leaves ClaudeBot in; one developer's editor has a setting that does
/// nothing. Everything was recorded after the last snapshot, at fixed times of the report's day.
enum DemoProbes {
  static let site = "https://www.demo.example"
  static let developers = 6

  static let robots = """
    # Block AWS AI crawlers
    User-agent: Amazonbot
    Disallow: /

    User-agent: anthropic-ai
    User-agent: Claude-Web
    Disallow: /

    """

  /// By path below the folder that the fleet's files were collected in.
  static let settings: [(path: String, text: String)] = [
    ("fleet/aoki/Code/User/settings.json", off), ("fleet/berg/Code/User/settings.json", off),
    (
      "fleet/costa/options/aws.xml",
      """
      <application>
        <component name="aws"><option name="isTelemetryEnabled" value="false" /></component>
        <component name="codewhispererSettings">
          <option name="value"><map><entry key="OptInSendingMetric" value="false" /></map></option>
        </component>
      </application>
      """
    ),
    (
      "fleet/diallo/Code/User/settings.json",
      """
      {
        // From a guide; there is no such setting.
        "aws.q.shareContentWithAWS": false,
        "aws.telemetry": false,
      }
      """
    ),
    (
      "fleet/engel/Kiro/User/settings.json",
      """
      {
        "telemetry.dataSharingAndPromptLogging.contentCollectionForServiceImprovement": false,
        "telemetry.dataSharingAndPromptLogging.usageAnalyticsAndPerformanceMetrics": false
      }
      """
    ),
    ("fleet/farah/Code/User/settings.json", off),
  ]

  private static let off = #"{ "amazonQ.shareContentWithAWS": false, "amazonQ.telemetry": false }"#

  static let billed: [(service: String, account: String, amount: String)] = [
    ("Amazon Comprehend", "111111111106", "412.6"), ("Amazon Comprehend", "111111111302", "38.02"),
    ("Amazon Lex", "111111111107", "1204.5"), ("Amazon Rekognition", "111111111305", "2310.75"),
    ("Amazon Textract", "111111111304", "977.1"), ("Amazon Transcribe", "111111111107", "655.4"),
    ("AmazonCloudWatch", "111111111101", "1502.33"),
    ("Claude Sonnet 4.5 (Amazon Bedrock Edition)", "111111111303", "848.17"),
  ]

  /// Records what is missing in `store`; nothing when an earlier demo recorded it.
  ///
  /// - Parameter reportDate: the day of recording, from 12:00.
  static func record(in store: HistoryStore, of organization: OrganizationID, reportDate: Timestamp) throws {
    let noon = reportDate.adding(.seconds(12 * 3600))
    do {
      let recorded = try store.entries(of: organization, kinds: [.probe, .usage])
      let bytes = Array(robots.utf8)
      let answer = RobotsFetcher.Answer(reading: .read, bytes: bytes)
      let drafts = [
        try LedgerDraft(
          organization: organization, kind: .probe, recordedAt: noon,
          body: ProbeRecord(robots: RobotsProbe(sites: [RobotsResult(site: site, answer: answer).site])),
          files: [bytes]),
        try LedgerDraft(
          organization: organization, kind: .probe, recordedAt: noon.adding(.seconds(60)),
          body: ProbeRecord(settings: settingsProbe)),
        try LedgerDraft(
          organization: organization, kind: .usage, recordedAt: noon.adding(.seconds(120)),
          body: usage(until: reportDate)),
      ]
      for draft in drafts.dropFirst(recorded.count) { _ = try store.append(draft) }
    } catch {
      throw CommandFailure(error)
    }
  }

  static var settingsProbe: SettingsProbe {
    SettingsProbe(
      declaredDevelopers: developers,
      files: settings.map { path, text in
        SettingsReader.read(path: path, bytes: Array(text.utf8), sha256: SHA256.digest(text))
      })
  }

  /// The three months until `day`, as Cost Explorer would tell them.
  static func usage(until day: Timestamp) -> ServiceUsage {
    ServiceUsage(
      from: UsageRun.usualStart(before: day), to: day, source: .costExplorer,
      uses: billed.map { service, account, amount in
        ServiceUsage.Use(
          name: service, service: EligibilityCatalogue.builtIn.service(named: service).key,
          account: AccountID(account), amount: "\(amount) USD")
      })
  }
}
