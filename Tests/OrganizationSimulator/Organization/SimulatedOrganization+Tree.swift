extension SimulatedOrganization {
  /// Reads an organization from its text form, a line for each thing:
  ///
  /// ```
  /// o-exampleorg1 management=111111111111 features=ALL
  /// r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-hardened
  ///   111111111111 Management
  ///   ou-ab12-security Security
  ///     222222222222 "Log Archive" state=SUSPENDED joined=2024-05-01T00:00:00Z
  ///   ou-ab12-workloads Workloads policies=p-second,p-draft      # in the order of attachment
  /// policy p-hardened "Org opt-out" {"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}
  /// ```
  ///
  /// Grammar (`[ ]` may be absent, attributes in any order, `#` at the beginning of a word begins a comment):
  ///
  /// ```
  /// organization     o-ID management=ACCOUNT [features=ALL|CONSOLIDATED_BILLING] [partition=aws]
  /// root             r-ID NAME [enabled=TYPE,...] [pending-enable=TYPE,...] [pending-disable=TYPE,...]
  ///                  [policies=ID,...]
  /// OU               ou-ID NAME [policies=ID,...]
  /// account          12 digits NAME [policies=ID,...] [state=STATE] [joined=TIME] [method=CREATED|INVITED]
  ///                  [email=ADDRESS] [updated=TIME] [invalid=true]
  ///                  [delegated=PRINCIPAL,...] [delegated-since=TIME]
  /// policy           policy p-ID NAME [type=TYPE] [description=TEXT] [aws-managed=true] [unchecked=true]
  ///                  CONTENT
  /// resource policy  resource-policy rp-ID CONTENT
  /// trusted service  service PRINCIPAL [since=TIME]
  /// ```
  ///
  /// - OUs and accounts stand below their parent, indented by spaces deeper than it and alike among
  ///   themselves. The other statements may stand anywhere, the root behind the organization.
  /// - NAME and attribute values are one word, or any text in quotation marks, where `\"` and `\\` stand for
  ///   these characters.
  /// - CONTENT is the rest of the line without the white space around it, exactly as it is handed out. It has
  ///   to be a JSON object unless `unchecked=true` says that a test wants something else; `#` begins no
  ///   comment in it.
  /// - `policies=` gives the order of attachment. `updated=` is the `LastUpdatedTimestamp` of the account's
  ///   effective policy, `invalid=` puts it among the accounts with an invalid effective policy, `delegated=`
  ///   makes it a delegated administrator of these services.
  /// - Ids are checked for their beginning only, so short ones can be used where the reader of the answers
  ///   allows it.
  package init(tree: String) throws(OrganizationTreeError) {
    self = try OrganizationTreeParser.parse(tree)
  }
}
