import OrganizationModel

/// An organization with every verdict, lock and kind of evidence, and with names that attack each format.
enum SampleOrganization {
  static let lockedPolicy = """
    {"services":{"@@operators_allowed_for_child_policies":["@@none"],
      "default":{"@@operators_allowed_for_child_policies":["@@none"],
        "opt_out_policy":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"optOut"}}}}
    """
  static let openPolicy = #"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#
  static let optInPolicy = #"{"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}}}}"#
  static let optInLexPolicy = #"{"services":{"lex":{"opt_out_policy":{"@@assign":"optIn"}}}}"#
  static let servicePolicy = """
    {"services":{"lex":{"opt_out_policy":{"@@assign":"optOut"}},
      "brandnew":{"opt_out_policy":{"@@assign":"optOut"}}}}
    """
  static let optedOut = #"{"services":{"default":{"opt_out_policy":"optOut"}}}"#

  /// Names that would be active if a format did not escape them.
  static let hostileNames = [
    "<script>alert(1)</script>",
    "=HYPERLINK(\"http://evil.example\",\"x\")|cell",
    "\u{202E}gnp.exe and\nnew line",
    "x\"\u{0301} onmouseover=alert(1) '",
    "[click](https://evil.example) `code` **bold** | # h",
    " @everyone www.evil.example <https://evil.example>",
    "-1+1 & {{title}} $x$ ~~s~~",
  ]

  private static let root = NodeID.root(RootID(unchecked: "r-abcd"))
  private static let security = unit(1, "Security")
  private static let workloads = unit(2, "Workloads")
  private static let sandbox = unit(3, "Sandbox")
  private static let legacy = unit(4, "Legacy & <b>old</b>")
  private static let dark = unit(5, "Subsidiary")

  private static func unit(_ number: Int, _ name: String) -> OrganizationalUnit {
    OrganizationalUnit(
      id: OrganizationalUnitID(unchecked: "ou-abcd-\(number)1111111"), arn: "", name: name, parent: root)
  }

  static func accountID(_ number: Int) -> AccountID {
    AccountID(unchecked: String(100_000_000_000 + number))
  }

