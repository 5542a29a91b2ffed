import Checklist
import OrganizationModel
import Testing

@Suite struct AttestationFileTests {
  @Test func `a file gives its entries in their order, without those left blank`() throws {
    let (file, problems) = AttestationFile.reading(
      """
      organization: o-exampleorg1
      by: Ida Holm
      attestations:
        - item: own.a
          outcome: passed
          statement: >-
            It is
            so.
          effective: 2026-09-01
          expires: 2027-08-31
          scope: claims
          details: {workload: claims, reviewDate: 2026-09-01, lensEdition: }
          evidence: [plan.pdf, /abs/notes.txt]
        - item: own.b
          outcome:
          statement: ""
        - {item: own.c, outcome: notApplicable, statement: none, by: Tomas Berg, valid-for: 2w}
      """)
    #expect(problems.isEmpty)
    #expect(file.organization == "o-exampleorg1")
    #expect(file.blank == ["own.b"])
    #expect(
      file.entries.map(\.request) == [
        AttestationRequest(
          item: "own.a", outcome: .passed, statement: "It is so.", by: "Ida Holm",
          effective: Timestamp("2026-09-01"), expires: Timestamp("2027-08-31"), scope: "claims",
          details: ["workload": "claims", "reviewDate": "2026-09-01"]),
        AttestationRequest(
          item: "own.c", outcome: .notApplicable, statement: "none", by: "Tomas Berg", validDays: 14),
      ])
    #expect(file.entries.map(\.evidencePaths) == [["plan.pdf", "/abs/notes.txt"], []])
    #expect(file.entries.map(\.line) == [4, 17])
  }

  @Test func `every problem is listed with its line`() {
    let found = AttestationFile.reading(
      """
      attestation: []
      attestations:
        - item: own.a
          outcome: pass
          statement: s
        - outcome: passed
          statement: s
          by: x
        - item: own.c
          outcome: passed
          by: x
        - {item: own.d, outcome: failed, statement: s, by: x, expires: soon, valid-for: 36h, note: n}
        - {item: own.e, outcome: failed, statement: s, by: x, expires: 2026-01-01, valid-for: 9d}
        - {item: own.f, outcome: failed, statement: s, by: x, evidence: a.pdf, details: [x]}
      """
    ).problems.map(\.description)
    for expected in [
      "line 1: attestation: the key is not known; did you mean \"attestations\"?",
      "line 4: attestations[0].outcome: \"pass\" is no outcome; did you mean \"passed\"?",
      "line 3: attestations[0].by: the key is missing",
      "line 6: attestations[1].item: the key is missing",
      "line 9: attestations[2].statement: the key is missing",
      "line 12: attestations[3].expires: \"soon\" is not a date",
      "line 12: attestations[3].valid-for: \"36h\" is not a number of days; write it as 90d",
      "line 12: attestations[3].note: the key is not known",
      "line 13: attestations[4].valid-for: \"expires\" and \"valid-for\" exclude each other",
      "line 14: attestations[5].evidence: found a text where a list is expected",
      "line 14: attestations[5].details: found a list where keys with values are expected",
    ] {
      #expect(found.contains { $0.hasPrefix(expected) }, "\(expected) not in \(found)")
    }
    #expect(found.count == 11, "\(found)")
  }

  @Test(arguments: [
    "", "# nothing", "by: x", "attestations: []", "attestations:", "x", "- a", "a: [", "&a b: *a",
  ])
  func `what is no file of attestations is refused`(text: String) {
    let (file, problems) = AttestationFile.reading(text)
    #expect(!problems.isEmpty)
    #expect(file.entries.isEmpty)
  }
}
