/// A lock on `services` is not the only one: it keeps new keys out and leaves the values that are there open.
struct LockReachesTheValues: LintRule {
  let code = "lock-only-at-services"
  let severity = LintSeverity.warning
  let documentation =
    "Only `services` is locked, which keeps out new services but lets a policy further down change the values that are there"
  let triggering = [
    #"{"services":{"@@operators_allowed_for_child_policies":["@@none"],"#
      + #""default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#
  ]
  let nonTriggering = [LintExamples.hardened, LintExamples.values(["default": "optOut"])]

  func findings(in subject: LintSubject) -> [LintFinding] {
    guard let block = subject.policy?.services, let control = block.childControl, !subject.valued.isEmpty
    else {
      return []
    }
    let locks = PolicyLocks(of: block, valued: subject.valued.map(\.statement))
    guard locks.isOnlyAtServices else { return [] }
    return [
      LintFinding(
        at: control.position,
        "only \"services\" is locked: no service can be added, but a policy further down could change the value of "
          + Excerpt.list(locks.openValues.map(\.service)),
        suggestion:
          "add \"\(PolicyKey.childControl)\": [\"@@none\"] to each service and to each \"opt_out_policy\"")
    ]
  }
}
