import OrganizationModel
import Testing

@testable import Checklist

@Suite struct AttestationBookTests {
  private struct Row {
    var outcome = AttestedOutcome.passed
    var effective = "2026-01-01"
    var expires = "2026-12-31"
    var scope: String?
    var details: [String: String] = [:]
  }

  private func entry(_ row: Row, number: Int) throws -> AttestationBook.Entry {
    .attestation(
      Attestation(
        item: "own.item", outcome: row.outcome, statement: "s", attestedBy: "Ida Holm", systemUser: "ida",
        effective: try #require(Timestamp(row.effective)), expires: try #require(Timestamp(row.expires)),
        scope: row.scope, details: row.details),
      digest: String(repeating: "\(number)", count: 64), recordedAt: Timestamp(milliseconds: Int64(number)))
  }

  private func book(_ rows: [Row], notices: [AttestationBook.Entry] = []) throws -> AttestationBook {
    AttestationBook(entries: try rows.enumerated().map { try entry($1, number: $0 + 1) } + notices)
  }

  private func id(_ number: Int) -> String { "a-" + String(repeating: "\(number)", count: 12) }

  @Test(
    arguments: [
      ("the day before it begins", "2026-01-01", "2026-12-31", "2025-12-31", "notYetEffective"),
      ("its first day", "2026-01-01", "2026-12-31", "2026-01-01", "valid"),
      ("the day before it ends", "2026-01-01", "2026-12-31", "2026-12-30", "valid"),
      ("its last day", "2026-01-01", "2026-12-31", "2026-12-31", "valid"),
      ("the day after", "2026-01-01", "2026-12-31", "2027-01-01", "expired"),
      ("a leap day as its last, the day before", "2027-03-01", "2028-02-29", "2028-02-28", "valid"),
      ("a leap day as its last", "2027-03-01", "2028-02-29", "2028-02-29", "valid"),
      ("the day after a leap day", "2027-03-01", "2028-02-29", "2028-03-01", "expired"),
      ("a leap day inside", "2028-02-28", "2028-03-01", "2028-02-29", "valid"),
      ("one day long", "2026-05-05", "2026-05-05", "2026-05-05", "valid"),
      ("one day long, a day later", "2026-05-05", "2026-05-05", "2026-05-06", "expired"),
    ])
  func `days decide`(name: String, effective: String, expires: String, on: String, state: String) throws {
    let book = try book([Row(effective: effective, expires: expires)])
    let date = try #require(Timestamp(on))
    #expect(book.states(on: date).map(\.state.word) == [state], "\(name)")
    #expect((book.standing(of: "own.item", on: date).deciding != nil) == (state == "valid"), "\(name)")
    // The time of the day makes no difference.
    let evening = date.adding(.seconds(86_399))
    #expect(book.states(on: evening).map(\.state.word) == [state], "\(name), in the evening")
  }

  @Test func `the later recorded one counts, and a contradicting one is still there`() throws {
    let book = try book([Row(outcome: .passed), Row(outcome: .failed)])
    let standing = book.standing(of: "own.item", on: try #require(Timestamp("2026-06-01")))
    #expect(standing.deciding?.id == id(2))
    #expect(standing.others.map(\.id) == [id(1)])
    #expect(standing.states[id(1)] == .superseded(by: id(2)))
    let deciding = try #require(standing.deciding)
    #expect(standing.contradicting(deciding).map(\.id) == [id(1)])
    #expect(standing.contradicting(standing.others[0]).map(\.id) == [id(2)])
  }

  @Test func `when the later one ends, the earlier one counts again`() throws {
    let book = try book([Row(), Row(outcome: .failed, effective: "2026-03-01", expires: "2026-04-01")])
    func deciding(_ day: String) throws -> String? {
      book.standing(of: "own.item", on: try #require(Timestamp(day))).deciding?.id
    }
    #expect(try deciding("2026-02-28") == id(1))
    #expect(try deciding("2026-03-01") == id(2))
    #expect(try deciding("2026-04-01") == id(2))
    #expect(try deciding("2026-04-02") == id(1))
    #expect(try deciding("2027-04-02") == nil)
  }

  @Test func `a revoked one counts on no day`() throws {
    let notice = RevocationNotice(attestation: id(2), reason: "wrong file", by: "Ida", systemUser: "ida")
    let book = try book(
      [Row(), Row(outcome: .failed)],
      notices: [.revocation(notice, recordedAt: try #require(Timestamp("2026-09-01T08:00:00Z")))])
    let standing = book.standing(of: "own.item", on: try #require(Timestamp("2026-02-01")))
    #expect(standing.deciding?.id == id(1))
    #expect(standing.states[id(2)] == .revoked)
    #expect(standing.contradicting(book.attestations[0]).isEmpty)
    #expect(book.attestations[1].revocation?.reason == "wrong file")
    #expect(book.attestations[1].revocation?.recordedAt.day == "2026-09-01")
  }

  @Test func `parts of the organization stand beside each other, and the worst decides`() throws {
    let rows = [
      Row(outcome: .failed, details: ["workload": "claims"]),
      Row(outcome: .passed, details: ["workload": "payments"]),
      Row(outcome: .notApplicable, scope: "sandbox"),
    ]
    let date = try #require(Timestamp("2026-06-01"))
    let parts = try book(rows).standing(of: "own.item", on: date)
    #expect(parts.counting.map(\.id) == [id(1), id(2), id(3)])
    #expect(parts.deciding?.id == id(1))
    // One about the whole says all of it anew.
    let whole = try book(rows + [Row(outcome: .passed)]).standing(of: "own.item", on: date)
    #expect(whole.counting.map(\.id) == [id(4)])
    #expect(whole.states[id(1)] == .superseded(by: id(4)))
    // One about a part does not speak for the whole.
    let part = try book([Row(outcome: .failed), Row(scope: "claims")]).standing(of: "own.item", on: date)
    #expect(part.deciding?.id == id(1))
  }

  @Test func `the one that expired last says since when the item is open`() throws {
    let book = try book([
      Row(expires: "2026-03-31"), Row(outcome: .failed, expires: "2026-02-28"),
      Row(effective: "2026-10-01", expires: "2026-12-31"),
    ])
    let standing = book.standing(of: "own.item", on: try #require(Timestamp("2026-06-01")))
    #expect(standing.deciding == nil)
    #expect(standing.lastExpired?.id == id(1))
    let valid = book.standing(of: "own.item", on: try #require(Timestamp("2026-01-01")))
    #expect(valid.lastExpired == nil)
    #expect(book.standing(of: "own.other", on: Timestamp(milliseconds: 0)).lastExpired == nil)
  }

  @Test func `who revokes or countersigns is named on one line`() throws {
    #expect("Ida Holm".isOneLine)
    for name in ["Ida\nHolm", "Ida\u{2028}Holm", "\u{1B}[2J"] { #expect(!name.isOneLine) }
  }

  @Test func `countersignatures stand in their order, and notices of unknown ones nowhere`() throws {
    func signature(_ by: String, of number: Int) -> AttestationBook.Entry {
      .countersignature(
        CountersignatureNotice(attestation: id(number), by: by, systemUser: "x"),
        recordedAt: Timestamp(milliseconds: 9))
    }
    let book = try book(
      [Row()], notices: [signature("Tomas", of: 1), signature("Ada", of: 1), signature("Eve", of: 7)])
    #expect(book.attestations.map { $0.countersignatures.map(\.by) } == [["Tomas", "Ada"]])
  }
}
