import Checklist
import OrganizationModel
import Testing

@Suite struct AttestationRulesTests {
  private static let items = [
    KnownItem(id: "general.opt-out-locked", title: "Locked", assessedBy: .evidence),
    KnownItem(id: "general.robots", title: "Robots", assessedBy: .probe, renewalDays: 100),
    KnownItem(id: "hipaa.incident-plan-covers-ai", title: "Plan", assessedBy: .attestation),
    KnownItem(
      id: "mlsec.data-permissions", title: "Permissions", assessedBy: .attestation,
      requiredDetails: ["workload", "lensEdition"]),
  ]

  private let today = Timestamp("2028-02-29") ?? Timestamp(milliseconds: 0)

  private func recorded(_ request: AttestationRequest) throws -> Attestation {
    try AttestationRules(
      items: Self.items, renewalDays: ["general.robots": 30], today: today, systemUser: "ida"
    ).attestation(for: request)
  }

  private func problems(_ request: AttestationRequest) -> [String] {
    do {
      _ = try recorded(request)
      return []
    } catch {
      return (error as? AttestationProblems)?.problems.map(\.description) ?? ["\(error)"]
    }
  }

  private func request(
    _ item: String = "hipaa.incident-plan-covers-ai", effective: String? = nil, expires: String? = nil,
    validDays: Int? = nil, details: [String: String] = [:]
  ) -> AttestationRequest {
    AttestationRequest(
      item: item, outcome: .passed, statement: "It does", by: "Ida Holm",
      effective: effective.flatMap { Timestamp($0) }, expires: expires.flatMap { Timestamp($0) },
      validDays: validDays, details: details)
  }

  @Test func `what nobody says is as the item has it, from the day of recording`() throws {
    let attestation = try recorded(request())
    #expect(attestation.effective.day == "2028-02-29")
    #expect(attestation.expires.day == "2029-02-28")
    #expect(attestation.systemUser == "ida")
    #expect(attestation.attestedBy == "Ida Holm")
  }

  @Test(
    arguments: [
      ("configured renewal", "general.robots", "2028-01-31", nil, nil, "2028-03-01"),
      ("days given", "general.robots", "2028-01-31", nil, 29, "2028-02-29"),
      ("a date given", "general.robots", "2028-01-31", "2028-02-01", 29, "2028-02-01"),
      ("its first day is its last", "general.robots", "2028-01-31", "2028-01-31", nil, "2028-01-31"),
      ("over a leap day", "hipaa.incident-plan-covers-ai", "2027-03-01", nil, nil, "2028-02-29"),
      ("today is not the future", "general.robots", "2028-02-29", nil, 1, "2028-03-01"),
    ])
  func `renewal counts from the effective date`(
    name: String, item: String, effective: String, expires: String?, days: Int?, expected: String
  ) throws {
    let attestation = try recorded(
      request(item, effective: effective, expires: expires, validDays: days))
    #expect(attestation.expires.day == expected, "\(name)")
  }

  @Test(
    arguments: [
      ("hipaa.incident-plan", "did you mean \"hipaa.incident-plan-covers-ai\"?"),
      ("hipaa.incident-plan-cover-ai", "did you mean \"hipaa.incident-plan-covers-ai\"?"),
      ("Incident-Plan-Covers-AI", "did you mean \"hipaa.incident-plan-covers-ai\"?"),
      ("nonsense", "there is no checklist item \"nonsense\"; "),
      ("general.opt-out-locked", "assessed from evidence and may be overruled by nobody"),
    ])
  func `an item that cannot be attested is refused`(item: String, words: String) {
    let found = problems(request(item))
    #expect(found.count == 1)
    #expect(found.first?.contains(words) == true, "\(found)")
  }

  @Test func `dates out of order are refused`() {
    #expect(problems(request(effective: "2028-03-01")).first?.contains("lies in the future") == true)
    #expect(
      problems(request(effective: "2028-02-01", expires: "2028-01-31")).first?.contains(
        "the expiry 2028-01-31 lies before the effective date 2028-02-01") == true)
    #expect(problems(request(expires: "2099-01-01")).first?.contains("3660 days") == true)
  }

  @Test(arguments: ["", String(repeating: "n", count: 101)])
  func `a detail has a name, and no long one`(name: String) {
    #expect(problems(request(details: [name: "x"])).first?.contains("1 to 100 characters") == true)
    #expect(problems(request(details: [String(repeating: "n", count: 100): "x"])).isEmpty)
  }

  @Test func `all problems are told at once`() {
    var bad = request("mlsec.data-permissions", effective: "2029-01-01", details: ["workload": ""])
    bad.by = ""
    bad.statement = String(repeating: "x", count: 10_001)
    let found = problems(bad)
    #expect(found.count == 5, "\(found)")
    #expect(found.contains { $0.contains("needs the detail \"lensEdition\"; give --detail lensEdition=…") })
    #expect(found.contains { $0.contains("the name of who attests is empty") })
    #expect(found.contains { $0.contains("the detail \"workload\" is empty") })
    #expect(found.contains { $0.contains("more than 10000 characters") })
  }
}
