package import Foundation

/// The question what was changed, of AWS CloudTrail's event history.
package protocol EventsReading: Sendable {
  /// Every event of this name in the trail of the caller's account from `from` to `to`, newest first.
  ///
  /// Event names are not unique: `CreatePolicy` is also IAM's. The history reaches back 90 days, and an event is in it 15
  /// minutes after it happened at the latest.
  func lookupEvents(named name: String, from: Date, to: Date) async throws(OperationFailure) -> [LoggedEvent]
}
