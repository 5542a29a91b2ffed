/// A policy's text is JSON (RFC 8259).
struct TextIsJSON: LintRule {
  let code = "not-json"
  let severity = LintSeverity.error
  let documentation = "The text is not JSON, so AWS rejects it"
  let triggering = ["", "{\"services\":{}", "{'services':{}}", "{\"services\":{},}"]
  let nonTriggering = ["{\"services\":{}}", "[]"]

  func findings(in subject: LintSubject) -> [LintFinding] {
    guard let error = subject.syntaxError else { return [] }
    return [LintFinding(at: error.position ?? subject.root.position, error.message)]
  }
}
