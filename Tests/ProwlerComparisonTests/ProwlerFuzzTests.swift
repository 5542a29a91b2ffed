import ProwlerComparison
import TestSupport
import Testing

/// Any text is Prowler's output, or an error.
@Suite struct ProwlerFuzzTests {
  @Test func `it is answered`() {
    var mutation = ByteMutation(
      [
        "CHECK_ID;STATUS;STATUS_EXTENDED;RESOURCE_ID\norganizations_opt_out_ai_services_policy;FAIL;\"no; policy\";o-1\n",
        #"[{"status_code":"FAIL","metadata":{"event_code":"organizations_opt_out_ai_services_policy"},"resources":[{"uid":"o-1"}]}]"#,
      ], words: [";", ",", "\"", "\n", "\r\n", "{", "}", "[", "]", ":", "null", "CHECK_ID"])
    for _ in 0..<ByteMutation.count(1_500) { _ = try? ProwlerFinding.findings(in: mutation.nextText()) }
  }
}
