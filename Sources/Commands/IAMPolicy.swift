import ArgumentParser

/// The least-privilege policy that a collect needs.
struct IAMPolicy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "iam-policy",
    abstract: "Prints the least-privilege IAM policy that `collect` needs.",
    discussion: "Example:\n  optout-audit iam-policy > optout-audit-policy.json")

  /// One action for each operation that `collect` calls. sts:GetCallerIdentity needs no permission:
  /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>.
  static let actions = [
    "cloudtrail:LookupEvents",
    "organizations:DescribeEffectivePolicy", "organizations:DescribeOrganization",
    "organizations:DescribePolicy", "organizations:DescribeResourcePolicy",
    "organizations:ListAWSServiceAccessForOrganization", "organizations:ListAccounts",
    "organizations:ListAccountsForParent", "organizations:ListAccountsWithInvalidEffectivePolicy",
    "organizations:ListDelegatedAdministrators", "organizations:ListDelegatedServicesForAccount",
    "organizations:ListOrganizationalUnitsForParent", "organizations:ListPolicies", "organizations:ListRoots",
    "organizations:ListTargetsForPolicy",
  ]

  /// What `collect --usage` needs besides.
  static let usageActions = ["ce:GetCostAndUsage"]

  @Flag(help: "With what `collect --usage` needs besides.")
  var usage = false

  func run() throws {
    let actions = ((usage ? Self.usageActions : []) + Self.actions).sorted()
    let statement = JSONValue.object([
      ("Sid", .string("OptOutAuditReadOnly")), ("Effect", .string("Allow")),
      ("Action", .strings(actions)), ("Resource", .string("*")),
    ])
    try CommandContext.system().print(
      JSONValue.object([("Version", .string("2012-10-17")), ("Statement", .array([statement]))]).text)
  }
}
