import OrganizationModel
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    "2026-11-23T18:30:00Z", "2026-11-23T18:30:00.123Z", "1969-12-31T23:59:59Z", "2024-02-29T00:00:00Z",
  ])
  func `RFC 3339 reads and writes`(text: String) throws {
    #expect(try #require(Timestamp(text)).description == text)
  }

  @Test func `every millisecond survives writing and reading`() throws {
    for offset in stride(from: 0, to: 1000, by: 1) as StrideTo<Int64> {
      let moment = Timestamp(milliseconds: 1_795_458_600_000 + offset)
      #expect(Timestamp(moment.description) == moment)
    }
  }

  @Test func `a day means its beginning and an offset is taken off`() {
    #expect(Timestamp("2026-11-23") == Timestamp("2026-11-23T00:00:00Z"))
    #expect(Timestamp("2026-11-23T01:00:00+02:00") == Timestamp("2026-11-22T23:00:00Z"))
    #expect(Timestamp("2026-11-23T23:59:59.999Z")?.day == "2026-11-23")
  }

  @Test(arguments: [
    "", "yesterday", "2026-02-30", "2026-13-01", "2026-11-23T", "2026-11-23 18:30", "1795458600",
  ])
  func `anything else is refused`(text: String) {
    #expect(Timestamp(text) == nil)
  }
}
