import OrganizationModel
import TestSupport
import Testing
import Timeline

@testable import Checklist

/// Items that a person answers, alone or beside evidence.
@Suite struct AttestedItemTests {
  static let byPersons = ChecklistCatalogue.builtIn.flatMap(\.items).filter { $0.kind == .attestation }
    .map(\.id)
  static let automatic = ChecklistCatalogue.builtIn.flatMap(\.items).filter(\.kind.isAutomatic).map(\.id)
  static let withPersons = ChecklistCatalogue.builtIn.flatMap(\.items).filter { !$0.kind.isAutomatic }
    .map(\.id)

  private func outcome(
    _ id: String, _ attestations: [RecordedAttestation], on day: String = "2026-11-21"
  ) throws -> ItemResult {
    var evidence = try SampleEvidence.evidence(on: day)
    evidence.attestations = attestations
    return try SampleEvidence.result(id, evidence)
  }

  @Test func `there are seventeen items that persons alone answer`() {
    #expect(Self.byPersons.count == 17)
    #expect(Self.automatic.count + Self.withPersons.count == 31)
  }

  @Test(arguments: byPersons)
  func `a person's word decides`(id: String) throws {
    #expect(try outcome(id, []).outcome == .notAssessed(reason: "no attestation"))
    for said in AttestedOutcome.allCases {
      let result = try outcome(id, [SampleEvidence.attestation(id, said)])
      #expect(result.outcome.word == said.rawValue)
      #expect(result.evidence.contains { $0.hasPrefix("Attested: a-1, \(said.rawValue), by Ida Holm") })
      if said != .passed { #expect(result.outcome.reason?.contains("Ida Holm") == true) }
    }
    let other = try SampleEvidence.attestation("own.other")
    #expect(try outcome(id, [other]).outcome.word == "notAssessed")
  }

  @Test(arguments: withPersons)
  func `the configuration can say that it does not apply`(id: String) throws {
    var evidence = try SampleEvidence.evidence()
    evidence.attestations = [try SampleEvidence.attestation(id, .failed)]
    evidence.configuration.notApplicable[id] = .init(reason: "no such workload", person: "Priya Nair")
    let result = try SampleEvidence.result(id, evidence)
    #expect(
      result.outcome == .notApplicable(reason: "Priya Nair says in the configuration: no such workload"))
    #expect(result.attestations.count == 1)
  }

  @Test(arguments: automatic)
  func `nobody overrules evidence`(id: String) throws {
    var evidence = try SampleEvidence.evidence(answers: [
      SampleEvidence.payments: "{}", SampleEvidence.claims: "{}", SampleEvidence.play: "{}",
    ])
    evidence.isNewest = false
    let before = try SampleEvidence.result(id, evidence)
    evidence.attestations = try AttestedOutcome.allCases.enumerated().map {
      try SampleEvidence.attestation(id, $1, number: $0)
    }
    evidence.configuration.notApplicable[id] = .init(reason: "r", person: "p")
    #expect(try SampleEvidence.result(id, evidence) == before)
  }

  @Test(
    arguments: [
      ("2025-12-31", "notAssessed", "the attestation by Ida Holm is not in effect before 2026-01-01"),
      ("2026-01-01", "passed", nil), ("2026-12-30", "passed", nil), ("2026-12-31", "passed", nil),
      ("2026-12-31T23:59:59Z", "passed", nil),
      ("2027-01-01", "notAssessed", "the attestation by Ida Holm expired on 2026-12-31"),
    ])
  func `first and last day count`(day: String, word: String, reason: String?) throws {
    let result = try outcome(
      "gdpr.dpa-updated", [SampleEvidence.attestation("gdpr.dpa-updated")], on: day)
    #expect(result.outcome.word == word)
    #expect(result.outcome.reason == reason)
  }

  @Test(
    arguments: [
      ("2027-02-28", "2028-02-29", "2028-02-28", "passed"),
      ("2027-02-28", "2028-02-29", "2028-02-29", "passed"),
      ("2027-02-28", "2028-02-29", "2028-03-01", "notAssessed"),
      ("2028-02-29", "2029-02-28", "2028-02-28", "notAssessed"),
      ("2028-02-29", "2029-02-28", "2028-02-29", "passed"),
      ("2028-02-29", "2029-02-28", "2029-02-28", "passed"),
      ("2028-02-29", "2029-02-28", "2029-03-01", "notAssessed"),
    ])
  func `leap days are days`(effective: String, expires: String, day: String, word: String) throws {
    let id = "gdpr.ropa-includes-opt-out"
    let recorded = try SampleEvidence.attestation(id, effective: effective, expires: expires)
    #expect(try outcome(id, [recorded], on: day).outcome.word == word)
  }

