import OrganizationModel
import Testing

@testable import Checklist

@Suite struct UsageItemTests {
  private static let id = "hipaa.baa-covers-ai-services"

  private func result(
    billed: [String]? = nil, declared: [String] = [], said: AttestedOutcome? = .passed,
    until end: String = "2026-11-01", notEligible: String? = nil
  ) throws -> ItemResult {
    var evidence = try SampleEvidence.evidence()
    evidence.configuration.servicesInUse = declared
    if let billed {
      evidence.usage = .init(
        ServiceUsage(
          from: try SampleEvidence.day("2025-08-01"), to: try SampleEvidence.day(end), source: .costExplorer,
          uses: billed.map {
            .init(name: $0, service: nil, account: SampleEvidence.payments, amount: "1.20 USD")
          }), at: try SampleEvidence.day(end))
    }
    if let index = evidence.eligibility.rows.firstIndex(where: { $0.service.name == notEligible }) {
      evidence.eligibility.rows[index].service.status = .notEligible
    }
    if let said { evidence.attestations = [try SampleEvidence.attestation(Self.id, said)] }
    return try SampleEvidence.result(Self.id, evidence)
  }

  @Test func `eligible services and a person's word pass together`() throws {
    let billed = ["Amazon Comprehend", "Amazon Elastic Compute Cloud - Compute"]
    let passed = try result(billed: billed)
    #expect(passed.outcome == .passed)
    #expect(
      passed.evidence.contains {
        $0.hasPrefix("Amazon Comprehend (1 account): billed; HIPAA eligible (https://aws.amazon.com/")
      })
    #expect(passed.evidence.contains { $0.contains("use that was not billed is not in it") })
    #expect(!passed.evidence.contains { $0.contains("Compute Cloud") })
    #expect(try result(declared: ["Amazon Comprehend"]).outcome == .passed)
    #expect(try result(declared: ["comprehend"]).outcome == .passed)
    #expect(try result(billed: []).outcome == .passed)
    #expect(try result(billed: billed, said: nil).outcome == .notAssessed(reason: "no attestation"))
    #expect(try result(billed: billed, said: .failed).outcome.word == "failed")
    #expect(try result(billed: billed, said: .notApplicable).outcome.word == "notApplicable")
  }

  @Test func `a service without a confirmed row is not assessed`() throws {
    for name in ["Amazon Fraud Detector", "Amazon Brand New AI"] {
      let unclear = try result(billed: ["Amazon Comprehend", name])
      #expect(unclear.outcome == .notAssessed(reason: "eligibility unknown: \(name) (1 account)"))
    }
    #expect(try result(declared: ["Something of ours"]).outcome.word == "notAssessed")
  }

  @Test func `services in use have to be known`() throws {
    #expect(try result().outcome == .notAssessed(reason: "the services in use are not known"))
    #expect(
      try result(said: nil).outcome
        == .notAssessed(reason: "the services in use are not known; no attestation"))
    #expect(try result(billed: ["Amazon Comprehend"], until: "2025-11-20").outcome.word == "notAssessed")
  }

  @Test func `a service that is not eligible fails whatever a person says`() throws {
    for said in [nil, AttestedOutcome.passed, .notApplicable] {
      let failed = try result(billed: ["Amazon Lex"], said: said, notEligible: "Amazon Lex")
      #expect(failed.outcome == .failed(reason: "not HIPAA eligible: Amazon Lex (1 account)"))
    }
  }
}
