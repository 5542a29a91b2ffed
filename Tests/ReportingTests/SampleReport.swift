import Checklist
import OrganizationModel
import PolicyLanguage
import Timeline

@testable import Reporting

/// Inputs of reports about `SampleOrganization`, with two snapshots of history and three checklists.
enum SampleReport {
  static func input(complete: Bool = false, extra: Int = 0) throws -> ReportInput {
    let first = observation(try moment("2026-07-01T06:00:00Z"), digit: "a", previous: nil) { snapshot in
      // Before the opt-out reached Workloads.
      snapshot.attachments.removeAll { $0.policy == PolicyID(unchecked: "p-open0001") }
      for number in 6...8 {
        snapshot.effectivePolicies[SampleOrganization.accountID(number)] = .reported(
          ReportedEffectivePolicy(text: nil, lastUpdated: nil))
      }
      snapshot.accounts.removeAll { $0.id == SampleOrganization.accountID(3) }
    }
    let last = observation(
      try moment("2026-10-01T06:00:00.250Z"), digit: "b", previous: first.sealed.digest, complete: complete,
      extra: extra)
    return ReportInput(
      observation: last, optOutDates: OptOutDates(observations: [first, last]), checklists: checklists,
      reportDate: try moment("2026-10-02"), chainHead: String(repeating: "b", count: 64), chainState: .intact,
      toolVersion: "1.1.0", catalogue: .builtIn, snapshots: [first.sealed, last.sealed])
  }

  struct NotATime: Error {}

  private static func moment(_ text: String) throws -> Timestamp {
    guard let moment = Timestamp(text) else { throw NotATime() }
    return moment
  }

  private static func observation(
    _ moment: Timestamp, digit: Character, previous: String?, complete: Bool = true, extra: Int = 0,
    change: (inout Snapshot) -> Void = { _ in }
  ) -> Observation {
    var snapshot = SampleOrganization.snapshot(observedAt: moment, complete: complete, extra: extra)
    change(&snapshot)
    let sealed = SealedSnapshot(
      id: "s-" + String(repeating: digit, count: 12), header: snapshot.header,
      digest: String(repeating: digit, count: 64), previousDigest: previous, isComplete: snapshot.isComplete,
      accountCount: snapshot.accounts.count)
    return Observation(sealed: sealed, posture: OrganizationPosture(of: snapshot))
  }

  static let checklists = [
    ChecklistResult(
      id: "baseline", title: "AI opt-out baseline", source: "optout-audit baseline, edition 2026-11",
      items: [
        item("BASE-01", "The policy type is enabled", .passed),
        item("BASE-02", "Every account is opted out", .failed(reason: "3 accounts are not | opted out")),
        item("BASE-03", "Nobody below can undo it", .notAssessed(reason: "2 policies could not be read")),
        item(
          "BASE-04", "Exceptions are approved",
          .notApplicable(reason: "compliance (M. Weber): there is no exception")),
      ]),
    ChecklistResult(
      id: "hipaa", title: "HIPAA", source: "45 CFR 164, 2013",
      items: [
        item("HIPAA-1", "Business associate agreement", .notAssessed(reason: "no attestation")),
        attested("HIPAA-2", "Incident plan"),
      ]),
    ChecklistResult(
      id: "gdpr", title: "GDPR <script>", source: "Regulation (EU) 2016/679",
      items: [
        item("GDPR-28", "Processor instructions", .passed), item("GDPR-30", "Records", .passed),
      ]),
  ]

  /// An item with a statement that counts and an earlier one that does not, by people with hostile names.
  private static func attested(_ id: String, _ title: String) -> ItemResult {
    var result = item(id, title, .passed)
    result.kind = .attestation
    result.assessedBy = "A person's attestation."
    result.passesWhen = "A person says so."
    result.awsStates = [
      AWSStatement(
        statement: "Copies are deleted.", page: "User Guide <b>", url: "javascript:alert(1)",
        date: "2026-09-15")
    ]
    func said(_ number: Int, _ state: AttestationState, _ outcome: AttestedOutcome) -> ConsideredAttestation {
      let attestation = Attestation(
        item: id, outcome: outcome, statement: "=1+1 | <script>alert(1)</script> \(number)",
        attestedBy: SampleOrganization.hostileNames[0], systemUser: "root",
        effective: Timestamp(milliseconds: 0),
        expires: Timestamp(milliseconds: 86_400_000), scope: "claims",
        details: ["workload": "[click](https://evil)"],
        files: [EvidenceFile(name: "plan|.pdf", sha256: String(repeating: "0", count: 64), byteCount: 1)])
      return ConsideredAttestation(
        recorded: RecordedAttestation(
          id: "a-00000000000\(number)", recordedAt: Timestamp(milliseconds: 1000), attestation: attestation,
          countersignatures: [.init(by: "second", systemUser: "s", recordedAt: Timestamp(milliseconds: 2000))]
        ),
        state: state)
    }
    result.attestations = [said(2, .valid, .passed), said(1, .superseded(by: "a-000000000002"), .failed)]
    result.evidence += result.attestations.map(\.sentence)
    return result
  }

  private static func item(_ id: String, _ title: String, _ outcome: Outcome) -> ItemResult {
    ItemResult(
      id: id, title: title, question: "Is it so that \(title.lowercased())?", outcome: outcome,
      evidence: ["account \(SampleOrganization.hostileNames[0]) answered"],
      proves: "That it was so at the time of observation.", doesNotProve: "That it stays so.",
      references: [
        Reference(
          framework: "AWS documentation", edition: "2026", section: "AI services opt-out policies",
          url:
            "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out.html"
        ),
        Reference(framework: "Internal", edition: nil, section: nil, url: "javascript:alert(1)"),
      ],
      remediation: "Attach the policy to the root.")
  }
}
