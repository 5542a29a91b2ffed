/// Who makes a change in a simulated organization, as a CloudTrail record names them in `userIdentity`.
///
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
package struct SimulatedActor: Hashable, Sendable {
  /// The account of the actor, in whose trail the records are.
  package var account: String
  /// `AssumedRole`, `IAMUser`, `Root`, `AWSService`.
  package var type: String
  package var arn: String?
  /// ARN of the role whose session it is.
  package var role: String?
  /// The AWS service that calls for somebody.
  package var invokedBy: String?
  package var sourceAddress: String
  /// Stands in the record, and must show nowhere else.
  package var accessKeyID: String?

  package init(
    account: String, type: String, arn: String?, role: String? = nil, invokedBy: String? = nil,
    sourceAddress: String = "198.51.100.7", accessKeyID: String? = nil
  ) {
    self.account = account
    self.type = type
    self.arn = arn
    self.role = role
    self.invokedBy = invokedBy
    self.sourceAddress = sourceAddress
    self.accessKeyID = accessKeyID
  }

  /// The session of a role.
  package static func session(
    _ session: String, of role: String, in account: String, partition: String = "aws"
  ) -> SimulatedActor {
    SimulatedActor(
      account: account, type: "AssumedRole",
      arn: "arn:\(partition):sts::\(account):assumed-role/\(role)/\(session)",
      role: "arn:\(partition):iam::\(account):role/\(role)", accessKeyID: "ASIASIMULATEDTRAIL01")
  }

  var userIdentity: JSONValue {
    var members: [JSONValue.Member] = [.init("type", .string(type))]
    if let arn {
      members.append(.init("principalId", "AROASIMULATEDTRAIL001:simulated-session"))
      members.append(.init("arn", .string(arn)))
    }
    members.append(.init("accountId", .string(account)))
    if let accessKeyID { members.append(.init("accessKeyId", .string(accessKeyID))) }
    if let role {
      let issuer: JSONValue = [
        "type": "Role", "principalId": "AROASIMULATEDTRAIL001", "arn": .string(role),
        "accountId": .string(account), "userName": .string(String(role.split(separator: "/").last ?? "")),
      ]
      members.append(.init("sessionContext", ["sessionIssuer": issuer, "webIdFederationData": [:]]))
    }
    if let invokedBy { members.append(.init("invokedBy", .string(invokedBy))) }
    return .object(members)
  }
}
