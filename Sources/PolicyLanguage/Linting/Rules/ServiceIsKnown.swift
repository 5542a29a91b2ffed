/// AWS takes only service keys that it knows, even for an empty statement.
///
/// The list is dated data, so a key that is missing from it is unknown to this version, not wrong for ever.
struct ServiceIsKnown: LintRule {
  let code = "unknown-service"
  let severity = LintSeverity.error
  let documentation =
    "A service key is unknown to this version's dated catalogue; AWS rejects keys that it does not know"
  let triggering = [
    #"{"services":{"bedrock":{}}}"#, #"{"services":{"connecthealth":{}}}"#,
    #"{"services":{"rekogntion":{}}}"#,
  ]
  let nonTriggering = [
    #"{"services":{"connecthealth::operations":{}}}"#, #"{"services":{"rekognition":{}}}"#,
  ]

  func findings(in subject: LintSubject) -> [LintFinding] {
    let catalogue = subject.catalogue
    return subject.statements.filter {
      !catalogue.contains($0.key) && !ServiceKeyIsWellFormed.isMalformed($0.key)
        && ServiceKeyHasTheRightCase.rightKey(for: $0.key, in: catalogue) == nil
    }.map { member in
      LintFinding(
        at: member.position,
        "the service key \(Excerpt.quoted(member.key)) is unknown to this version's catalogue of "
          + "\(catalogue.catalogueDate), and AWS rejects keys that it does not know",
        suggestion: suggestion(for: member.key, in: catalogue))
    }
  }

  private func suggestion(for key: String, in catalogue: ServiceCatalogue) -> String? {
    let parts = catalogue.keys.filter { $0.hasPrefix(key + "::") }
    if !parts.isEmpty { return "write " + parts.map { "\"\($0)\"" }.joined(separator: " or ") }
    return NearestKey.suggestion(for: key, among: catalogue.keys + [EffectivePolicy.defaultKey])
  }
}
