import Foundation
import Testing

/// Prowler's answers to the scenarios, as it gives them, explained.
@Suite struct CompareTests {
  /// What Prowler's check says of each scenario, whether that agrees, and words of the explanation.
  static let answers: [(scenario: String, status: String, agrees: Bool, why: [String])] = [
    ("none", "FAIL", true, []),
    ("a", "PASS", true, []),
    ("b", "PASS", false, ["attached to nothing"]),
    ("c", "FAIL", true, []),
    ("d", "FAIL", true, ["one FAIL of two questions"]),
    ("e", "PASS", false, ["attached to 222222222222 only", "5 of 6 active accounts"]),
    ("f", "PASS", false, ["an optIn is in force beside the optOut default: comprehend"]),
    ("g", "FAIL", true, ["one FAIL of two questions"]),
    ("h", "PASS", false, ["attached to nothing", "6 of 6 active accounts"]),
    ("i", "FAIL", true, []),
    ("j", "PASS", false, ["the policy type is not enabled"]),
    ("k", "PASS", false, ["rekognition", "\"services\""]),
  ]

  /// Prowler's 44 columns.
  private static let header =
    "AUTH_METHOD;TIMESTAMP;ACCOUNT_UID;ACCOUNT_NAME;ACCOUNT_EMAIL;ACCOUNT_ORGANIZATION_UID;ACCOUNT_ORGANIZATION_NAME;"
    + "ACCOUNT_TAGS;FINDING_UID;PROVIDER;CHECK_ID;CHECK_TITLE;CHECK_TYPE;STATUS;STATUS_EXTENDED;MUTED;SERVICE_NAME;"
    + "SUBSERVICE_NAME;SEVERITY;RESOURCE_TYPE;RESOURCE_UID;RESOURCE_NAME;RESOURCE_DETAILS;RESOURCE_TAGS;PARTITION;"
    + "REGION;DESCRIPTION;RISK;RELATED_URL;REMEDIATION_RECOMMENDATION_TEXT;REMEDIATION_RECOMMENDATION_URL;"
    + "REMEDIATION_CODE_NATIVEIAC;REMEDIATION_CODE_TERRAFORM;REMEDIATION_CODE_CLI;REMEDIATION_CODE_OTHER;COMPLIANCE;"
    + "CATEGORIES;DEPENDS_ON;RELATED_TO;NOTES;PROWLER_VERSION;ADDITIONAL_URLS;ACCOUNT_OU_UID;ACCOUNT_OU_NAME"

  private static func csv(_ status: String) -> String {
    func row(_ values: [String: String]) -> String {
      header.split(separator: ";").map { values[String($0)] ?? "" }.joined(separator: ";") + "\r\n"
    }
    return header + "\r\n"
      + row([
        "CHECK_ID": "iam_root_mfa", "STATUS": "PASS", "STATUS_EXTENDED": "\"other; check\"",
        "ACCOUNT_NAME": "=HYPERLINK(1)",
      ])
      + row([
        "CHECK_ID": "organizations_opt_out_ai_services_policy", "STATUS": status,
        "STATUS_EXTENDED": "\"said; \"\"so\"\"\"", "RESOURCE_UID": "arn:aws:organizations::1",
        "DESCRIPTION": "\"two\nlines\"",
      ])
  }

  /// Two whole findings as Prowler 5.46 writes them, with its class of OCSF, markdown in texts, and the organization's
  /// policies inside; the second is of the check, with `STATUS` for its answer.
  private static func ocsf(_ status: String) throws -> String {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/prowler-5.46.ocsf.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try #require(text.components(separatedBy: "\"STATUS\"").count == 2)
    return text.replacing("\"STATUS\"", with: "\"\(status)\"")
  }

  @Test(arguments: answers)
  func `a disagreement is explained`(
    row: (scenario: String, status: String, agrees: Bool, why: [String])
  ) async throws {
    let scenario = try #require(
      ScenarioTests.scenarios.first { $0.name.hasPrefix(row.scenario + ":") })
    let (store, collect) = try await TestStore.collecting(scenario.tree)
    #expect(collect.status == 0)
    for text in [Self.csv(row.status), try Self.ocsf(row.status)] {
      let file = store.scratch.path("prowler.out")
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
      let run = try await store.run("compare", "--prowler", file, "--json")
      let findings = try run.json().objects("findings")
      #expect(findings.count == 1)
      let finding = try #require(findings.first)
      #expect(finding.bool("agrees") == row.agrees, "\(row.scenario)")
      let text = (finding.strings("explanations") ?? []).joined(separator: "\n")
      for why in row.why { #expect(text.contains(why), "\(row.scenario): \(text)") }
      #expect(!text.contains("so it saw others"), "\(text)")
      #expect(run.status == (row.agrees ? 0 : 1))
    }
  }

  @Test(arguments: [
    ("", "is empty"), ("[1", "no array of OCSF findings"), ("a,b\r\n1,2\r\n", "its header lacks CHECK_ID"),
    ("\u{FEFF}", "is empty"),
  ])
  func `a file that Prowler did not write is one clear line`(text: String, words: String) async throws {
    let (store, _) = try await TestStore.collecting(ScenarioTests.scenarios[1].tree)
    let file = store.scratch.path("prowler.out")
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    let run = try await store.run("compare", "--prowler", file)
    #expect(run.status == 2)
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `no finding is not agreement`() async throws {
    let (store, _) = try await TestStore.collecting(ScenarioTests.scenarios[1].tree)
    let file = store.scratch.path("prowler.out")
    try Data("[]".utf8).write(to: URL(fileURLWithPath: file))
    let run = try await store.run("compare", "--prowler", file)
    #expect(run.status == 1)
    #expect(run.text.contains("No finding of Prowler"))
  }
}
