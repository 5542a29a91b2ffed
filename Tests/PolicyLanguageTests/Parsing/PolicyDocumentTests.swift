import PolicyLanguage
import TestSupport
import Testing

@Suite struct PolicyDocumentTests {
  @Test func `every part has its position`() throws {
    let document = try PolicyDocument(parsing: SamplePolicies.hardened)
    let statement = try #require(document.services.statements.first)
    #expect(document.services.position == SourcePosition(line: 1, column: 14))
    #expect(document.services.childControl?.allowed == [])
    #expect(document.services.childControl?.position == SourcePosition(line: 2, column: 45))
    #expect(statement.service == "default")
    #expect(statement.position == SourcePosition(line: 3, column: 3))
    #expect(statement.childControl?.position == SourcePosition(line: 4, column: 47))
    #expect(statement.setting?.position == SourcePosition(line: 5, column: 23))
    #expect(statement.setting?.childControl?.allowed == [])
    #expect(statement.setting?.assignment?.value == .optOut)
    #expect(statement.setting?.assignment?.position == SourcePosition(line: 7, column: 19))
    #expect(document.irregularities.isEmpty)
  }

  /// Documents that AWS stores, so that a saved and attached policy can be inert.
  @Test(
    arguments: [
      #"{"services":{}}"#,
      #"{"services":{"default":{}}}"#,
      #"{"services":{"default":{"opt_out_policy":{}}}}"#,
      #"{"services":{"@@operators_allowed_for_child_policies":["@@none"]}}"#,
      #"{"services":{"lex":{"opt_out_policy":{"@@operators_allowed_for_child_policies":["@@assign"]}}}}"#,
    ])
  func `a policy without a value is read and assigns nothing`(text: String) throws {
    let document = try PolicyDocument(parsing: text)
    #expect(document.services.statements.allSatisfy { $0.setting?.assignment == nil })
    #expect(document.irregularities.isEmpty)
  }

  @Test(arguments: ["@@operators_allowed_for_child_policies", "@@assign", "@@append", "@@remove"])
  func `an operator beside services has no effect and is noted`(key: String) throws {
    let document = try PolicyDocument(
      parsing:
        "{\"\(key)\": [\"@@none\"], \"services\": {\"default\": {\"opt_out_policy\": {\"@@assign\": \"optOut\"}}}}"
    )
    #expect(document.services.childControl == nil)
    #expect(document.services.statements[0].setting?.assignment?.value == .optOut)
    #expect(document.irregularities.map(\.position) == [SourcePosition(line: 1, column: 2)])
    #expect(document.irregularities[0].service == nil)
  }

