import ProwlerComparison
import Testing

@Suite struct ProwlerFindingTests {
  @Test func `the check's rows are read from the CSV, quotes and semicolons included`() throws {
    let findings = try ProwlerFinding.findings(
      in: """
        CHECK_ID;STATUS;STATUS_EXTENDED;RESOURCE_UID
        other;FAIL;x;y
        organizations_opt_out_ai_services_policy;pass;"AWS Organization has; ""opted"" out";arn:aws:organizations::1
        """)
    #expect(
      findings == [
        ProwlerFinding(
          status: "PASS", resource: "arn:aws:organizations::1",
          explanation: "AWS Organization has; \"opted\" out")
      ])
  }

  @Test func `wrong types in OCSF are an error, not a crash`() {
    #expect(throws: ProwlerFileError.self) { try ProwlerFinding.findings(in: #"[{"metadata":7}]"#) }
    #expect(throws: ProwlerFileError.self) { try ProwlerFinding.findings(in: #"{"a":1}"#) }
  }
}
