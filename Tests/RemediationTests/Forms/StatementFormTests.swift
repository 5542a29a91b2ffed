import OrganizationModel
import Remediation
import TestSupport
import Testing

@Suite struct StatementFormTests {
  private func assessment(_ policies: [String: String], root: String) throws -> String {
    let snapshot = try Snapshot.parsing(
      tree: "r-root Root [\(root)]\n  111111111111 Management\n  ou-root-unit00001 Unit\n    222222222222 A",
      policies: policies.mapValues { $0 }, effective: .asComputed)
    var planner = try RemediationPlanner(snapshot: snapshot, exceptions: [])
    var options = FormOptions(toolVersion: "0.0.0-test", origin: nil)
    options.optOut = Timestamp("2026-06-19T08:30:00Z").map { OptOutFacts(earliest: $0, latest: $0) }
    return try #require(try RemediationForm.dpia.files(for: planner.plan(), options).first).text
  }

  @Test func `the date of an organization that is opted out is filled in`() throws {
    let text = try assessment(["p-right": SamplePolicies.hardened], root: "p-right")
    for words in [
      "- Opted out since: 2026-06-19.", "No: it is closed at r-root",
      "by AWS's own answer for 2 of 2 accounts",
      "in all 2 accounts (since 2026-06-19, verified 2026-11-20)",
    ] {
      #expect(text.contains(words), "no \(words) in \(text)")
    }
    #expect(!text.contains("Not to be published yet"))
  }

  @Test func `an organization that is not opted out gets no statement that it is`() throws {
    let text = try assessment(["p-in": SamplePolicies.assigning("optIn")], root: "p-in")
    #expect(text.contains("**Not to be published yet**: on 2026-11-20 0 of 2 accounts opted out"))
    #expect(text.contains("- Opted out since: not yet."))
    #expect(!text.contains("We have opted our whole organization out"))
  }

  @Test func `a service key cannot become a link or an emphasis`() throws {
    let key = "[x](https://evil.example) **b**"
    let text = try assessment(
      ["p-in": SamplePolicies.assigning(["default": "optOut", key: "optOut"])], root: "p-in")
    #expect(!text.contains("[x](https"), "escaped as Markdown wants it")
    #expect(!text.contains("**b**"))
  }
}
