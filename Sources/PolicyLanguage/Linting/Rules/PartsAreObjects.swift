/// The document, `services`, each service and each `opt_out_policy` are objects.
struct PartsAreObjects: LintRule {
  let code = "wrong-type"
  let severity = LintSeverity.error
  let documentation = "A part of the policy that must be an object is something else"
  let triggering = [
    "[]", #"{"services":null}"#, #"{"services":{"lex":"optOut"}}"#,
    #"{"services":{"lex":{"opt_out_policy":["optOut"]}}}"#,
  ]
  let nonTriggering = [
    #"{"services":{"lex":{"opt_out_policy":{}}}}"#, #"{"services":{"lex":{"opt_out_policy":"optOut"}}}"#,
  ]

  func findings(in subject: LintSubject) -> [LintFinding] {
    guard subject.syntaxError == nil else { return [] }
    guard subject.root.members != nil else { return [finding("the policy", subject.root)] }
    guard let services = subject.services?.value else { return [] }
    guard services.members != nil else { return [finding("\"services\"", services)] }
    let statements = subject.statements.filter { $0.value.members == nil }
      .map { finding(Excerpt.quoted($0.key), $0.value) }
    // A string is the form of an effective policy, which `ValueIsAssigned` explains.
    let settings = subject.settings.filter { $0.member.value.members == nil && $0.member.value.string == nil }
      .map { finding("\"opt_out_policy\" of \(Excerpt.quoted($0.service))", $0.member.value) }
    return statements + settings
  }

  private func finding(_ what: String, _ node: JSONNode) -> LintFinding {
    LintFinding(at: node.position, "\(what) is \(node.kindName) where an object is expected")
  }
}
