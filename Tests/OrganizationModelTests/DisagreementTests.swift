import OrganizationModel
import PolicyLanguage
import TestSupport
import Testing

/// The likely cause of a difference between AWS's answer and the computed policy.
@Suite struct DisagreementTests {
  private static let tree = """
    r-root Root [p-in, p-out]
      111111111111 Management
    """
  private static let policies: [String: String?] = [
    "p-in": SamplePolicies.assigning("optIn"), "p-out": SamplePolicies.assigning("optOut"),
  ]

  private func cause(
    answer: String, order: [String]?, _ change: (inout Snapshot) throws -> Void = { _ in }
  ) throws -> String? {
    var snapshot = try Snapshot.parsing(
      tree: Self.tree, policies: Self.policies, effective: .texts(["111111111111": answer]))
    try change(&snapshot)
    var orders: [NodeID: [PolicyID]] = [:]
    if let order, let root = NodeID("r-root") { orders[root] = order.compactMap { PolicyID($0) } }
    var judge = AccountJudge(tree: PolicyTree(of: snapshot, orders: orders))
    return judge.disagreement(of: snapshot.accounts[0])?.cause
  }

  private static func answer(_ value: OptOutValue, for service: String = "default") -> String {
    EffectivePolicy([service: value]).json
  }

  @Test func `an answer that some order gives agrees while the order is unknown`() throws {
    #expect(try cause(answer: Self.answer(.optIn), order: nil) == nil)
    #expect(try cause(answer: Self.answer(.optOut), order: nil) == nil)
  }

  @Test func `an answer that only another order gives points to the order`() throws {
    #expect(try cause(answer: Self.answer(.optIn), order: ["p-in", "p-out"]) == nil)
    let cause = try cause(answer: Self.answer(.optIn), order: ["p-out", "p-in"])
    #expect(cause?.contains("another order") == true)
  }

  @Test func `an answer that no order gives is late, invalid, unknown or of a disabled type`() throws {
    let order = ["p-out", "p-in"]
    #expect(try cause(answer: "{}", order: order)?.contains("not published") == true)
    #expect(
      try cause(answer: Self.answer(.optIn, for: "brandnew"), order: order)?.contains("does not know") == true
    )
    let invalid = try cause(answer: "{}", order: order) { snapshot in
      snapshot.invalidEffectivePolicies = .known([try #require(AccountID("111111111111"))])
    }
    #expect(invalid?.contains("last valid one") == true)
    let disabled = try cause(answer: Self.answer(.optOut), order: order) { snapshot in
      guard var root = snapshot.root.value else { return }
      root.policyTypes = [:]
      snapshot.root = .known(root)
    }
    #expect(disabled?.contains("not enabled") == true)
  }
}
