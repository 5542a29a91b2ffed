/// Every check that catalogues can name.
package enum Checks {
  package static let all: [any Check] = [
    OrganizationHasAllFeatures(),
    PolicyTypeIsEnabled(),
    EffectiveDefaultIsOptedOut(),
    RootPolicyOptsOutDefault(),
    EveryAccountIsOptedOut(),
    WorkloadIsOptedOut(),
    OptOutIsLocked(),
    EditorsShareNothing(),
    AICrawlersAreBlocked(),
    VerificationIsCurrent(),
    OptOutDateIsKnown(),
    OptOutHeldForThePeriod(),
    PolicyChangesAreAccountedFor(),
    AIServicesInUseAreHIPAAEligible(),
  ]

  package static func named(_ name: String) -> (any Check)? { all.first { $0.name == name } }

  package static var names: [String] { all.map(\.name) }
}
