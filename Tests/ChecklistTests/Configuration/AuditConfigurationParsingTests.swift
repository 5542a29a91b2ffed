import Foundation
import OrganizationModel
import Testing

@testable import Checklist

@Suite struct AuditConfigurationParsingTests {
  static let items = [
    KnownItem(id: "general.policy-type-enabled", title: "Enabled", assessedBy: .evidence),
    KnownItem(id: "general.robots-blocks-ai-crawlers", title: "Robots", assessedBy: .probe),
    KnownItem(id: "general.team-informed-q-developer", title: "Team", assessedBy: .attestation),
    KnownItem(id: "hipaa.incident-plan-covers-ai", title: "Plan", assessedBy: .attestation),
  ]

  private func parsed(_ text: String) throws(ConfigurationError) -> AuditConfiguration {
    try AuditConfiguration(parsing: text, items: Self.items)
  }

  private func problems(_ text: String) -> [String] {
    do throws(ConfigurationError) {
      _ = try parsed(text)
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test func `the example of the documentation says every key`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appendingPathComponent("docs/optout-audit.example.yaml"), encoding: .utf8)
    var expected = AuditConfiguration()
    expected.sites = ["https://www.example.com"]
    expected.settingsPaths = ["settings/"]
    expected.developers = 42
    expected.servicesInUse = ["Amazon Comprehend", "Amazon Textract"]
    expected.renewalDays = ["hipaa.incident-plan-covers-ai": 180]
    expected.maximumAge = .seconds(7 * 86_400)
    expected.maximumInferredGap = .seconds(86_400)
    expected.notApplicable = [
      "general.robots-blocks-ai-crawlers": .init(
        reason: "the company has no public site", person: "Jane Roe, Head of Web")
    ]
    expected.acceptedExceptions = [
      AcceptedException(
        service: "rekognition", node: try #require(NodeID("111111111305")),
        reason: "model improvement agreed for the vision pilot, ticket GOV-212",
        approver: "Jane Roe, CISO", expires: try #require(Timestamp("2026-12-31")))
    ]
    #expect(try parsed(text) == expected)
  }

  @Test(arguments: ["", "# nothing\n", "sites:\nsettings:\nages: {snapshot: }\n", "---\n"])
  func `what is left out is as usual`(text: String) throws {
    #expect(try parsed(text) == AuditConfiguration())
  }

  @Test func `ages are in hours, days or weeks`() throws {
    let configuration = try parsed("ages: {snapshot: 2w, inferred-gap: 36h}")
    #expect(configuration.maximumAge == .seconds(14 * 86_400))
    #expect(configuration.maximumInferredGap == .seconds(36 * 3600))
  }

  @Test func `every problem is listed with its line and a suggestion`() {
    let found = problems(
      """
      site: [https://example.com]
      settings:
        path: x
        developers: many
      ages: {snapshot: 7 days}
      renewal:
        hipaa.incident-plan-covers-a: 90
        general.policy-type-enabled: 90
        general.team-informed-q-developer: 0
      not-applicable:
        - item: general.policy-type-enabled
          reason: we do not want to
          person: J
        - item: robots-blocks-ai-crawlers
          reason: none
        - general.robots-blocks-ai-crawlers
      accepted-exceptions:
        - service: Rekognition
          node: Vision
          reason: r
          approver: a
          expires: 2026-02-30
        - {service: default, node: r-abcd, reason: r, approver: a, expires: 2026-12-31T00:00:00Z}
      services-in-use: Amazon Lex
      sites:
        - example.com
      """)
    for expected in [
      "line 1: site: the key is not known; did you mean \"sites\"?",
      "line 3: settings.path: the key is not known; did you mean \"paths\"?",
      "line 4: settings.developers: \"many\" is not a whole number from 1 to",
      "line 5: ages.snapshot: \"7 days\" is not a span of time; write it as 7d or 36h",
      "line 7: renewal.hipaa.incident-plan-covers-a: there is no checklist item "
        + "\"hipaa.incident-plan-covers-a\"; did you mean \"hipaa.incident-plan-covers-ai\"?",
      "line 8: renewal.general.policy-type-enabled: the item is assessed from evidence",
      "line 9: renewal.general.team-informed-q-developer: \"0\" is not a whole number",
      "line 11: not-applicable[0].item: \"general.policy-type-enabled\" is assessed from evidence and may be "
        + "overruled by nobody",
      "line 14: not-applicable[1].person: the key is missing",
      "line 14: not-applicable[1].item: there is no checklist item \"robots-blocks-ai-crawlers\"; "
        + "did you mean \"general.robots-blocks-ai-crawlers\"?",
      "line 16: not-applicable[2]: found a text where keys with values are expected",
      "line 18: accepted-exceptions[0].service: \"Rekognition\" is not a service key; keys are case-sensitive; "
        + "did you mean \"rekognition\"?",
      "line 19: accepted-exceptions[0].node: \"Vision\" is no id of an account",
      "line 22: accepted-exceptions[0].expires: \"2026-02-30\" is not a date; write it as 2026-09-30",
      "line 23: accepted-exceptions[1].service: an opt-in of \"default\" covers every service",
      "line 23: accepted-exceptions[1].expires: \"2026-12-31T00:00:00Z\" is not a date",
      "line 24: services-in-use: found a text where a list is expected",
      "line 26: sites[0]: \"example.com\" is no address",
    ] {
      #expect(found.contains { $0.hasPrefix(expected) }, "\(expected) not in \(found)")
    }
    #expect(found.count == 18, "\(found)")
  }

  @Test func `an item that does not apply stands once`() {
    let waiver = "{item: general.robots-blocks-ai-crawlers, reason: r, person: p}"
    #expect(problems("not-applicable: [\(waiver), \(waiver)]").contains { $0.contains("stands twice") })
  }

  @Test(arguments: ["a: [", "- a", "just text", "sites: []\nsites: []", "\t", "a: 1\n---\nb: 2"])
  func `what is no configuration is refused with one problem`(text: String) {
    #expect(problems(text).count == 1, "\(problems(text))")
  }

  @Test func `aliases, deep nesting and long files are refused at once`() {
    var bomb = "a0: &a0 [x, x]\n"
    for level in 1...60 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(problems(bomb).first?.contains("line 1: anchors and aliases") == true)
    #expect(problems(bomb + "? *a60\n: x").first?.contains("aliases and keys that are not text") == true)
    #expect(problems("sites: [&a https://example.com, *a]").first?.contains("anchors and aliases") == true)
    #expect(problems("sites: " + String(repeating: "[", count: 200_000)).count == 1)
    #expect(problems("#" + String(repeating: " ", count: 1_000_001)).first?.contains("more than") == true)
  }
}
