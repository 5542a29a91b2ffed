import OrganizationModel

/// How long evidence has to be kept, and who says so.
struct RetentionRule: Hashable {
  var id: String
  var title: String
  /// Where it is written.
  var source: String
  var requirement: String
  /// Nil where there is no period.
  var months: Int?

  /// The 45 CFR text: <https://www.ecfr.gov/current/title-45/section-164.316>; PCI DSS v4.0.1:
  /// <https://www.pcisecuritystandards.org/document_library/>; 17 CFR 210.2-06:
  /// <https://www.ecfr.gov/current/title-17/section-210.2-06>.
  static let known: [RetentionRule] = [
    RetentionRule(
      id: "hipaa", title: "HIPAA documentation", source: "45 CFR 164.316(b)(2)(i)",
      requirement: "six years from creation or the date when it last was in effect, whichever is later",
      months: 72),
    RetentionRule(
      id: "pci", title: "PCI DSS audit logs", source: "PCI DSS v4.0.1, 10.5.1",
      requirement: "at least 12 months, the most recent three months immediately available", months: 12),
    RetentionRule(
      id: "sox", title: "SOX", source: "18 USC 1520, 17 CFR 210.2-06",
      requirement: "no period for the company (auditors keep their workpapers seven years): house policy",
      months: nil),
  ]

  /// A period that the company set itself.
  static func house(months: Int) -> RetentionRule {
    RetentionRule(
      id: "house", title: "House policy", source: "--keep-months \(months)",
      requirement: "\(months) months from the date when it last was in effect", months: months)
  }

  /// The day from which on everything in effect has to be there, judged on `today`; nil without a period.
  func neededFrom(today: Timestamp) -> Timestamp? {
    months.map { today.day(monthsEarlier: $0) }
  }
}

extension Timestamp {
  /// The beginning of the same day `months` earlier; the last day of the month where there is no such day.
  func day(monthsEarlier months: Int) -> Timestamp {
    let parts = day.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return self }
    let month = parts[0] * 12 + parts[1] - 1 - months
    // The greatest day that exists is found from above: four tries at most.
    for number in stride(from: parts[2], to: 27, by: -1) {
      if let found = Self.day(month / 12, month % 12 + 1, number) { return found }
    }
    return Self.day(month / 12, month % 12 + 1, parts[2]) ?? self
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> Timestamp? {
    func digits(_ number: Int, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
    return Timestamp("\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))")
  }
}
