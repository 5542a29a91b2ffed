package import OrganizationModel

/// When something happened: between two moments, or at one when an event tells.
package struct Moment: Hashable, Sendable {
  /// It did not happen before this; nil when nothing proves any.
  package var earliest: Timestamp?
  /// It had happened by this; nil when nothing proves any.
  package var latest: Timestamp?

  package init(earliest: Timestamp?, latest: Timestamp?) {
    self.earliest = earliest
    self.latest = latest
  }

  package init(at moment: Timestamp) {
    self.init(earliest: moment, latest: moment)
  }

  package var isExact: Bool { earliest != nil && earliest == latest }
}
