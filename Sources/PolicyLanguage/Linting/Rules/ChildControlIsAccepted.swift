/// A list of operators for children is `["@@none"]` alone, or has some of `@@assign`, `@@append`, `@@remove` and `@@all`, each
/// once.
struct ChildControlIsAccepted: LintRule {
  let code = "invalid-child-control"
  let severity = LintSeverity.error
  let documentation =
    "`@@operators_allowed_for_child_policies` is empty, has duplicates or unknown operators, or `@@none` beside others"
  let triggering = [
    "[]", #"["@@none","@@assign"]"#, #"["@@assign","@@assign"]"#, #""@@none""#, #"["none"]"#, "[1]",
  ].map { "{\"services\":{\"@@operators_allowed_for_child_policies\":\($0)}}" }
  let nonTriggering = [
    #"["@@none"]"#, #"["@@assign","@@append","@@remove","@@all"]"#, #"["@@assign"]"#,
  ].map { "{\"services\":{\"@@operators_allowed_for_child_policies\":\($0)}}" }

  private static let operators = ["@@assign", "@@append", "@@remove", "@@all", "@@none"]

  func findings(in subject: LintSubject) -> [LintFinding] {
    subject.childControls.flatMap { findings(for: $0.value) }
  }

  private func findings(for node: JSONNode) -> [LintFinding] {
    guard case .array(let elements) = node.value else {
      return [
        LintFinding(
          at: node.position,
          "the operators allowed to children are \(node.kindName) where a list is expected",
          suggestion: node.string.map {
            Self.operators.contains($0) ? "write [\"\($0)\"]" : "write [\"@@none\"]"
          })
      ]
    }
    guard !elements.isEmpty else {
      return [
        LintFinding(
          at: node.position, "the list of operators allowed to children is empty",
          suggestion: "write [\"@@none\"] to allow none")
      ]
    }
    var findings: [LintFinding] = []
    var seen: Set<String> = []
    for element in elements {
      guard let name = element.string, Self.operators.contains(name) else {
        findings.append(unknown(element))
        continue
      }
      if !seen.insert(name).inserted {
        findings.append(
          LintFinding(at: element.position, "\"\(name)\" stands twice in the list", suggestion: "remove one"))
      }
    }
    if seen.contains("@@none"), seen.count > 1 {
      findings.append(
        LintFinding(
          at: node.position, "\"@@none\" stands beside other operators", suggestion: "keep either it or them")
      )
    }
    return findings
  }

  private func unknown(_ element: JSONNode) -> LintFinding {
    let shown = element.string.map(Excerpt.quoted) ?? element.kindName
    return LintFinding(
      at: element.position, "\(shown) is not an operator that children can be allowed",
      suggestion: element.string.flatMap { text in
        NearestKey.suggestion(for: text.hasPrefix("@@") ? text : "@@" + text, among: Self.operators)
      })
  }
}
