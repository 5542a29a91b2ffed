package import OrganizationModel

/// Until when a failure is accepted. It is a failure all the same.
package struct Acceptance: Hashable, Sendable {
  /// The last day (UTC, its beginning) on which all of it is.
  package var until: Timestamp
  /// Sorted.
  package var approvers: [String]

  package init(until: Timestamp, approvers: [String]) {
    self.until = until
    self.approvers = approvers
  }

  /// Nil when `accounts` is empty, or something else than accepted opt-ins is wrong with one of them.
  init?(of accounts: [AccountID], in cover: ExceptionCover) {
    var exceptions: [AcceptedException] = []
    for account in accounts {
      guard let covered = cover[account], covered.hasNothingElseWrong else { return nil }
      exceptions += covered.covered
    }
    guard let until = exceptions.map(\.expires).min() else { return nil }
    self.init(until: until, approvers: Set(exceptions.map(\.approver)).sorted())
  }

  /// `accepted until 2026-12-31`
  package var words: String { "accepted until \(until.day)" }
}
