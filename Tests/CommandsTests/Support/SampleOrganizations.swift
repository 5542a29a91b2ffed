import OrganizationSimulator

/// Organizations that many tests collect.
enum SampleOrganizations {
  static let none = #""@@operators_allowed_for_child_policies":["@@none"]"#

  /// `default` opted out and locked at all three levels, as AWS's page writes it.
  static let hardened =
    #"{"services":{\#(none),"default":{\#(none),"opt_out_policy":{\#(none),"@@assign":"optOut"}}}}"#

  static func assigning(_ value: String, to service: String = "default") -> String {
    #"{"services":{"\#(service)":{"opt_out_policy":{"@@assign":"\#(value)"}}}}"#
  }

  /// Opted out and locked from the root on, with a unit that tries to opt in.
  static let locked = """
    o-lockedorg01 management=111111111111
    r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-hardened1
      111111111111 Management
      ou-ab12-workload1 Workloads policies=p-tryoptin1
        222222222222 Payments
        333333333333 Web
    policy p-hardened1 "Org opt-out" \(hardened)
    policy p-tryoptin1 "Rekognition may learn" \(assigning("optIn", to: "rekognition"))
    """

  /// Opted out but not locked; an account opts in, another is suspended.
  static let mixed = """
    o-mixedorg001 management=111111111111
    r-cd34 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-openroot1
      111111111111 Management
      ou-cd34-sandbox01 Sandbox
        444444444444 Play policies=p-optinlex1
        555555555555 Old state=SUSPENDED policies=p-optinlex1
        666666666666 Lab delegated=config.amazonaws.com
    policy p-openroot1 "Opt out" \(assigning("optOut"))
    policy p-optinlex1 "Lex may learn" \(assigning("optIn", to: "lex"))
    """
}
