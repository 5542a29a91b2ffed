/// A policy is locked at all three levels, as AWS's own example is: `services` against new keys, each service against new
/// keys under it, each value against change
/// (<https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html>).
struct EveryLevelIsLocked: LintRule {
  let code = "missing-lock"
  let severity = LintSeverity.warning
  let documentation =
    "`services`, a service or a value has no lock (`@@operators_allowed_for_child_policies`), and the message says what a policy further down could do"
  let triggering = [
    LintExamples.values(["default": "optOut"]),
    #"{"services":{"default":{"@@operators_allowed_for_child_policies":["@@none"],"#
      + #""opt_out_policy":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"optOut"}}}}"#,
  ]
  let nonTriggering = [LintExamples.hardened, #"{"services":{}}"#]

  func findings(in subject: LintSubject) -> [LintFinding] {
    guard let services = subject.services, let block = subject.policy?.services, !subject.valued.isEmpty
    else {
      return []
    }
    let locks = PolicyLocks(of: block, valued: subject.valued.map(\.statement))
    if locks.isEmpty {
      return [
        LintFinding(
          at: services.position,
          "nothing is locked: a policy further down could add a service with optIn, and change the value of "
            + Excerpt.list(subject.valued.map(\.statement.service)),
          suggestion: "add \"\(PolicyKey.childControl)\": [\"@@none\"] at all three levels")
      ]
    }
    guard !locks.isOnlyAtServices else { return [] }
    var findings: [LintFinding] = []
    if !locks.closesServices {
      findings.append(
        finding(
          services.position, "\"services\" has no lock: a policy further down could add a service with optIn")
      )
    }
    if let first = locks.openServices.first {
      findings.append(
        finding(
          first.position,
          "\(Excerpt.list(locks.openServices.map(\.service))) has no lock on the service: a policy further down could add "
            + "keys under it"))
    }
    if let first = locks.openValues.first, let setting = first.setting {
      findings.append(
        finding(
          setting.position,
          "\"opt_out_policy\" of \(Excerpt.list(locks.openValues.map(\.service))) has no lock: a policy further down could "
            + "change the value"))
    }
    return findings
  }

  private func finding(_ position: SourcePosition, _ message: String) -> LintFinding {
    LintFinding(at: position, message, suggestion: "add \"\(PolicyKey.childControl)\": [\"@@none\"] there")
  }
}

/// Which levels of a policy are closed to policies further down.
struct PolicyLocks {
  var closesServices: Bool
  /// Services with a value and no lock of their own.
  var openServices: [Statement]
  /// Services whose value a child could change.
  var openValues: [Statement]
  private var count: Int

  init(of block: ServicesBlock, valued: [Statement]) {
    closesServices = block.childControl.map { !$0.allowed.allowsNewKeys } ?? false
    openServices = valued.filter { $0.childControl?.allowed.allowsNewKeys ?? true }
    openValues = valued.filter { $0.setting?.childControl?.allowed.contains(.assign) ?? true }
    count = valued.count
  }

  private var isOpenInside: Bool { openServices.count == count && openValues.count == count }

  var isEmpty: Bool { !closesServices && isOpenInside }
  var isOnlyAtServices: Bool { closesServices && isOpenInside }
}
