package import OrganizationModel

/// What a collect asks for, and what it says of itself.
package struct CollectorOptions: Hashable, Sendable {
  package var effectiveMode: EffectiveMode
  /// Whether service control policies and their targets are read too.
  package var readsServiceControlPolicies: Bool
  /// Whether the answers come from saved files: then nothing changes between two readings.
  package var isExport: Bool
  package var toolVersion: String
  /// How many requests the collector hands out at once; the client bounds what is in flight.
  package var width: Int
  /// How long to wait before asking again about an effective policy that differs from the computed one. AWS
  /// publishes changes up to four seconds late.
  package var publicationPause: Duration
  /// How old an answer of the snapshot before may be to stand in place of a question, when nothing on the account's path
  /// changed since; nil asks about every account.
  package var maxAge: Duration?

  package init(
    effectiveMode: EffectiveMode = .every, readsServiceControlPolicies: Bool = false, isExport: Bool = false,
    toolVersion: String, width: Int = 64, publicationPause: Duration = .seconds(5),
    maxAge: Duration? = nil
  ) {
    self.effectiveMode = effectiveMode
    self.readsServiceControlPolicies = readsServiceControlPolicies
    self.isExport = isExport
    self.toolVersion = toolVersion
    self.width = width
    self.publicationPause = publicationPause
    self.maxAge = maxAge
  }
}

/// How far a collect has come.
package enum CollectProgress: Hashable, Sendable {
  case organization(String)
  case accounts(Int)
  case organizationalUnits(Int)
  case policies(Int)
  /// How much there is to read, before most of it is asked for: as the newest snapshot had it, or else as AWS listed it just
  /// now.
  case planned(CollectSize, snapshotObservedAt: Timestamp?)
  /// AWS is asked for the effective policies of this many accounts, one request each.
  case asking(accounts: Int)
  /// Answers that are not asked for, because they were read earlier.
  case takingOver(TakenOver)
  /// CloudTrail is asked for the events of this many names, at two requests a second at most.
  case askingForEvents(names: Int)
  case effectivePolicies(done: Int, of: Int)
  case checkingAgain(String)
}
