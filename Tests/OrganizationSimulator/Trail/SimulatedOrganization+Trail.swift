import Foundation

/// The records of changes whose answers have a shape of their own.
///
/// Names are the API's in lower camel case; times inside are text such as `Sep 16, 2020 9:20:53 PM`:
/// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
extension SimulatedOrganization {
  /// CloudTrail hides e-mail address and name of a created account.
  mutating func recordCreation(of account: SimulatedAccount, at date: Date?) {
    let hidden: JSONValue = "HIDDEN_DUE_TO_SECURITY_REASONS"
    let request = "car-simulated\(account.id)"
    record(
      "CreateAccount", at: date,
      request: [
        "accountName": hidden, "email": hidden, "iamUserAccessToBilling": "ALLOW", "tags": [],
      ],
      response: [
        "createAccountStatus": [
          "accountName": hidden, "id": .string(request), "state": "IN_PROGRESS",
        ]
      ])
    recordResult(
      "CreateAccountResult", at: date,
      details: [
        "createAccountStatus": [
          "id": .string(request), "state": "SUCCEEDED", "accountName": hidden,
          "accountId": .string(account.id),
        ]
      ])
  }

  mutating func recordAcceptance(by account: SimulatedAccount, at date: Date?) {
    let handshake = "h-simulated\(account.id)"
    record(
      "AcceptHandshake", at: date, request: ["handshakeId": .string(handshake)],
      response: [
        "handshake": [
          "id": .string(handshake), "action": "INVITE", "state": "ACCEPTED",
          "arn": .string(trailARN("handshake", "invite/\(handshake)")),
          "parties": [
            ["id": .string(String(id.dropFirst(2))), "type": "ORGANIZATION"],
            ["id": .string(account.id), "type": "ACCOUNT"],
          ],
          "resources": [["type": "EMAIL", "value": .string(account.email)]],
        ]
      ], by: .session("owner", of: "AccountAdmin", in: account.id, partition: partition))
  }

  /// Moves the time of the effective policies and writes the record of an update with these parameters.
  mutating func recordUpdate(of policy: String, _ parameters: [JSONValue.Member], at date: Date?) {
    guard let date else { return }
    for node in targets(of: policy) { touchedAt[node] = date }
    record(
      "UpdatePolicy", at: date, request: .object([.init("policyId", .string(policy))] + parameters),
      response: ["policy": policies[policy].map(trailPolicy) ?? .null])
  }

  mutating func recordTypeChange(_ name: String, _ type: String, at date: Date?) {
    let types = root.policyTypes.map { type -> JSONValue in
      ["type": .string(type.type), "status": .string(type.status.rawValue)]
    }
    record(
      name, at: date, request: ["policyType": .string(type), "rootId": .string(root.id)],
      response: [
        "root": [
          "arn": .string(trailARN("root", root.id)), "id": .string(root.id), "name": .string(root.name),
          "policyTypes": .array(types),
        ]
      ])
  }

  func trailPolicy(_ policy: Policy) -> JSONValue {
    [
      "content": .string(policy.content),
      "policySummary": [
        "arn": .string(trailARN("policy", "\(policy.type.lowercased())/\(policy.id)")),
        "awsManaged": .bool(policy.isAWSManaged), "description": .string(policy.description),
        "id": .string(policy.id), "name": .string(policy.name), "type": .string(policy.type),
      ],
    ]
  }

  func trailUnit(_ unit: OrganizationalUnit) -> JSONValue {
    [
      "arn": .string(trailARN("ou", unit.id)), "id": .string(unit.id), "name": .string(unit.name),
    ]
  }

  private func trailARN(_ kind: String, _ resource: String) -> String {
    "arn:\(partition):organizations::\(managementAccountID):\(kind)/\(id)/\(resource)"
  }
}
