/// What is known of one AWS service as bills and declarations name it: whether it is an AI service, its key in the
/// opt-out policy, and whether AWS lists it as HIPAA eligible.
package struct ServiceEligibility: Hashable, Sendable {
  /// As Cost Explorer names it: `Amazon Comprehend`.
  package var name: String
  /// The opt-out policy's key for it; nil when it has none, as Amazon Bedrock, or none is confirmed.
  package var key: String?
  package var area: Area
  package var status: Status
  /// The page that the status was read on; nil when it is unknown.
  package var source: String?
  /// The day (`YYYY-MM-DD`) of that page's text; nil when it is unknown.
  package var date: String?
  /// What AWS excludes, a clause; nil when nothing.
  package var note: String?

  package enum Area: String, Hashable, Sendable {
    /// An AI service, or one that the opt-out policy covers.
    case ai
    /// Confirmed to be something else, as compute, storage or tax.
    case other
    /// A name that this version does not know, so it may be either.
    case unknown
  }

  /// Whether AWS lists the service as HIPAA eligible.
  package enum Status: String, Hashable, Sendable {
    case eligible
    case notEligible
    case unknown
  }

  package init(
    name: String, key: String?, area: Area, status: Status, source: String? = nil, date: String? = nil,
    note: String? = nil
  ) {
    self.name = name
    self.key = key
    self.area = area
    self.status = status
    self.source = source
    self.date = date
    self.note = note
  }
}
