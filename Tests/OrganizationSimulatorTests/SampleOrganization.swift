import OrganizationSimulator

extension SimulatedOrganization {
  /// A small organization with everything in it.
  static func sample() throws -> SimulatedOrganization {
    try SimulatedOrganization(tree: sampleTree)
  }

  static let sampleTree = #"""
    o-exampleorg1 management=111111111111 features=ALL
    r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-everyone01
      111111111111 Management
      ou-ab12-security0 Security
        222222222222 "Log Archive" state=CLOSED joined=2024-05-01T10:00:00.5Z method=INVITED delegated=guardduty.amazonaws.com
      ou-ab12-workloads Workloads policies=p-lexlocked1,p-lexoptin01   # the first attached wins
        ou-ab12-prod0000 "Production \"A\" ünïcode 東京"
          333333333333 Payments policies=p-pollyoptin invalid=true updated=2025-02-03
        444444444444 Search email=search@example.com
    policy p-everyone01 "Org opt-out" description="For all" {"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}
    policy p-lexlocked1 "Lex out" {"services":{"lex":{"opt_out_policy":{"@@assign":"optOut","@@operators_allowed_for_child_policies":["@@none"]}}}}
    policy p-lexoptin01 "Lex in" {"services":{"lex":{"opt_out_policy":{"@@assign":"optIn"}}}}
    policy p-pollyoptin "Polly in" {"services":{"polly":{"opt_out_policy":{"@@assign":"optIn"}},"lex":{"opt_out_policy":{"@@assign":"optIn"}}}}
    policy p-draft00001 "Draft # not a comment" {"services": {"default": {"opt_out_policy": {"@@assign": "optOut"}}}}
    policy p-scp0000001 "No leaving" type=SERVICE_CONTROL_POLICY {"Version":"2012-10-17","Statement":[]}
    service config.amazonaws.com since=2024-01-02
    """#

  /// An organization of a root with so many accounts beside the management account.
  static func flat(accounts: Int) throws -> SimulatedOrganization {
    let lines = (0..<accounts).map { "  \(200_000_000_000 + $0) account-\($0)" }
    return try SimulatedOrganization(
      tree: """
        o-exampleorg1 management=111111111111
        r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY
          111111111111 Management
        \(lines.joined(separator: "\n"))
        """)
  }
}
