import Foundation
import PolicyLanguage
import TestSupport
import Testing

@testable import PolicyFiles

/// Any bytes are a template, a plan, an answer, a policy, or an error.
@Suite struct PolicyFileFuzzTests {
  private static let seeds = [
    """
    Resources:
      Policy:
        Type: AWS::Organizations::Policy
        Properties:
          Type: AISERVICES_OPT_OUT_POLICY
          Content: !Sub |
            {"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}
    """,
    #"{"Policies":[{"Policy":{"PolicySummary":{"Type":"AISERVICES_OPT_OUT_POLICY","Name":"x"},"Content":"{\"services\":{}}"}}]}"#,
    #"{"planned_values":{"root_module":{"resources":[{"type":"aws_organizations_policy","values":{"type":"AISERVICES_OPT_OUT_POLICY","content":"{}"}}]}}}"#,
  ]

  @Test func `they are answered`() {
    var mutation = ByteMutation(
      Self.seeds,
      words: [
        "- ", ": ", "&a ", "*a", "!Sub ", "!x ", "|", "{", "}", "[", "]", "? ", "---\n", "\"", "'", "\\",
        "\"Content\":",
        "Resources:", "<<: *a", "%TAG ! x\n",
      ])
    var found = 0
    for _ in 0..<ByteMutation.count(1_000) {
      found += ((try? PolicyFinder.policies(in: mutation.next()))?.count ?? 0) > 0 ? 1 : 0
    }
    #expect(found > 0)
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "{\"a\":"]) func `nesting without end is refused`(piece: String)
  {
    let text = String(repeating: piece, count: 100_000)
    #expect(throws: PolicyFileError.self) { try PolicyFinder.policies(in: Array(text.utf8)) }
  }
}
