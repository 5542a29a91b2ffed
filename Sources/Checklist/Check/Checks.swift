/// Every check that catalogues can name.
package enum Checks {
  package static let all: [any Check] = [
    OrganizationHasAllFeatures(),
    PolicyTypeIsEnabled(),
    EffectiveDefaultIsOptedOut(),
    RootPolicyOptsOutDefault(),
    EveryAccountIsOptedOut(),
    OptOutIsLocked(),
    VerificationIsCurrent(),
  ]

  package static func named(_ name: String) -> (any Check)? { all.first { $0.name == name } }

  package static var names: [String] { all.map(\.name) }
}
