import OrganizationModel
import Testing

@testable import Checklist

@Suite struct AcceptanceTests {
  private static let concerned = [
    "general.every-account-opted-out", "general.opt-out-date-documented", "mlsec.data-collection-opt-out",
  ]

  private func evidence(
    _ answer: String? = SampleEvidence.lexOptIn, service: String = "lex", on day: String = "2026-11-21"
  ) throws -> ChecklistEvidence {
    var evidence = try SampleEvidence.evidence(answers: [SampleEvidence.play: answer], on: day)
    evidence.configuration.acceptedExceptions = [
      AcceptedException(
        service: service, node: SampleEvidence.sandbox, reason: "trial", approver: "Priya Nair",
        expires: try SampleEvidence.day("2026-12-31"))
    ]
    return evidence
  }

  @Test(arguments: concerned)
  func `an accepted opt-in fails, and says until when it is accepted`(id: String) throws {
    let result = try SampleEvidence.result(id, evidence())
    #expect(result.outcome.word == "failed")
    #expect(
      result.outcome.reason?.hasPrefix("failed, accepted until 2026-12-31 (by Priya Nair): ") == true)
    #expect(result.acceptance?.until.day == "2026-12-31")
  }

  @Test(arguments: concerned)
  func `what is not accepted in full is not accepted`(id: String) throws {
    #expect(try SampleEvidence.result(id, evidence(service: "polly")).acceptance == nil)
    #expect(try SampleEvidence.result(id, evidence("{}")).acceptance == nil)
    #expect(try SampleEvidence.result(id, evidence(on: "2026-12-31")).acceptance != nil)
    #expect(try SampleEvidence.result(id, evidence(on: "2027-01-01")).acceptance == nil)
    var other = try evidence()
    other = try SampleEvidence.evidence(answers: [
      SampleEvidence.play: SampleEvidence.lexOptIn, SampleEvidence.claims: "{}",
    ])
    other.configuration = try evidence().configuration
    #expect(try SampleEvidence.result(id, other).acceptance == nil)
  }

  @Test func `an exception changes no outcome`() throws {
    let with = try evidence()
    var without = with
    without.configuration.acceptedExceptions = []
    for (left, right) in zip(
      ChecklistScorer.results(catalogues: ChecklistCatalogue.builtIn, evidence: with),
      ChecklistScorer.results(catalogues: ChecklistCatalogue.builtIn, evidence: without))
    {
      #expect(left.score == right.score)
      #expect(left.items.map(\.outcome.word) == right.items.map(\.outcome.word))
    }
  }
}
