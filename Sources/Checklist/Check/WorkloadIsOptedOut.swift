import OrganizationModel

/// Every active account of a workload is opted out, by the same evidence as `EveryAccountIsOptedOut`.
///
/// Where no accounts are named, all of the organization's are a workload's too.
struct WorkloadIsOptedOut: Check {
  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    guard let scope = evidence.scope else {
      var assessment = EveryAccountIsOptedOut.assess(evidence.activeAccounts, of: evidence)
      assessment.evidence.append(
        "No accounts of a workload were named, so all active accounts of the organization are judged")
      return assessment
    }
    let names = scope.map(\.rawValue).sorted().joined(separator: ", ")
    let missing = scope.filter { !isPresent($0, in: evidence) }.map(\.rawValue).sorted()
    guard missing.isEmpty else {
      return Assessment(
        .notAssessed(reason: "the snapshot does not have \(missing.joined(separator: ", "))"),
        evidence: [evidence.dating])
    }
    let accounts = evidence.activeAccounts.filter { posture in
      scope.contains(.account(posture.account.id)) || posture.path.contains(where: scope.contains)
    }
    guard !accounts.isEmpty else {
      return Assessment(
        .notAssessed(reason: "there is no active account in \(names)"), evidence: [evidence.dating])
    }
    var assessment = EveryAccountIsOptedOut.assess(accounts, of: evidence)
    assessment.evidence.append("The workload's accounts are those of \(names): \(accounts.count) active")
    return assessment
  }

  private func isPresent(_ node: NodeID, in evidence: ChecklistEvidence) -> Bool {
    switch node {
    case .root(let id): evidence.snapshot.root.value?.id == id
    case .organizationalUnit(let id): evidence.snapshot.organizationalUnits.contains { $0.id == id }
    case .account(let id): evidence.snapshot.accounts.contains { $0.id == id }
    }
  }
}