  @Test(
    arguments: [
      (#"["@@assign"]"#, .assign), (#"["@@append"]"#, .append), (#"["@@remove"]"#, .remove),
      (#"["@@all"]"#, .all), (#"["@@none"]"#, []), (#"["@@assign","@@remove"]"#, [.assign, .remove]),
      (#"["@@all","@@assign"]"#, .all),
    ] as [(String, OperatorSet)])
  func `lists of allowed operators that AWS accepts`(list: String, allowed: OperatorSet) throws {
    let document = try PolicyDocument(
      parsing: "{\"services\": {\"@@operators_allowed_for_child_policies\": \(list)}}")
    #expect(document.services.childControl?.allowed == allowed)
    #expect(document.irregularities.isEmpty)
  }

  @Test(
    arguments: [
      "[]", #"["@@none","@@assign"]"#, #"["@@none","@@none"]"#, #"["@@assign","@@assign"]"#, #"["none"]"#,
      #"["@@None"]"#, #""@@none""#, "null", "[1]", "{}",
    ])
  func `a list that AWS rejects locks nothing`(list: String) throws {
    let document = try PolicyDocument(
      parsing: "{\"services\": {\"@@operators_allowed_for_child_policies\": \(list)}}")
    #expect(document.services.childControl == nil)
    #expect(document.irregularities.count == 1)
  }

  /// Values other than exactly `optOut` and `optIn`.
  @Test(
    arguments: [
      #""optout""#, #""OptOut""#, #""optOut ""#, #""""#, "true", "1", "null", #"["optOut"]"#, "{}",
    ])
  func `a wrong value assigns nothing`(value: String) throws {
    let document = try PolicyDocument(
      parsing: "{\"services\": {\"lex\": {\"opt_out_policy\": {\"@@assign\": \(value)}}}}")
    #expect(document.services.statements[0].setting?.assignment == nil)
    #expect(document.irregularities.map(\.service) == ["lex"])
    #expect(document.irregularities[0].position == SourcePosition(line: 1, column: 54))
  }

  @Test(arguments: ["@@append", "@@remove", "@@enforced_for", "note"])
  func `another key in a setting has no effect`(key: String) throws {
    let document = try PolicyDocument(
      parsing: "{\"services\": {\"lex\": {\"opt_out_policy\": {\"\(key)\": \"optOut\"}}}}")
    #expect(document.services.statements[0].setting?.assignment == nil)
    #expect(document.irregularities.count == 1)
  }

  @Test func `another key under a service has no effect`() throws {
    let document = try PolicyDocument(
      parsing: #"{"services": {"lex": {"opt_out_policies": {"@@assign": "optOut"}, "@@assign": "optOut"}}}"#)
    #expect(document.services.statements[0].setting == nil)
    #expect(document.irregularities.count == 2)
  }

  @Test func `operators on services have no effect`() throws {
    let document = try PolicyDocument(
      parsing: #"{"services": {"@@assign": {}, "@@append": {}, "@@remove": {}}}"#)
    #expect(document.services.statements.isEmpty)
    #expect(document.irregularities.count == 3)
  }

  @Test func `a value without its wrapper is recognised as the effective form`() throws {
    let document = try PolicyDocument(parsing: #"{"services": {"default": {"opt_out_policy": "optOut"}}}"#)
    #expect(document.services.statements[0].setting == nil)
    #expect(document.irregularities[0].message.contains("effective policy"))
  }

  /// AWS rejects unknown service keys; a stored text is read all the same, because AWS's list grows faster than ours.
  @Test(arguments: ["Default", "LEX", "lex ", "", "*", "connecthealth", "brandnewservice"])
  func `a service key that is not known stands for itself`(key: String) throws {
    let document = try PolicyDocument(parsing: SamplePolicies.assigning("optOut", to: key))
    #expect(document.services.statements.map(\.service) == [key])
  }

  @Test func `duplicate keys are refused wherever they stand`() {
    #expect(
      throws: PolicySyntaxError.duplicateKey(
        SourcePosition(line: 1, column: 25), key: "lex", first: SourcePosition(line: 1, column: 14))
    ) { try PolicyDocument(parsing: #"{"services":{"lex": {}, "lex": {}}}"#) }
    #expect(throws: PolicySyntaxError.self) {
      try PolicyDocument(
        parsing: #"{"services":{"lex":{"opt_out_policy":{"@@assign":"optOut","@@assign":"optOut"}}}}"#)
    }
  }

  @Test func `what is not a policy at all is refused`() {
    let start = SourcePosition(line: 1, column: 1)
    #expect(throws: PolicySyntaxError.noServices(start, found: [])) { try PolicyDocument(parsing: "{}") }
    #expect(throws: PolicySyntaxError.noServices(start, found: ["\"tags\""])) {
      try PolicyDocument(parsing: #"{"tags": {}}"#)
    }
    #expect(throws: PolicySyntaxError.notAnObject(start, what: "the policy", found: "a list")) {
      try PolicyDocument(parsing: "[]")
    }
    #expect(
      throws: PolicySyntaxError.notAnObject(
        SourcePosition(line: 1, column: 14), what: "\"services\"", found: "null")
    ) { try PolicyDocument(parsing: #"{"services": null}"#) }
  }
}
