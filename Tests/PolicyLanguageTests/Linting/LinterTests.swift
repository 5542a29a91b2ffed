import PolicyLanguage
import TestSupport
import Testing

@Suite struct LinterTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var text: String
    var code: String
    var testDescription: String { "\(code): \(text)" }

    init(_ text: String, _ code: String) {
      self.text = text
      self.code = code
    }
  }

  static func assigning(_ value: String) -> String {
    "{\"services\":{\"default\":{\"opt_out_policy\":{\"@@assign\":\(value)}}}}"
  }

  static func allowing(_ list: String) -> String {
    "{\"services\":{\"@@operators_allowed_for_child_policies\":\(list)}}"
  }

  /// What AWS was seen to reject, each document with the code of the rule that says so.
  static let rejected: [Row] = [
    Row("{}", "services-missing"), Row(#"{"tags":{}}"#, "unknown-root-key"),
    Row(#"{"services":{},"x":{}}"#, "unknown-root-key"),
    Row(#"{"services":{"bedrock":{}}}"#, "unknown-service"),
    Row(#"{"services":{"Default":{}}}"#, "wrong-case-service"),
    Row(#"{"services":{"LEX":{}}}"#, "wrong-case-service"),
    Row(#"{"services":{"lex ":{}}}"#, "malformed-service-key"),
    Row(#"{"services":{"":{}}}"#, "malformed-service-key"),
    Row(#"{"services":{"*":{}}}"#, "malformed-service-key"),
    Row(#"{"services":{"connecthealth":{}}}"#, "unknown-service"),
    Row(#"{"services":{"lex":{"description":"x"}}}"#, "unknown-key"),
    Row(#"{"services":{"lex":{"opt_out_policy":{"value":"optOut"}}}}"#, "unknown-key"),
    Row(assigning(#""optout""#), "invalid-value"), Row(assigning(#""OptOut""#), "invalid-value"),
    Row(assigning(#""optOut ""#), "invalid-value"), Row(assigning("true"), "invalid-value"),
    Row(assigning("1"), "invalid-value"), Row(assigning("null"), "invalid-value"),
    Row(assigning(#"["optOut"]"#), "invalid-value"), Row(assigning("{}"), "invalid-value"),
    Row(#"{"services":{"lex":{"opt_out_policy":{"@@append":["optOut"]}}}}"#, "operator-not-allowed"),
    Row(#"{"services":{"lex":{"opt_out_policy":{"@@remove":["optOut"]}}}}"#, "operator-not-allowed"),
    Row(#"{"services":{"lex":{"opt_out_policy":{"@@enforced_for":["lex"]}}}}"#, "operator-not-allowed"),
    Row(#"{"services":{"@@assign":{}}}"#, "misplaced-operator"),
    Row(#"{"services":{"@@append":{}}}"#, "misplaced-operator"),
    Row(#"{"services":{"lex":{"@@assign":"optOut"}}}"#, "misplaced-operator"),
    Row(#"{"services":{"lex":{},"lex":{}}}"#, "duplicate-key"),
    Row(allowing("[]"), "invalid-child-control"),
    Row(allowing(#"["@@assign","@@assign"]"#), "invalid-child-control"),
    Row(allowing(#"["@@none","@@assign"]"#), "invalid-child-control"),
    Row(#"{"services":{"default":{"opt_out_policy":"optOut"}}}"#, "effective-form"),
  ]

  @Test(arguments: rejected)
  func `what AWS rejects is an error, and one alone`(row: Row) {
    let errors = Linter().diagnostics(for: row.text).filter { $0.severity == .error }
    #expect(errors.map(\.code) == [row.code])
  }

  @Test(
    arguments: [
      #"{"services":{}}"#, #"{"services":{"default":{}}}"#,
      #"{"services":{"default":{"opt_out_policy":{}}}}"#,
      #"{"services":{"@@operators_allowed_for_child_policies":["@@none"]}}"#,
      #"{"services":{"default":{"@@operators_allowed_for_child_policies":["@@none"]}}}"#,
      #"{"services":{"default":{"opt_out_policy":{"@@operators_allowed_for_child_policies":["@@assign"]}}}}"#,
      #"{"@@operators_allowed_for_child_policies":["@@none"],"services":{}}"#,
      #"{"@@assign":{},"services":{}}"#,
      #"{"@@append":[],"@@remove":"x","services":{}}"#,
      allowing(#"["@@assign"]"#), allowing(#"["@@append"]"#), allowing(#"["@@remove"]"#),
      allowing(#"["@@all"]"#),
      allowing(#"["@@none"]"#), allowing(#"["@@assign","@@append","@@remove","@@all"]"#),
      assigning(#""optOut""#), assigning(#""optIn""#), SamplePolicies.hardened,
      #"{"services":{"connecthealth::training":{}}}"#,
    ])
  func `what AWS accepts is no error`(text: String) {
    #expect(Linter().diagnostics(for: text).filter { $0.severity == .error }.isEmpty)
  }

  @Test func `AWS's own hardened policy is clean`() {
    #expect(Linter().diagnostics(for: SamplePolicies.hardened).isEmpty)
  }

  @Test func `a diagnostic points at the key or value that is wrong`() {
    let text = """
      {
        "services": {
          "LEX": {},
          "polly": { "opt_out_policy": { "@@assign": "optout" } },
          "é": { "opt_out_policies": {} }
        }
      }
      """
    let found = Linter().diagnostics(for: text).map { "\($0.position) \($0.code)" }
    #expect(
      found == [
        "3:5 wrong-case-service", "4:48 invalid-value", "5:5 unknown-service", "5:12 unknown-key",
      ])
  }

  @Test(
    arguments: [
      (#"{"services":{"LEX":{}}}"#, #"write "lex""#), (#"{"services":{"Default":{}}}"#, #"write "default""#),
      (#"{"services":{" polly":{}}}"#, #"write "polly""#),
      (#"{"services":{"rekogniton":{}}}"#, #"write "rekognition""#),
      (#"{"services":{"quicksight":{}}}"#, #"write "quicksightq""#),
      (
        #"{"services":{"connecthealth":{}}}"#,
        #"write "connecthealth::operations" or "connecthealth::training""#
      ),
      (#"{"services":{"lex":{"opt_out_policies":{}}}}"#, #"write "opt_out_policy""#),
      (assigning(#""OPT_OUT""#), #"write "optOut""#), (assigning(#""optin""#), #"write "optIn""#),
      (allowing(#"["none"]"#), #"write "@@none""#), (#"{"Services":{}}"#, #"write "services""#),
    ])
  func `a typing mistake gets the right word`(text: String, suggestion: String) {
    let errors = Linter().diagnostics(for: text).filter { $0.severity == .error }
    #expect(errors.map(\.suggestion) == [suggestion])
  }

  @Test func `a word that is like none gets no suggestion`() {
    let found = Linter().diagnostics(for: #"{"services":{"sagemaker-and-bedrock":{}}}"#)
    #expect(found.map(\.code).contains("unknown-service"))
    #expect(found.first { $0.code == "unknown-service" }?.suggestion == nil)
  }

  @Test func `an unknown service is judged by the catalogue's date`() throws {
    let old = Linter(catalogue: ServiceCatalogue.builtIn.known(on: "2021-01-31"))
    let found = old.diagnostics(for: #"{"services":{"guardduty":{}}}"#).first { $0.severity == .error }
    #expect(found?.code == "unknown-service")
    #expect(found?.message.contains(ServiceCatalogue.builtIn.catalogueDate) == true)
    #expect(Linter().diagnostics(for: #"{"services":{"guardduty":{}}}"#).allSatisfy { $0.severity != .error })
  }

  @Test(arguments: [2_499, 2_500, 2_501, 5_000])
  func `the limit is 2,500 characters, white space included`(count: Int) {
    let padding = String(repeating: " ", count: count - SamplePolicies.hardened.unicodeScalars.count)
    let errors = Linter().diagnostics(for: SamplePolicies.hardened + padding).filter { $0.severity == .error }
    #expect(errors.map(\.code) == (count > 2_500 ? ["too-long"] : []))
    if let error = errors.first {
      let compact = SamplePolicies.hardened.filter { !$0.isWhitespace }.unicodeScalars.count
      #expect(
        error.message.contains("\(count) characters") && error.message.contains("would count \(compact)"))
    }
  }

  @Test func `characters are counted, not bytes`() {
    let key = String(repeating: "é", count: 1_300)
    let codes = Linter().diagnostics(for: "{\"services\":{\"\(key)\":{}}}").map(\.code)
    #expect(!codes.contains("too-long"))
  }

  @Test func `white space inside strings counts everywhere`() {
    #expect(PolicySize.whiteSpace(in: #"{ "a \" b" : "c d\\" }"#) == 4)
    #expect(PolicySize.whiteSpace(in: "\n\t{\r\n}") == 4)
  }

  @Test func `an object in a template is measured without white space`() throws {
    let services = (0..<60).map { "\"service\($0)\": {\"opt_out_policy\": {\"@@assign\": \"optOut\"}}" }
    let text = "{\"services\": {\(services.joined(separator: ",\n     "))}}"
    let root = try JSONParser.parse(text)
    let compact = text.filter { !$0.isWhitespace }.unicodeScalars.count
    #expect(PolicySize.compact(root) == compact)
    let found = Linter().diagnostics(for: root).first { $0.code == "too-long" }
    #expect(found?.message.contains("\(compact) characters without white space") == true)
  }

  @Test func `what can be reopened is said level by level`() {
    let none = #""@@operators_allowed_for_child_policies":["@@none"]"#
    func codes(_ services: String, _ service: String, _ value: String) -> [String] {
      let text =
        "{\"services\":{\(services)\"default\":{\(service)\"opt_out_policy\":{\(value)\"@@assign\":\"optOut\"}}}}"
      return Linter().diagnostics(for: text).map(\.code)
    }
    #expect(codes(none + ",", none + ",", none + ",") == [])
    #expect(codes("", "", "") == ["missing-lock"])
    #expect(codes(none + ",", "", "") == ["lock-only-at-services"])
    #expect(codes("", none + ",", "") == ["missing-lock", "missing-lock"])
    #expect(codes("", "", none + ",") == ["missing-lock", "missing-lock"])
    #expect(codes(none + ",", none + ",", "") == ["missing-lock"])
    #expect(codes(none + ",", "", none + ",") == ["missing-lock"])
    #expect(codes("", none + ",", none + ",") == ["missing-lock"])
  }

  @Test(arguments: [
    (#"["@@append"]"#, true), (#"["@@assign"]"#, false), (#"["@@all"]"#, false), (#"["@@remove"]"#, true),
  ])
  func `a value is locked when children may not assign`(list: String, isLocked: Bool) {
    let none = #""@@operators_allowed_for_child_policies":["@@none"]"#
    let text =
      "{\"services\":{\(none),\"default\":{\(none),\"opt_out_policy\":{\"@@operators_allowed_for_child_policies\":\(list),"
      + "\"@@assign\":\"optOut\"}}}}"
    #expect(Linter().diagnostics(for: text).isEmpty == isLocked)
  }

  @Test func `services opted out alone are named`() {
    let found = Linter().diagnostics(
      for: SamplePolicies.assigning([
        "lex": "optOut", "polly": "optOut", "textract": "optOut", "connect": "optOut",
      ]))
    let message = found.first { $0.code == "service-without-default" }?.message
    #expect(message?.hasPrefix("\"lex\", \"polly\", \"textract\" and 1 more are opted out") == true)
  }

  @Test func `an error keeps warnings back, an unknown service does not`() {
    #expect(Linter().diagnostics(for: Self.assigning(#""optout""#)).allSatisfy { $0.severity == .error })
    let codes = Linter().diagnostics(
      for: SamplePolicies.assigning(["default": "optOut", "brandnew": "optIn"])
    ).map(\.code)
    #expect(Set(codes) == ["missing-lock", "unknown-service", "opt-in-exception"])
  }

  @Test func `a long key is shortened in the message`() {
    let found = Linter().diagnostics(for: "{\"services\":{\"\(String(repeating: "x", count: 1_000))\":{}}}")
    #expect(found.allSatisfy { $0.message.count < 250 })
  }

  @Test func `a text far over the limit is only measured`() {
    let found = Linter().diagnostics(for: String(repeating: "[", count: 1_000_000))
    #expect(found.map(\.code) == ["too-long"])
  }

  @Test func `renamed services have a note in the catalogue`() {
    for text in [
      "codewhisperer", "connectamd", "connectoptimization", "contactlens", "quicksightq", "securityhub",
    ] {
      let codes = Linter().diagnostics(for: SamplePolicies.assigning("optOut", to: text)).map(\.code)
      #expect(codes.contains("renamed-service"), "\(text)")
    }
  }
}
