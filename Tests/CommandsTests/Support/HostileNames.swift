import OrganizationSimulator

/// Names as a member account may choose them to fool whoever reads a report.
enum HostileNames {
  static let escape = "\u{1B}[2J\u{1B}]0;owned\u{7}"
  static let rightToLeft = "safe \u{202E}tuodetpo\u{2066}"
  static let quotes = #""quoted" \ 'single' `tick` <script>alert(1)</script> | =1+1"#
  static let long = String(repeating: "ä日", count: 64)
  static let lines = "first\nOPTED OUT  all\r\n\tnext\u{2028}\u{9B}31m\u{0}"

  static let byAccount: [(id: String, name: String)] = [
    ("111111111111", escape), ("222222222222", rightToLeft), ("333333333333", quotes), ("444444444444", long),
    ("555555555555", lines),
  ]

  /// Nobody is opted out, so that `status` shows every name, and two policies on the root disagree.
  static func organization() throws -> SimulatedOrganization {
    var organization = try SimulatedOrganization(
      tree: """
        o-hostileorg1 management=111111111111
        r-ef56 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-onehostile,p-twohostile
          111111111111 A delegated=config.amazonaws.com
          ou-ef56-hostile01 Unit
            222222222222 B
            333333333333 C
            444444444444 D
            555555555555 E
        policy p-onehostile One {"services":{"lex":{"opt_out_policy":{"@@assign":"optIn"}},"a\\u001b[31m\\u202e":{"opt_out_policy":{"@@assign":"optIn"}}}}
        policy p-twohostile Two {"services":{"lex":{"opt_out_policy":{"@@assign":"optOut"}},"a\\u001b[31m\\u202e":{"opt_out_policy":{"@@assign":"optOut"}}}}
        """)
    for (id, name) in byAccount { try organization.rename(id, to: name) }
    try organization.rename("ou-ef56-hostile01", to: escape + lines)
    try organization.rename("p-onehostile", to: rightToLeft + escape)
    try organization.rename("r-ef56", to: lines)
    return organization
  }
}
