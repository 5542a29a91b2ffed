import PolicyLanguage
import TestSupport
import Testing

@Suite struct JSONParserTests {
  @Test func `positions count lines and Unicode scalars from 1`() throws {
    let root = try JSONParser.parse("{\n  \"é𝄞\": [1,\r\n\ttrue], \"b\": {\"c\": null}\n}")
    let members = try #require(root.members)
    #expect(root.position == SourcePosition(line: 1, column: 1))
    #expect(members.map(\.key) == ["é𝄞", "b"])
    #expect(members[0].position == SourcePosition(line: 2, column: 3))
    #expect(members[0].value.position == SourcePosition(line: 2, column: 9))
    guard case .array(let elements) = members[0].value.value else {
      Issue.record("not a list")
      return
    }
    #expect(
      elements.map(\.position) == [SourcePosition(line: 2, column: 10), SourcePosition(line: 3, column: 2)])
    #expect(members[1].position == SourcePosition(line: 3, column: 9))
    #expect(members[1].value["c"]?.position == SourcePosition(line: 3, column: 20))
  }

  @Test func `a combining mark is a column of its own`() throws {
    let root = try JSONParser.parse("[\"e\u{301}\", 1]")
    guard case .array(let elements) = root.value else { return }
    #expect(elements[1].position == SourcePosition(line: 1, column: 8))
  }

  @Test(
    arguments: [
      ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{C}\n\r\t"),
      ("\"\\u0041\\u00e9\\u20AC\"", "Aé€"),
      ("\"\\ud834\\udd1e\"", "𝄞"),
      ("\"\u{7F} 𝄞\"", "\u{7F} 𝄞"),
    ])
  func `escapes give their characters`(text: String, expected: String) throws {
    #expect(try JSONParser.parse(text).string == expected)
  }

  @Test(arguments: ["0", "-0", "12", "1.50", "1e9", "1E+9", "-1.5e-3"])
  func `numbers keep their text`(text: String) throws {
    #expect(try JSONParser.parse(text).value == .number(text))
  }

  struct BadText: Sendable, CustomTestStringConvertible {
    var text: String
    var error: PolicySyntaxError
    var testDescription: String { text.debugDescription }
  }

  static func at(_ line: Int, _ column: Int) -> SourcePosition { SourcePosition(line: line, column: column) }

  static let badTexts: [BadText] = [
    BadText(text: "", error: .empty),
    BadText(text: " \n\t", error: .empty),
    BadText(text: "\u{FEFF}{}", error: .byteOrderMark),
    BadText(text: "{} {}", error: .contentAfterEnd(at(1, 4))),
    BadText(text: "[1,\n 2", error: .unexpectedEnd(at(2, 3), expected: "a comma or a closing bracket")),
    BadText(text: "{\"a\" 1}", error: .unexpectedCharacter(at(1, 6), found: "\"1\"", expected: "a colon")),
    BadText(
      text: "{\"a\": 1,}", error: .unexpectedCharacter(at(1, 9), found: "\"}\"", expected: "a key in quotes")),
    BadText(text: "[1,]", error: .unexpectedCharacter(at(1, 4), found: "\"]\"", expected: "a value")),
    BadText(
      text: "{'a': 1}", error: .unexpectedCharacter(at(1, 2), found: "\"'\"", expected: "a key in quotes")),
    BadText(
      text: "[\u{201C}a\u{201D}]",
      error: .unexpectedCharacter(at(1, 2), found: "\"\u{201C}\"", expected: "a value")),
    BadText(text: "// x\n{}", error: .unexpectedCharacter(at(1, 1), found: "\"/\"", expected: "a value")),
    BadText(text: "[nil]", error: .unexpectedCharacter(at(1, 2), found: "\"n\"", expected: "a value")),
    BadText(text: "[nx]", error: .unexpectedCharacter(at(1, 2), found: "\"n\"", expected: "a value")),
    BadText(text: "[tru", error: .unexpectedEnd(at(1, 2), expected: "true")),
    BadText(text: "[\"a\nb\"]", error: .controlCharacterInString(at(1, 4))),
    BadText(text: "[\"ab\\x\"]", error: .badEscape(at(1, 5))),
    BadText(text: "[\"\\u12\"]", error: .badEscape(at(1, 3))),
    BadText(text: "[\"\\u+123\"]", error: .badEscape(at(1, 3))),
    BadText(text: "\"\\ud834\"", error: .badEscape(at(1, 2))),
    BadText(text: "\"\\udd1e\"", error: .badEscape(at(1, 2))),
    BadText(text: "\"\\ud834\\u0041\"", error: .badEscape(at(1, 2))),
    BadText(text: "[01]", error: .badNumber(at(1, 2))),
    BadText(text: "[-]", error: .badNumber(at(1, 2))),
    BadText(text: "[1.]", error: .badNumber(at(1, 2))),
    BadText(text: "[1e]", error: .badNumber(at(1, 2))),
    BadText(
      text: "[\u{0}]",
      error: .unexpectedCharacter(at(1, 2), found: "a control character", expected: "a value")),
  ]

  @Test(arguments: badTexts)
  func `what is not JSON is refused where it stops being right`(row: BadText) {
    #expect(throws: row.error) { try JSONParser.parse(row.text) }
  }

  @Test(
    arguments: [
      [0xFF], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE2, 0x82],
    ] as [[UInt8]])
  func `bytes that are not UTF-8 are refused where they stand`(bytes: [UInt8]) {
    #expect(throws: PolicySyntaxError.notUTF8(Self.at(1, 4))) {
      try JSONParser.parse(bytes: Array("[\"a".utf8) + bytes + Array("\"]".utf8))
    }
  }

  @Test func `UTF-16 is recognised by its byte-order mark`() {
    #expect(throws: PolicySyntaxError.byteOrderMark) { try JSONParser.parse(bytes: [0xFF, 0xFE, 0x7B, 0]) }
    #expect(throws: PolicySyntaxError.byteOrderMark) { try JSONParser.parse(bytes: [0xFE, 0xFF, 0, 0x7B]) }
  }

  @Test func `nesting ends at the limit`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSONParser.parse(nested(JSONParser.depthLimit))
    #expect(
      throws: PolicySyntaxError.tooDeep(Self.at(1, JSONParser.depthLimit + 1), limit: JSONParser.depthLimit)
    ) {
      try JSONParser.parse(nested(100_000))
    }
  }

  @Test func `a text cut off at any byte is refused within its length`() {
    let text = "{\"é\\u00e9\\ud834\\udd1e𝄞\": [-1.5e+3, true, false, null, {\"x\": \"\\n\"}],\n \"b\": {}}"
    let bytes = Array(text.utf8)
    for length in 0..<bytes.count {
      do {
        _ = try JSONParser.parse(bytes: Array(bytes[..<length]))
        Issue.record("the first \(length) bytes were accepted")
      } catch {
        if let position = error.position {
          #expect(position <= SourcePosition(line: 2, column: 10), "at \(length)")
        }
      }
    }
    #expect(throws: Never.self) { try JSONParser.parse(bytes: bytes) }
  }

  @Test func `a changed byte never crashes the parser`() {
    let bytes = Array(SamplePolicies.hardened.utf8)
    for index in bytes.indices {
      for replacement in [0x00, 0x22, 0x5C, 0x7B, 0x7D, 0x80, 0xC3, 0xF0, 0xFF] as [UInt8] {
        var changed = bytes
        changed[index] = replacement
        _ = try? JSONParser.parse(bytes: changed)
      }
    }
  }

  @Test func `duplicate members are kept in source order`() throws {
    let root = try JSONParser.parse("{\"a\": 1, \"a\": 2}")
    #expect(root.members?.map(\.value.value) == [.number("1"), .number("2")])
  }

  @Test(arguments: ["", "a\"b\\c", "\u{0}\u{1F}\u{7F}", "é𝄞\n\r\t", "\u{2028}"])
  func `quoted text reads back as it was`(text: String) throws {
    #expect(try JSONParser.parse(JSONText.quoted(text)).string == text)
  }
}
