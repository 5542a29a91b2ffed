internal import OrganizationModel

/// The facts of a snapshot that are kept as observations. `Observation+Reading` is its mirror image.
///
/// An answer is `{"answer":"known","value":…}` or `{"answer":"unread","reason":…}`. Lists are sorted.
extension Snapshot {
  func observations(documents: inout DocumentSet) -> [Observation] {
    var result = [
      Observation(.organization, organization.json),
      Observation(.root, Self.json(root) { $0.json }),
      Observation(
        .resourcePolicy,
        Self.json(delegation.resourcePolicy) { text in
          .object(of: ["documentSHA256": .string(text.map { documents.add($0) })])
        }),
      Observation(
        .delegatedAdministrators,
        Self.json(delegation.administrators) { list in
          .array(list.sorted { $0.account < $1.account }.map { $0.json })
        }),
      Observation(
        .invalidEffectivePolicies,
        Self.json(invalidEffectivePolicies) { list in
          list.map { .array($0.sorted().map { .string($0.rawValue) }) } ?? .null
        }),
      Observation(
        .trustedServices,
        Self.json(trustedServices) { list in list.map { .array($0.sorted().map { .string($0) }) } ?? .null }),
    ]
    if let policiesUnread { result.append(Observation(.policiesUnread, .string(policiesUnread))) }
    result += targetsUnread.map { Observation(.targetsUnread, $0.rawValue, .string($1)) }
    if let serviceControlPolicies {
      result.append(Observation(.serviceControlPolicies, Self.json(serviceControlPolicies) { _ in .null }))
      result += (serviceControlPolicies.value ?? []).map { policy in
        Observation(.serviceControlPolicy, policy.policy.id.rawValue, policy.json(documents: &documents))
      }
    }
    result += mismatches.map { mismatch in
      Observation(
        .mismatch, mismatch.account.rawValue,
        .object(of: [
          "cause": .string(mismatch.cause), "computedSHA256": .string(documents.add(mismatch.computed)),
          "reportedSHA256": .string(documents.add(mismatch.reported)),
        ]))
    }
    result += Dictionary(grouping: unread) { RecordKey("unread", [$0.subject]) }.values.map { group in
      Observation(
        .unread, group[0].subject,
        .array(group.map(\.reason).sorted(by: Self.bytesPrecede).map { .string($0) }))
    }
    if !movedWhileReading.isEmpty {
      result.append(
        Observation(
          .movedWhileReading, .array(movedWhileReading.sorted(by: Self.bytesPrecede).map { .string($0) })))
    }
    result += Dictionary(grouping: readEarlier.keys) { readEarlier[$0] }.compactMap { time, accounts in
      time.map {
        Observation(.readEarlier, $0.key, .array(accounts.sorted().map { .string($0.rawValue) }))
      }
    }
    return result
  }

  private static func json<Value>(
    _ answer: Answer<Value>, _ known: (Value) -> CanonicalJSON
  ) -> CanonicalJSON {
    switch answer {
    case .known(let value): .object(of: ["answer": .string("known"), "value": known(value)])
    case .unread(let reason): .object(of: ["answer": .string("unread"), "reason": .string(reason)])
    }
  }

  private static func bytesPrecede(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  fileprivate static func list<Value>(
    _ answer: Answer<[Value]>, _ item: (Value) -> String
  ) -> CanonicalJSON {
    json(answer) { list in .array(list.map(item).sorted().map { .string($0) }) }
  }
}

extension Observation {
  fileprivate init(_ kind: Kind, _ value: CanonicalJSON) { self.init(kind, "", value) }
}

extension ReadingTime {
  /// An interval of ISO 8601.
  fileprivate var key: String { "\(startedAt)/\(endedAt)" }

  /// Nil when `key` is not what another one gave.
  init?(key: String) {
    let ends = key.split(separator: "/").map { Timestamp(String($0)) }
    guard ends.count == 2, let start = ends[0], let end = ends[1] else { return nil }
    self.init(startedAt: start, endedAt: end)
  }
}

extension Organization {
  fileprivate var json: CanonicalJSON {
    .object(of: [
      "arn": .string(arn), "featureSet": .string(featureSet), "id": .string(id.rawValue),
      "managementAccount": .string(managementAccount?.rawValue),
    ])
  }
}

extension Root {
  fileprivate var json: CanonicalJSON {
    .object(of: [
      "arn": .string(arn), "id": .string(id.rawValue), "name": .string(name),
      "policyTypes": .array(
        policyTypes.sorted { $0.key < $1.key }.map {
          .object(of: ["status": .string($0.value), "type": .string($0.key)])
        }),
    ])
  }
}

extension DelegatedAdministrator {
  fileprivate var json: CanonicalJSON {
    .object(of: [
      "account": .string(account.rawValue), "name": .string(name), "services": Snapshot.list(services) { $0 },
    ])
  }
}

extension ServiceControlPolicy {
  fileprivate func json(documents: inout DocumentSet) -> CanonicalJSON {
    let content = documents.add(policy.content)
    return .object(of: [
      "arn": .string(policy.arn), "contentSHA256": .string(content.value),
      "description": .string(policy.description), "isAWSManaged": .bool(policy.isAWSManaged),
      "name": .string(policy.name), "targets": Snapshot.list(targets) { $0.rawValue },
      "unreadReason": .string(content.reason),
    ])
  }
}
