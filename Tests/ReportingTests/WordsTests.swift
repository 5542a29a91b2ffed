import Testing

@testable import Reporting

struct WordsTests {
  @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_000, "-1,000")])
  func `thousands are separated`(value: Int, text: String) {
    #expect(Words.number(value) == text)
  }

  @Test(arguments: [
    ([], "", 2), (["a"], "a", 2), (["a", "b"], "a and b", 2), (["a", "b", "c"], "a, b and 1 more", 2),
    (["a", "b", "c"], "a, b and c", 3),
  ])
  func `lists read as a sentence part`(items: [String], text: String, limit: Int) {
    #expect(Words.list(items, limit: limit) == text)
  }

  @Test(arguments: [
    ("account 123456789012, denied", "account …, denied"),
    ("request 0a1b2c3d-0000-4000-8000-0123456789ab", "request …"),
    ("policy p-12345678 on ou-abcd-11111111", "policy p-12345678 on ou-abcd-11111111"),
    ("1234567890123", "1234567890123"),
  ])
  func `shapes leave out account and request ids only`(text: String, shape: String) {
    #expect(Words.shape(text) == shape)
  }

  @Test func `one is singular`() {
    #expect(Words.count(1, "account") == "1 account")
    #expect(Words.count(10_000, "account") == "10,000 accounts")
  }
}
