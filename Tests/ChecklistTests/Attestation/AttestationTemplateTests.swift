import Checklist
import OrganizationModel
import Testing

@Suite struct AttestationTemplateTests {
  private let organization = OrganizationID(unchecked: "o-exampleorg1")

  private func entry(_ item: String, _ effective: String, _ expires: String) throws -> AttestationBook.Entry {
    .attestation(
      Attestation(
        item: item, outcome: .passed, statement: "s", attestedBy: "Ida", systemUser: "ida",
        effective: try #require(Timestamp(effective)), expires: try #require(Timestamp(expires))),
      digest: String(repeating: "a", count: 64), recordedAt: Timestamp(milliseconds: 0))
  }

  private func template(
    _ entries: [AttestationBook.Entry] = [], waived: Set<String> = [], on day: String = "2026-09-30"
  ) throws -> (text: String, count: Int) {
    AttestationTemplate.text(
      organization: organization, catalogues: ChecklistCatalogue.builtIn,
      book: AttestationBook(entries: entries), waived: waived,
      renewalDays: ["hipaa.incident-plan-covers-ai": 180], date: try #require(Timestamp(day)))
  }

  private static let attestable = KnownItem.items(of: ChecklistCatalogue.builtIn).filter {
    $0.assessedBy != .evidence
  }.map(\.id)

  @Test func `a template is a file in which every item that a person may attest is blank`() throws {
    let (text, count) = try template()
    let (file, problems) = AttestationFile.reading(text)
    #expect(problems.isEmpty, "\(problems)")
    #expect(file.entries.isEmpty)
    #expect(file.organization == "o-exampleorg1")
    #expect(file.blank == Self.attestable)
    #expect(count == Self.attestable.count)
    #expect(count > 15)
    #expect(text.contains("Renews after 180 days."))
    #expect(text.contains("    details:\n      workload:\n      lensEdition:\n      reviewDate:\n"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  @Test(arguments: [("2026-09-29", true), ("2026-09-30", false), ("2026-10-01", false)])
  func `an item is open when nothing holds on the day`(expires: String, isOpen: Bool) throws {
    let item = "hipaa.incident-plan-covers-ai"
    let (text, _) = try template([entry(item, "2026-01-01", expires)])
    #expect(AttestationFile.reading(text).file.blank.contains(item) == isOpen)
    #expect(text.contains("a-aaaaaaaaaaaa expired on \(expires).") == isOpen)
  }

  @Test func `what does not apply is left out`() throws {
    let (text, count) = try template(waived: ["general.robots-blocks-ai-crawlers"])
    #expect(count == Self.attestable.count - 1)
    #expect(!text.contains("general.robots-blocks-ai-crawlers"))
  }

  @Test func `when nothing is open the file says so`() throws {
    let (text, count) = try template(waived: Set(Self.attestable))
    #expect(count == 0)
    #expect(text.hasSuffix("attestations: []\n"))
  }
}
