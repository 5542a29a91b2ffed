import Foundation
import PolicyLanguage
import TestSupport
import Testing

/// Whatever bytes come, the parser and the linter answer.
@Suite struct LinterFuzzTests {
  static let seeds: [[UInt8]] =
    ([
      SamplePolicies.hardened,
      SamplePolicies.assigning(["default": "optIn", "lex": "optOut", "connecthealth": "optIn"]),
    ]
    + LintRules.all.flatMap { ($0.triggering + $0.nonTriggering).filter { $0.utf8.count < 700 } }).map {
      Array($0.utf8)
    }

  /// A few thousand; as many as `OPTOUT_AUDIT_FUZZ` says when it is set.
  static let count = ProcessInfo.processInfo.environment["OPTOUT_AUDIT_FUZZ"].flatMap(Int.init) ?? 3_000

  @Test func `mutated documents are answered, with positions inside the text`() {
    var mutation = Mutation(seed: 20_261_123)
    var parsed = 0
    for number in 0..<Self.count {
      let bytes = mutation.document(from: Self.seeds)
      if (try? JSONParser.parse(bytes: bytes)) != nil { parsed += 1 }
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      let text = String(decoding: bytes, as: UTF8.self)
      for diagnostic in Linter().diagnostics(for: text) {
        let position = diagnostic.position
        let isInside =
          (1...lines.count).contains(position.line)
          // Bytes that are not UTF-8 became replacement characters, of which there are at most as many.
          && (1...(lines[position.line - 1].count + 1)).contains(position.column)
        if !isInside { Issue.record("input \(number): \(position) is outside of \(text.debugDescription)") }
      }
    }
    // Unless some documents stay whole the rules are not reached at all.
    #expect(parsed > Self.count / 100)
  }

  /// Inputs of the kinds that break readers.
  @Test(
    arguments: [
      "", "\u{0}", "{", "[", "\"", "\\", "{\"", "{\"services\"", "{\"services\":", "{\"services\":{\"",
      "\u{FEFF}{}",
      "{\"services\":{\"\":{\"\":{\"\":{}}}}}", "{\"\\ud834\":1}", "{\"services\":[[[[]]]]}",
      "{\"services\":{\"::\":{}}}",
      "{\"services\":{\"\u{301}\":{}}}", "{\"@@\":{},\"services\":{\"@@\":{\"@@\":1}}}", "-", "1e",
      "{\"services\":-0}",
      "{\"services\":{\"e\u{301}\":{},\"\u{E9}\":{}}}",
    ])
  func `awkward documents are answered`(text: String) {
    _ = Linter().diagnostics(for: text)
    #expect(Linter().diagnostics(for: text).contains { $0.severity == .error })
  }
}
