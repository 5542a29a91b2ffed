import OrganizationModel
import TestSupport
import Testing
import Timeline

@testable import Checklist

/// Evidence about a small organization that is opted out, locked and answered by AWS; tests change what they are about.
enum SampleEvidence {
  static let tree = """
    r-root Root [p-root]
      111111111111 Management
      ou-root-workload1 Workloads [p-unit]
        222222222222 Payments
        333333333333 Claims
      ou-root-sandbox01 Sandbox
        444444444444 Play
    """

  static let management = AccountID(unchecked: "111111111111")
  static let payments = AccountID(unchecked: "222222222222")
  static let claims = AccountID(unchecked: "333333333333")
  static let play = AccountID(unchecked: "444444444444")
  static let workloads = NodeID.organizationalUnit(OrganizationalUnitID(unchecked: "ou-root-workload1"))
  static let sandbox = NodeID.organizationalUnit(OrganizationalUnitID(unchecked: "ou-root-sandbox01"))

  /// `default` optOut beside an opt-in of `lex`.
  static let lexOptIn =
    #"{"services":{"default":{"opt_out_policy":"optOut"},"lex":{"opt_out_policy":"optIn"}}}"#
  static let optOut = #"{"services":{"default":{"opt_out_policy":"optOut"}}}"#

  /// - Parameter answers: what AWS answers in place of optOut, by account.
  static func evidence(
    answers: [AccountID: String?] = [:], on day: String = "2026-11-21",
    snapshot change: (inout Snapshot) -> Void = { _ in }
  ) throws -> ChecklistEvidence {
    var snapshot = try Snapshot.parsing(
      tree: tree, policies: ["p-root": SamplePolicies.hardened, "p-unit": #"{"services":{}}"#],
      effective: .asComputed)
    for (account, text) in answers {
      snapshot.effectivePolicies[account] = .reported(ReportedEffectivePolicy(text: text, lastUpdated: nil))
    }
    change(&snapshot)
    let observation = Observation.sealing(snapshot)
    var evidence = ChecklistEvidence(
      observation: observation, optOutDates: OptOutDates(observations: [observation]), chain: .intact,
      isNewest: true, reportDate: try self.day(day))
    evidence.recordBegins = try self.day("2025-01-01")
    return evidence
  }

  static func day(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  /// What the item of the built-in checklists comes to.
  static func result(_ id: String, _ evidence: ChecklistEvidence) throws -> ItemResult {
    let results = ChecklistScorer.results(catalogues: ChecklistCatalogue.builtIn, evidence: evidence)
    return try #require(results.flatMap(\.items).first { $0.id == id })
  }

  /// A statement about `item`, by default one that holds all of 2026 and has every detail.
  static func attestation(
    _ item: String, _ outcome: AttestedOutcome = .passed, number: Int = 1, effective: String = "2026-01-01",
    expires: String = "2026-12-31", scope: String? = nil,
    details: [String: String] = ["workload": "claims", "lensEdition": "2023", "reviewDate": "2026-05-01"],
    revoked: Bool = false
  ) throws -> RecordedAttestation {
    RecordedAttestation(
      id: "a-\(number)", recordedAt: try day("2026-01-01").adding(.seconds(number)),
      attestation: Attestation(
        item: item, outcome: outcome, statement: "statement \(number)", attestedBy: "Ida Holm",
        systemUser: "ida", effective: try day(effective), expires: try day(expires), scope: scope,
        details: details),
      revocation: revoked
        ? .init(reason: "wrong", by: "Tomas Berg", systemUser: "tb", recordedAt: try day("2026-02-01")) : nil)
  }
}
