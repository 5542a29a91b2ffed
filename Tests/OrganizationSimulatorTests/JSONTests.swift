import OrganizationSimulator
import Testing

@Suite struct JSONTests {
  @Test(arguments: [
    #"{"a":[1,-2.5e3,true,false,null,""],"b":{}}"#,
    #""q\"\\\n\t\u0001ü😀""#, "[]", "17", "1.587665516951E9",
  ])
  func `a document survives reading and writing`(text: String) throws {
    let value = try JSONParser.parse(text)
    #expect(value.text == text)
    #expect(try JSONParser.parse(value.prettyText) == value)
  }

  @Test func `escapes are resolved`() throws {
    let value = try JSONParser.parse(#""\u00fc\ud83d\ude00\/\b""#)
    #expect(value.string == "ü😀/\u{8}")
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\"}", "tru", "\"", "\"\\x\"", "1 2", "\"\\ud83d\"", "+1", "{\"a\":1,}", "\"\n\"",
  ])
  func `what is no document is refused`(text: String) {
    #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(text) }
  }

  @Test func `deep nesting is refused in place of exhausting the stack`() {
    #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(String(repeating: "[", count: 100_000)) }
  }
}
