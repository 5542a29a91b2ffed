import Foundation
import OrganizationSimulator
import Testing

@Suite struct CivilTimeTests {
  @Test(arguments: [
    (0.0, "1970-01-01T00:00:00+00:00", "Thu, 01 Jan 1970 00:00:00 GMT"),
    (951_782_400, "2000-02-29T00:00:00+00:00", "Tue, 29 Feb 2000 00:00:00 GMT"),
    (1_714_557_600.5, "2024-05-01T10:00:00.500000+00:00", "Wed, 01 May 2024 10:00:00 GMT"),
    (1_798_761_599, "2026-12-31T23:59:59+00:00", "Thu, 31 Dec 2026 23:59:59 GMT"),
    (-1, "1969-12-31T23:59:59+00:00", "Wed, 31 Dec 1969 23:59:59 GMT"),
  ])
  func `a moment is spelled and read back`(seconds: Double, iso: String, http: String) {
    let date = Date(timeIntervalSince1970: seconds)
    #expect(CivilTime(date).iso8601 == iso)
    #expect(CivilTime(date).httpDate == http)
    #expect(CivilTime(text: iso)?.date == date)
  }

  @Test(arguments: ["2024-05-01", "20240501T000000Z", "2024-05-01T00:00:00Z"])
  func `other spellings are read`(text: String) {
    #expect(CivilTime(text: text)?.date == Date(timeIntervalSince1970: 1_714_521_600))
  }

  @Test(arguments: ["", "yesterday", "2024-13-01", "2024-05-01T24:00:00Z", "2024-05-01 00:00"])
  func `anything else is no time`(text: String) {
    #expect(CivilTime(text: text) == nil)
  }
}
