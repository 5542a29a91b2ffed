import OrganizationModel

/// What a call changed, taken from its parameters, its answer and what AWS told about its end.
///
/// Parameters of each call: <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html>, in
/// lower camel case. E-mail addresses, tags and access keys are left where they are.
struct EventDetails {
  /// By the names that `Event.details` documents.
  private(set) var values: [String: String] = [:]
  /// Why a creation or closing that ran in the background failed.
  private(set) var failure: String?

  /// The largest document that AWS accepts for a policy: a delegation policy of 40,000 characters.
  private static let maxContentBytes = 160_000
  private static let optOutType = "AISERVICES_OPT_OUT_POLICY"

  /// - Parameter account: whose trail the record is in, which is who joined or left where the call names nobody.
  init(_ name: String, of record: RecordFields, account: AccountID?) {
    let request = record.object("requestParameters")
    let response = record.object("responseElements")
    for key in Self.parameters { take(key, from: request) }
    switch name {
    case "CreatePolicy", "UpdatePolicy": takePolicy(request, response)
    case "CreateOrganizationalUnit", "UpdateOrganizationalUnit":
      let unit = response?.object("organizationalUnit")
      take("id", from: unit, as: "organizationalUnitId")
      take("name", from: unit)
    case "EnablePolicyType", "DisablePolicyType":
      take("id", from: response?.object("root"), as: "rootId")
    case "PutResourcePolicy":
      let policy = response?.object("resourcePolicy")
      takeContent(request)
      takeContent(policy)
    case "CreateAccount": takeStatus(response?.object("createAccountStatus"))
    case "CreateAccountResult":
      takeStatus(record.object("serviceEventDetails")?.object("createAccountStatus"))
    case "CloseAccountResult":
      takeStatus(record.object("serviceEventDetails")?.object("closeAccountStatus"))
    case "AcceptHandshake": takeHandshake(response?.object("handshake"), account: account)
    case "LeaveOrganization": values["accountId"] = account?.rawValue
    default: break
    }
  }

  private static let parameters = [
    "policyId", "targetId", "rootId", "policyType", "accountId", "sourceParentId", "destinationParentId",
    "organizationalUnitId", "parentId", "name", "description", "servicePrincipal", "accountName",
  ]

  /// The first place that names a value wins.
  private mutating func take(_ key: String, from fields: RecordFields?, as name: String? = nil) {
    let name = name ?? key
    guard values[name] == nil, let text = fields?.text(key) else { return }
    values[name] = text
  }

  private mutating func takeContent(_ fields: RecordFields?) {
    guard values["content"] == nil, let text = fields?.text("content", limit: Self.maxContentBytes) else {
      return
    }
    values["content"] = text
  }

  /// Only opt-out policies are anybody's business here; of other types the id is enough.
  private mutating func takePolicy(_ request: RecordFields?, _ response: RecordFields?) {
    let policy = response?.object("policy")
    let summary = policy?.object("policySummary")
    take("id", from: summary, as: "policyId")
    take("type", from: request, as: "policyType")
    take("type", from: summary, as: "policyType")
    guard values["policyType"] == Self.optOutType else { return }
    takeContent(request)
    // The answer repeats what an update left alone.
    if request?.has("content") ?? true { takeContent(policy) }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccountStatus.html
  private mutating func takeStatus(_ status: RecordFields?) {
    take("accountId", from: status)
    take("accountName", from: status)
    if status?.text("state") == "FAILED" {
      failure = status?.text("failureReason", limit: 256) ?? "FAILED"
    }
  }

  /// An accepted invitation makes the account join; other handshakes, such as the one that enables all features, do not.
  private mutating func takeHandshake(_ handshake: RecordFields?, account: AccountID?) {
    guard handshake?.text("action").map({ $0 == "INVITE" }) ?? true else { return }
    let party = handshake?.objects("parties").first { $0.text("type") == "ACCOUNT" }
    take("id", from: party, as: "accountId")
    if values["accountId"] == nil { values["accountId"] = account?.rawValue }
  }
}
