import Foundation
import PolicyLanguage
import Testing

@testable import Commands

@Suite struct JSONValueTests {
  @Test func `keys keep their order and nulls are said`() {
    let value = JSONValue.object([
      ("z", .number(1)), ("a", .optional(nil)), ("list", .strings(["x", "y"])), ("none", .array([])),
      ("empty", .object([])), ("yes", .bool(true)),
    ])
    #expect(
      value.text == """
        {
          "z": 1,
          "a": null,
          "list": [
            "x",
            "y"
          ],
          "none": [],
          "empty": {},
          "yes": true
        }

        """)
  }

  @Test(arguments: [
    "plain", "quote \" backslash \\ slash /", "line\nfeed\ttab\r", "\u{0}\u{1F}\u{7F}\u{9B}",
    "\u{202E}RTL \u{2028}", "😀",
  ])
  func `text comes back as it went in`(text: String) throws {
    let printed = JSONValue.object([(text, .string(text))]).text
    let read = try #require(
      try JSONSerialization.jsonObject(with: Data(printed.utf8)) as? [String: String])
    #expect(read == [text: text])
    // What a terminal obeys is escaped even here, since JSON is printed on terminals too.
    #expect(!printed.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
  }

  @Test func `an effective policy has the shape of AWS's answer`() throws {
    #expect(JSONValue.effectivePolicy(EffectivePolicy()).text == "{}\n")
    let policy = try EffectivePolicy(
      parsing: #"{"services":{"lex":{"opt_out_policy":"optIn"},"default":{"opt_out_policy":"optOut"}}}"#)
    let text = JSONValue.effectivePolicy(policy).text
    #expect(
      text.filter { !$0.isWhitespace }
        == #"{"services":{"default":{"opt_out_policy":"optOut"},"lex":{"opt_out_policy":"optIn"}}}"#)
  }
}
