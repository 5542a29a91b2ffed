/// When, from where and by whom a snapshot was taken.
package struct SnapshotHeader: Hashable, Sendable {
  package var organization: OrganizationID
  package var startedAt: Timestamp
  /// The end of reading.
  package var observedAt: Timestamp
  package var source: SnapshotSource
  package var toolVersion: String
  package var effectiveMode: EffectiveMode

  package init(
    organization: OrganizationID, startedAt: Timestamp, observedAt: Timestamp, source: SnapshotSource,
    toolVersion: String, effectiveMode: EffectiveMode
  ) {
    self.organization = organization
    self.startedAt = startedAt
    self.observedAt = observedAt
    self.source = source
    self.toolVersion = toolVersion
    self.effectiveMode = effectiveMode
  }
}

/// Where a snapshot's facts come from.
package enum SnapshotSource: Hashable, Sendable {
  /// AWS itself. `endpoint` is set when it was overridden; `callerARN` is nil when AWS did not say who called.
  case live(endpoint: String?, callerARN: String?)
  /// A folder of AWS CLI answers. `observedAtGiven` tells whether the operator gave the time by hand.
  case export(observedAtGiven: Bool)

  /// What of this a report must call asserted by the operator; nil when AWS answered directly.
  package var assertedByOperator: String? {
    switch self {
    case .live(let endpoint?, _): "the endpoint \(endpoint) was given by the operator"
    case .live(nil, _): nil
    case .export(observedAtGiven: true): "the answers and the time of observation were given by the operator"
    case .export(observedAtGiven: false): "the answers were given by the operator as files"
    }
  }
}

/// Which accounts AWS is asked for their effective policy.
package enum EffectiveMode: String, Hashable, Sendable, CaseIterable {
  case every
  case representative
}
