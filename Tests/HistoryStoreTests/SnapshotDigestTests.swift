import OrganizationModel
import Testing

@testable import HistoryStore

@Suite struct SnapshotDigestTests {
  // The literals hold the format in place: a digest that changes is a new format version, never a new literal.
  @Test func `the digests of fixed snapshots never change`() throws {
    let store = try HistoryStore.inMemory()
    let first = try store.seal(Fixture.rich(day: 1))
    let second = try store.seal(Fixture.plain(day: 2, accounts: 2))
    #expect(first.digest == "2632bbd604597267cef106ae2596a2489bdaa29c9535d89fdc10506300684551")
    #expect(second.digest == "d7e3e9fc84b218af55139e66cea74ab9a00a15b5638ca77f0d2825c5587878bf")
    #expect(first.id == "s-" + first.digest.prefix(12))
  }

  @Test func `the same content in another order has the same digest`() throws {
    var shuffled = Fixture.rich(day: 1)
    shuffled.accounts.reverse()
    shuffled.organizationalUnits.reverse()
    shuffled.policies.reverse()
    shuffled.attachments.reverse()
    shuffled.unread.reverse()
    shuffled.movedWhileReading.reverse()
    shuffled.invalidEffectivePolicies = .known([Fixture.account(5), Fixture.account(4)])
    shuffled.delegation.administrators =
      shuffled.delegation.administrators.value.map { .known($0.reversed()) }
      ?? shuffled.delegation.administrators
    let digests = try [Fixture.rich(day: 1), shuffled].map { try HistoryStore.inMemory().seal($0).digest }
    #expect(digests[0] == digests[1])
  }

  @Test func `every fact of the header is under the digest`() throws {
    func digest(_ change: (inout Snapshot) -> Void) throws -> String {
      var snapshot = Fixture.bare(day: 1)
      change(&snapshot)
      return try HistoryStore.inMemory().seal(snapshot).digest
    }
    let digests = try [
      digest { _ in },
      digest { $0.header.startedAt = Fixture.day(0) },
      digest { $0.header.observedAt = Fixture.day(3) },
      digest { $0.header.source = .live(endpoint: "http://localhost", callerARN: "arn:x") },
      digest { $0.header.source = .live(endpoint: nil, callerARN: "arn:x") },
      digest { $0.header.source = .live(endpoint: "arn:x", callerARN: nil) },
      digest { $0.header.source = .export(observedAtGiven: true) },
      digest { $0.header.source = .export(observedAtGiven: false) },
      digest { $0.header.toolVersion = "2" },
      digest { $0.header.effectiveMode = .representative },
    ]
    #expect(Set(digests).count == digests.count)
  }

  @Test func `the chain binds a snapshot to the one before it`() throws {
    let alone = try HistoryStore.inMemory().seal(Fixture.bare(day: 2))
    let store = try HistoryStore.inMemory()
    let first = try store.seal(Fixture.bare(day: 1))
    let second = try store.seal(Fixture.bare(day: 2))
    #expect(second.previousDigest == first.digest)
    #expect(second.digest != alone.digest)
  }
}

@Suite struct CanonicalJSONTests {
  static let hostile = CanonicalJSON.object(of: [
    "z": .array([
      .null, .bool(true), .bool(false), .integer(-12), .integer(.max), .array([]), .object(of: [:]),
    ]),
    "a": .string("\"\\/\u{8}\u{9}\u{A}\u{C}\u{D}\u{0}\u{1F}\u{7F}é👍\u{2028}"),
  ])

  @Test func `strings are escaped as RFC 8785 says and members are sorted`() {
    #expect(
      Self.hostile.text
        == #"{"a":"\"\\/\b\t\n\f\r\u0000\u001f"# + "\u{7F}é👍\u{2028}"
        + #"","z":[null,true,false,-12,9223372036854775807,[],{}]}"#)
  }

  @Test func `what is written is read back`() {
    #expect(CanonicalJSON(parsing: Self.hostile.text) == Self.hostile)
  }

  @Test(arguments: [
    "", " {}", "{} ", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":2}", "{\"a\": 1}", "[1,]", "01", "1.0", "-",
    "\"\\/\"",
    "\"\\u0041\"", "\"\\u001F\"", "\"a", "nul", "[", "{\"a\"}", "\"\\u00\"",
    String(repeating: "[", count: 100_000),
  ])
  func `no other spelling is read`(text: String) {
    #expect(CanonicalJSON(parsing: text) == nil)
  }
}
