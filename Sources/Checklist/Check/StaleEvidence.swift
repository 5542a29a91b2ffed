import OrganizationModel

/// Whether something read once is too old, or too new, to say anything at the report date.
enum StaleEvidence {
  static let maximumDays = 365

  /// The clause that says why it does not count; nil when it does.
  static func reason(readOn date: Timestamp, at reportDate: Timestamp, what: String) -> String? {
    let days = reportDate.days(since: date)
    if days < 0 { return "\(what) is of \(date.day), after the report date" }
    if days > maximumDays { return "\(what) is of \(date.day), more than 12 months before the report date" }
    return nil
  }
}