  /// - Parameter extra: further accounts in order and open ones, half each, besides the fixed ones.
  static func snapshot(observedAt: Timestamp, complete: Bool = true, extra: Int = 0) -> Snapshot {
    let organization = OrganizationID(unchecked: "o-sample0001")
    let header = SnapshotHeader(
      organization: organization, startedAt: observedAt.adding(.seconds(-90)), observedAt: observedAt,
      source: .live(endpoint: nil, callerARN: "arn:aws:sts::100000000001:assumed-role/audit/eve@example.com"),
      toolVersion: "1.0.0", effectiveMode: .every)
    var snapshot = Snapshot(
      header: header,
      organization: Organization(
        id: organization, arn: "", featureSet: "ALL", managementAccount: accountID(1)),
      root: .known(
        Root(
          id: RootID(unchecked: "r-abcd"), arn: "", name: "Root",
          policyTypes: [Root.optOutPolicyType: "ENABLED"])))
    snapshot.organizationalUnits = [security, workloads, sandbox, legacy, dark]
    snapshot.delegation = Delegation(
      resourcePolicy: .known(
        #"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"100000000002"},"#
          + #""Action":"organizations:UpdatePolicy"}]}"#),
      administrators: complete ? .known([]) : .unread(reason: "access denied"))
    addPolicies(to: &snapshot)
    addAccounts(to: &snapshot, complete: complete)
    for number in 0..<extra {
      let parent = number.isMultiple(of: 2) ? security : workloads
      add(
        10_000 + number, "workload-\(number)-production", parent, .reported(optedOut), to: &snapshot,
        joinedAt: Timestamp(milliseconds: 1_700_000_000_000 + Int64(number) * 60_000))
    }
    snapshot.accounts.sort { $0.id < $1.id }
    snapshot.attachments.sort()
    return snapshot
  }

  private static func addPolicies(to snapshot: inout Snapshot) {
    let texts: [(String, String, Answer<String>, OrganizationalUnit?)] = [
      ("p-locked01", "Lock it", .known(lockedPolicy), security),
      ("p-open0001", "Opt out", .known(openPolicy), workloads),
      ("p-optin001", "Opt in | `all`", .known(optInPolicy), sandbox),
      ("p-services", "Some <services>", .known(servicePolicy), legacy),
      ("p-unread01", "Unread", .unread(reason: "access denied"), dark),
      ("p-broken01", "Broken", .known("{\"services\":{\n  \"lex\":"), nil),
      ("p-spare001", "Spare", .known(openPolicy.replacing("optOut\"", with: "optout\"")), nil),
    ]
    for (id, name, content, unit) in texts {
      let policy = PolicyID(unchecked: id)
      snapshot.policies.append(
        Policy(id: policy, arn: "", name: name, description: nil, isAWSManaged: false, content: content))
      if let unit {
        snapshot.attachments.append(Attachment(policy: policy, node: .organizationalUnit(unit.id)))
      }
    }
    let lex = PolicyID(unchecked: "p-lexoptin")
    snapshot.policies.append(
      Policy(
        id: lex, arn: "", name: "Lex", description: "for <the> bot", isAWSManaged: false,
        content: .known(optInLexPolicy)))
    snapshot.attachments.append(Attachment(policy: lex, node: .account(accountID(9))))
    snapshot.policies.sort { $0.id < $1.id }
  }

  private static func addAccounts(to snapshot: inout Snapshot, complete: Bool) {
    let denied = { (request: String) in
      EffectivePolicyAnswer.unread(reason: "access denied (request \(request)-0000-4000-8000-0123456789ab)")
    }
    add(1, "Management", nil, .reported(nil), to: &snapshot)
    add(2, "log-archive", security, .reported(optedOut), to: &snapshot)
    add(3, hostileNames[0], security, .reported(optedOut), to: &snapshot)
    add(4, hostileNames[1], security, .representative(account: accountID(2)), to: &snapshot)
    add(5, hostileNames[2], security, denied("aaaaaaaa"), to: &snapshot)
    add(6, hostileNames[3], workloads, .reported(optedOut), to: &snapshot)
    add(7, hostileNames[4], workloads, .reported(optedOut), to: &snapshot)
    add(8, hostileNames[5], workloads, .reported(optedOut), to: &snapshot)
    add(
      9, "chat-bot", workloads,
      .reported(
        #"{"services":{"default":{"opt_out_policy":"optOut"},"lex":{"opt_out_policy":"optIn"}}}"#),
      to: &snapshot)
    add(
      10, hostileNames[6], sandbox, .reported(#"{"services":{"default":{"opt_out_policy":"optIn"}}}"#),
      to: &snapshot)
    add(
      11, "legacy-erp", legacy,
      .reported(
        #"{"services":{"lex":{"opt_out_policy":"optOut"},"brandnew":{"opt_out_policy":"optOut"}}}"#),
      to: &snapshot)
    add(12, "subsidiary-one", dark, denied("bbbbbbbb"), to: &snapshot)
    add(13, "subsidiary-two", dark, denied("cccccccc"), to: &snapshot)
    add(14, "closed", security, .reported(optedOut), to: &snapshot, state: "SUSPENDED")
    guard !complete else { return }
    snapshot.unread = [
      UnreadSubject(subject: "DescribePolicy p-unread01", reason: "access denied"),
      UnreadSubject(subject: "ListDelegatedAdministrators", reason: "throttled | <gave up>"),
    ]
    snapshot.movedWhileReading = ["account 100000000013 was renamed"]
    snapshot.mismatches = [
      EffectivePolicyMismatch(
        account: accountID(6), computed: "{}", reported: optedOut, cause: "publication is pending")
    ]
  }

  private static func add(
    _ number: Int, _ name: String, _ parent: OrganizationalUnit?, _ answer: EffectivePolicyAnswer,
    to snapshot: inout Snapshot, state: String = "ACTIVE", joinedAt: Timestamp? = nil
  ) {
    let id = accountID(number)
    snapshot.accounts.append(
      Account(
        id: id, arn: "", name: name, state: state, joinedAt: joinedAt,
        parent: parent.map { .organizationalUnit($0.id) } ?? root))
    snapshot.effectivePolicies[id] = answer
  }
}

extension EffectivePolicyAnswer {
  /// AWS's answer with this text.
  fileprivate static func reported(_ text: String?) -> EffectivePolicyAnswer {
    .reported(ReportedEffectivePolicy(text: text, lastUpdated: nil))
  }
}
