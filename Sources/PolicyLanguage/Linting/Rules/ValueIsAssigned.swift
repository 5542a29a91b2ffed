/// A value is wrapped in `@@assign`; without it the text is an effective policy, which AWS does not take back as a policy
/// (<https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_effective.html>).
struct ValueIsAssigned: LintRule {
  let code = "effective-form"
  let severity = LintSeverity.error
  let documentation =
    "`opt_out_policy` holds a bare value: the form of an effective policy, which AWS rejects as a policy"
  let triggering = [#"{"services":{"default":{"opt_out_policy":"optOut"}}}"#]
  let nonTriggering = [LintExamples.setting(#""@@assign":"optOut""#)]

  func findings(in subject: LintSubject) -> [LintFinding] {
    subject.settings.compactMap { setting in
      guard let text = setting.member.value.string else { return nil }
      let value = OptOutValue.allCases.first { $0.rawValue.lowercased() == text.lowercased() } ?? .optOut
      return LintFinding(
        at: setting.member.value.position,
        "the value \(Excerpt.quoted(text)) of \(Excerpt.quoted(setting.service)) is not wrapped in \"@@assign\"; "
          + "this is the form of an effective policy, not of a policy",
        suggestion: "write {\"@@assign\": \"\(value.rawValue)\"}")
    }
  }
}