  @Test func `of contradicting statements the later one counts, and both are shown`() throws {
    let id = "hipaa.incident-plan-covers-ai"
    let passed = try SampleEvidence.attestation(id, .passed, number: 1)
    let failed = try SampleEvidence.attestation(id, .failed, number: 2)
    let result = try outcome(id, [passed, failed])
    #expect(result.outcome.word == "failed")
    #expect(result.attestations.map(\.recorded.id) == ["a-2", "a-1"])
    #expect(result.evidence.contains { $0.hasPrefix("Attested earlier, overruled by a-2: a-1, passed") })
    let expired = try SampleEvidence.attestation(id, .failed, number: 2, expires: "2026-03-01")
    #expect(try outcome(id, [passed, expired]).outcome == .passed)
  }

  @Test func `a revoked statement does not count, and is shown`() throws {
    let id = "gdpr.dpa-updated"
    let result = try outcome(id, [SampleEvidence.attestation(id, revoked: true)])
    #expect(result.outcome == .notAssessed(reason: "no attestation but what was revoked"))
    #expect(
      result.evidence.contains { $0.hasPrefix("Attested, revoked by Tomas Berg on 2026-02-01 (wrong)") })
  }

  @Test func `one workload's pass does not hide another's failure`() throws {
    let id = "mlsec.licence-terms"
    let failed = try SampleEvidence.attestation(id, .failed, number: 1, scope: "claims")
    let passed = try SampleEvidence.attestation(id, .passed, number: 2, scope: "payments")
    #expect(try outcome(id, [failed, passed]).outcome.word == "failed")
  }

  @Test(arguments: ["workload", "lensEdition", "reviewDate"])
  func `a review that is not named does not pass`(detail: String) throws {
    for id in Self.byPersons {
      var recorded = try SampleEvidence.attestation(id)
      recorded.attestation.details[detail] = nil
      let result = try outcome(id, [recorded])
      let isNeeded = id.hasPrefix("mlsec.") || id == "general.well-architected-mlsec-01"
      #expect(result.outcome.word == (isNeeded ? "notAssessed" : "passed"), "\(id)")
      if isNeeded { #expect(result.outcome.reason == "the attestation a-1 does not name \(detail)") }
    }
  }

  @Test func `an attestation beyond the renewal period is said to be`() throws {
    let id = "pci.quarterly-ai-usage-review"
    let long = try outcome(id, [SampleEvidence.attestation(id)])
    #expect(long.evidence.contains { $0 == "a-1 was given longer than the renewal period of 92 days" })
    let quarter = try SampleEvidence.attestation(id, effective: "2026-09-01", expires: "2026-12-02")
    #expect(try outcome(id, [quarter]).evidence.allSatisfy { !$0.contains("renewal period") })
    var evidence = try SampleEvidence.evidence()
    evidence.attestations = [quarter]
    evidence.configuration.renewalDays[id] = 30
    #expect(try SampleEvidence.result(id, evidence).evidence.contains { $0.contains("of 30 days") })
  }

  @Test func `GDPR items keep what was observed apart from what AWS states`() throws {
    for id in Self.byPersons where id.hasPrefix("gdpr.") {
      let result = try outcome(id, [])
      #expect(
        result.evidence.contains { $0.hasPrefix("Observed: the opt-out is in force for 4 of 4") }, "\(id)")
      #expect(result.evidence.contains { $0.hasPrefix("Observed: in force since 2026-11-20T10:00:05Z") })
      #expect(!result.awsStates.isEmpty)
      for statement in result.awsStates {
        #expect(!result.evidence.contains { $0.contains(statement.statement) })
      }
    }
  }

  @Test func `services in use stand beside the items that ask for them`() throws {
    for id in [
      "hipaa.no-phi-outside-baa", "pci.no-cardholder-data-in-ai", "pci.quarterly-ai-usage-review",
    ] {
      #expect(try outcome(id, []).evidence.contains { $0.contains("services in use are not known") }, "\(id)")
    }
  }

  @Test func `service control policies that deny by Region stand beside residency`() throws {
    let id = "hipaa.data-residency-controls"
    func sentences(_ policies: Answer<[ServiceControlPolicy]>?) throws -> [String] {
      let evidence = try SampleEvidence.evidence { $0.serviceControlPolicies = policies }
      return try SampleEvidence.result(id, evidence).evidence
    }
    func policy(_ id: String, _ text: String) -> ServiceControlPolicy {
      ServiceControlPolicy(
        policy: Policy(
          id: PolicyID(unchecked: id), arn: "", name: "Regions", description: nil, isAWSManaged: false,
          content: .known(text)),
        targets: .known([SampleEvidence.workloads]))
    }
    let denying = #"""
      {"Statement":[{"Effect":"Deny","Action":"*","Resource":"*",
        "Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-central-1"]}}}]}
      """#
    let allowing = denying.replacing("Deny", with: "Allow")
    #expect(try sentences(nil).contains { $0.contains("were not read") })
    #expect(try sentences(.unread(reason: "denied")).contains { $0.contains("could not be read: denied") })
    #expect(
      try sentences(.known([policy("p-regions", denying), policy("p-allowing", allowing)])) == [
        "Service control policy Regions (p-regions) denies by aws:RequestedRegion, attached to ou-root-workload1"
      ])
    #expect(
      try sentences(.known([policy("p-allowing", allowing)])) == [
        "None of 1 service control policies denies by aws:RequestedRegion"
      ])
  }
}
