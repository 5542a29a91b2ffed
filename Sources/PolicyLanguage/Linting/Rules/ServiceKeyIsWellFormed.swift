/// A service key is a bare word: not empty, no white space, no wildcard.
struct ServiceKeyIsWellFormed: LintRule {
  let code = "malformed-service-key"
  let severity = LintSeverity.error
  let documentation = "A service key is empty, has white space in it or is a wildcard, so AWS rejects it"
  let triggering = [
    #"{"services":{"":{}}}"#, #"{"services":{"lex ":{}}}"#, #"{"services":{"*":{}}}"#,
    #"{"services":{"\tlex":{}}}"#,
  ]
  let nonTriggering = [#"{"services":{"lex":{}}}"#]

  func findings(in subject: LintSubject) -> [LintFinding] {
    subject.statements.filter { Self.isMalformed($0.key) }.map { member in
      if member.key.isEmpty {
        return LintFinding(
          at: member.position, "a service key is empty", suggestion: "write \"default\" for all services")
      }
      if member.key.contains("*") {
        return LintFinding(
          at: member.position, "\(Excerpt.quoted(member.key)) is not a service key; there are no wildcards",
          suggestion: "write \"default\" for all services")
      }
      let word = String(member.key.filter { !$0.isWhitespace })
      return LintFinding(
        at: member.position, "the service key \(Excerpt.quoted(member.key)) has white space in it",
        suggestion: subject.catalogue.contains(word) ? "write \"\(word)\"" : nil)
    }
  }

  static func isMalformed(_ key: String) -> Bool {
    key.isEmpty || key.contains("*") || key.contains(where: \.isWhitespace)
  }
}
