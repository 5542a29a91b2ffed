import PolicyLanguage
import Testing

@Suite struct EffectivePolicyTests {
  @Test func `AWS's answer reads and writes`() throws {
    let text = #"{"services":{"default":{"opt_out_policy":"optOut"},"lex":{"opt_out_policy":"optIn"}}}"#
    let policy = try EffectivePolicy(parsing: text)
    #expect(policy.values == ["default": .optOut, "lex": .optIn])
    #expect(policy.json == text)
    #expect(policy.value(for: "lex") == .optIn)
    #expect(policy.value(for: "polly") == .optOut)
    #expect(policy.optedInKeys == ["lex"])
  }

  @Test(arguments: ["{}", " { }\n", #"{"services":{}}"#])
  func `an empty answer says nothing`(text: String) throws {
    #expect(try EffectivePolicy(parsing: text) == EffectivePolicy())
  }

  @Test func `no policy writes as an empty object`() {
    #expect(EffectivePolicy().json == "{}")
    #expect(EffectivePolicy().value(for: "lex") == nil)
  }

  @Test(
    arguments: [
      "", "[]", #"{"tags":{}}"#, #"{"services":[]}"#, #"{"services":{"default":{}}}"#,
      #"{"services":{"default":"optOut"}}"#,
      #"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#,
      #"{"services":{"default":{"opt_out_policy":"OPTOUT"}}}"#,
      #"{"services":{"lex":{"opt_out_policy":"optOut"},"lex":{"opt_out_policy":"optIn"}}}"#,
    ])
  func `an answer that is not understood is no answer`(text: String) {
    #expect(throws: EffectivePolicyTextError.self) { try EffectivePolicy(parsing: text) }
  }
}
