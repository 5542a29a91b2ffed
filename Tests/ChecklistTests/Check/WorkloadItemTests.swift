import OrganizationModel
import Testing

@testable import Checklist

@Suite struct WorkloadItemTests {
  private static let id = "mlsec.data-collection-opt-out"

  private func result(
    _ scope: Set<NodeID>?, answers: [AccountID: String?] = [SampleEvidence.play: "{}"],
    change: (inout Snapshot) -> Void = { _ in }
  ) throws -> ItemResult {
    var evidence = try SampleEvidence.evidence(answers: answers, snapshot: change)
    evidence.scope = scope
    return try SampleEvidence.result(Self.id, evidence)
  }

  @Test func `only the workload's accounts are judged`() throws {
    let passed = try result([SampleEvidence.workloads])
    #expect(passed.outcome == .passed)
    #expect(passed.evidence.contains("The workload's accounts are those of ou-root-workload1: 2 active"))
    #expect(passed.evidence.contains("AWS's effective policy opts out 2 of 2 active accounts"))
    #expect(try result([.account(SampleEvidence.payments)]).outcome == .passed)
    let failed = try result([.account(SampleEvidence.payments), SampleEvidence.sandbox])
    #expect(failed.outcome == .failed(reason: "not opted out: 1 of 2 active accounts: Play (444444444444)"))
  }

  @Test func `without a scope the whole organization is the workload`() throws {
    #expect(try result(nil).outcome.word == "failed")
    let passed = try result(nil, answers: [:])
    #expect(passed.outcome == .passed)
    #expect(passed.evidence.contains { $0.hasPrefix("No accounts of a workload were named") })
  }

  @Test func `computed answers, unknown nodes and empty scopes are not assessed`() throws {
    #expect(
      try result([SampleEvidence.workloads]) { $0.effectivePolicies[SampleEvidence.claims] = nil }.outcome
        .word
        == "notAssessed")
    #expect(
      try result([.account(AccountID(unchecked: "999999999999"))]).outcome
        == .notAssessed(reason: "the snapshot does not have 999999999999"))
    let closed = try result([SampleEvidence.sandbox]) { snapshot in
      for index in snapshot.accounts.indices where snapshot.accounts[index].id == SampleEvidence.play {
        snapshot.accounts[index].state = "CLOSED"
      }
    }
    #expect(closed.outcome == .notAssessed(reason: "there is no active account in ou-root-sandbox01"))
  }
}
