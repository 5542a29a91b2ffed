/// The list of rules.
package enum LintRules {
  /// Errors first, then warnings, then notes; within each from the outside of a policy to its inside.
  package static let all: [any LintRule] = [
    TextIsJSON(),
    PolicyFitsTheLimit(),
    KeysAreUnique(),
    PolicyHasServices(),
    RootHasOnlyServices(),
    PartsAreObjects(),
    ServiceKeyIsWellFormed(),
    ServiceKeyHasTheRightCase(),
    ServiceIsKnown(),
    OperatorsStandInSettings(),
    KeysAreOfTheGrammar(),
    ValueIsAssigned(),
    SettingsOnlyAssign(),
    ValueIsOptInOrOptOut(),
    ChildControlIsAccepted(),

    OperatorsStandInsideServices(),
    PolicySetsAValue(),
    PolicyHasADefault(),
    DefaultIsNotOptIn(),
    NoServiceIsOptIn(),
    NoServiceIsListedWithoutDefault(),
    NoServiceIsListedWithoutValue(),
    EveryLevelIsLocked(),
    LockReachesTheValues(),

    ServiceDiffersFromDefault(),
    ServiceIsCurrent(),
    TextIsCompact(),
  ]
}
