internal import OrganizationModel

/// Puts observations back into a snapshot: the mirror image of `Snapshot.observations`.
extension Observation {
  /// - Throws: `ColumnDamage` when the body does not have the members that its kind has.
  func apply(to snapshot: inout Snapshot, documents: DocumentReader) throws {
    switch kind {
    case .organization: snapshot.organization = try organization
    case .root: snapshot.root = try answer(value, root)
    case .policiesUnread: snapshot.policiesUnread = try string(value)
    case .targetsUnread: snapshot.targetsUnread[try id(subject)] = try string(value)
    case .resourcePolicy:
      snapshot.delegation.resourcePolicy = try answer(value) { json in
        try optionalString(json["documentSHA256"]).map { try documents.text($0) }
      }
    case .delegatedAdministrators:
      snapshot.delegation.administrators = try answer(value) { try array($0).map(administrator) }
    case .invalidEffectivePolicies:
      snapshot.invalidEffectivePolicies = try answer(value) { json in
        json == .null ? nil : try array(json).map { try id(string($0)) }
      }
    case .trustedServices:
      snapshot.trustedServices = try answer(value) { json in
        json == .null ? nil : try array(json).map { try string($0) }
      }
    // Sorts before the policies themselves, so that these find their list.
    case .serviceControlPolicies: snapshot.serviceControlPolicies = try answer(value) { _ in [] }
    case .serviceControlPolicy:
      guard case .known(let list) = snapshot.serviceControlPolicies else { throw malformed }
      snapshot.serviceControlPolicies = .known(list + [try serviceControlPolicy(documents)])
    case .mismatch:
      snapshot.mismatches.append(
        EffectivePolicyMismatch(
          account: try id(subject), computed: try documents.text(string(value["computedSHA256"])),
          reported: try documents.text(string(value["reportedSHA256"])), cause: try string(value["cause"])))
    case .unread:
      snapshot.unread += try array(value).map { UnreadSubject(subject: subject, reason: try string($0)) }
    case .movedWhileReading: snapshot.movedWhileReading = try array(value).map { try string($0) }
    case .readEarlier:
      guard let time = ReadingTime(key: subject) else { throw malformed }
      for account in try array(value) { snapshot.readEarlier[try id(string(account))] = time }
    }
  }

  /// The organization, of an observation of kind `organization`.
  var organization: Organization {
    get throws {
      Organization(
        id: try id(string(value["id"])), arn: try string(value["arn"]),
        featureSet: try optionalString(value["featureSet"]),
        managementAccount: try optionalString(value["managementAccount"]).map { try id($0) })
    }
  }

  private func root(_ json: CanonicalJSON) throws -> Root {
    let types = try array(json["policyTypes"]).map { (try string($0["type"]), try string($0["status"])) }
    return Root(
      id: try id(string(json["id"])), arn: try string(json["arn"]), name: try string(json["name"]),
      policyTypes: Dictionary(types) { first, _ in first })
  }

  private func administrator(_ json: CanonicalJSON) throws -> DelegatedAdministrator {
    DelegatedAdministrator(
      account: try id(string(json["account"])), name: try string(json["name"]),
      services: try answer(json["services"]) { try array($0).map { try string($0) } })
  }

  private func serviceControlPolicy(_ documents: DocumentReader) throws -> ServiceControlPolicy {
    let sha256 = try optionalString(value["contentSHA256"])
    let content: Answer<String> =
      if let sha256 {
        .known(try documents.text(sha256))
      } else {
        .unread(reason: try string(value["unreadReason"]))
      }
    return ServiceControlPolicy(
      policy: Policy(
        id: try id(subject), arn: try string(value["arn"]), name: try string(value["name"]),
        description: try optionalString(value["description"]),
        isAWSManaged: value["isAWSManaged"] == .bool(true),
        content: content),
      targets: try answer(value["targets"]) { list in
        try array(list).map { node in
          guard let node = NodeID(try string(node)) else { throw malformed }
          return node
        }
      })
  }

  private var malformed: ColumnDamage {
    ColumnDamage(message: "column body does not have the form of a \(kind.rawValue) observation")
  }

  private func answer<Value>(
    _ json: CanonicalJSON?, _ known: (CanonicalJSON) throws -> Value
  ) throws -> Answer<Value> {
    switch (json?["answer"], json?["value"]) {
    case (.string("known"), let value?): .known(try known(value))
    case (.string("unread"), _): .unread(reason: try string(json?["reason"]))
    default: throw malformed
    }
  }

  private func array(_ json: CanonicalJSON?) throws -> [CanonicalJSON] {
    guard case .array(let values) = json else { throw malformed }
    return values
  }

  private func string(_ json: CanonicalJSON?) throws -> String {
    guard case .string(let text) = json else { throw malformed }
    return text
  }

  private func optionalString(_ json: CanonicalJSON?) throws -> String? {
    json == .null ? nil : try string(json)
  }

  private func id<ID: AWSIdentifier>(_ text: String) throws -> ID {
    guard let id = ID(text) else { throw malformed }
    return id
  }
}
