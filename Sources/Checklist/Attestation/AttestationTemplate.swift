package import OrganizationModel

/// The file that a person fills in to attest everything that is open.
package enum AttestationTemplate {
  /// - Parameters:
  ///   - book: what has been attested.
  ///   - waived: items that the configuration says do not apply.
  ///   - date: the day as of which items are open.
  /// - Returns: an `AttestationFile` in which every entry is blank, and how many entries it has.
  package static func text(
    organization: OrganizationID, catalogues: [ChecklistCatalogue], book: AttestationBook,
    waived: Set<String>, renewalDays: [String: Int], date: Timestamp
  ) -> (text: String, count: Int) {
    let known = Dictionary(
      KnownItem.items(of: catalogues).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var lines = [
      "# Attestations of \(organization) that are open on \(date.day).",
      "# Fill in outcome and statement, or leave an entry as it is to pass it over; then: optout-audit attest load FILE",
      "# outcome: passed, failed or notApplicable. effective: a date, else today. expires: a date, or valid-for: 90d;",
      "# else as the item renews. evidence: files beside this one.",
      "organization: \(organization)", "by:", "attestations:",
    ]
    var count = 0
    for catalogue in catalogues {
      for item in catalogue.items {
        guard let facts = known[item.id], facts.assessedBy != .evidence, !waived.contains(item.id) else {
          continue
        }
        let standing = book.standing(of: item.id, on: date)
        guard standing.deciding == nil else { continue }
        count += 1
        lines.append("")
        lines += comments(item.title)
        lines += comments(item.question)
        lines += comments("Passes when: \(item.passesWhen)")
        if facts.assessedBy == .probe {
          lines += comments("A probe assesses it; an attestation speaks where the probe has nothing to say.")
        }
        if let last = standing.lastExpired {
          lines += comments("\(last.id) expired on \(last.attestation.expires.day).")
        }
        lines += comments("Renews after \(renewalDays[item.id] ?? facts.renewalDays) days.")
        lines += ["  - item: \(item.id)", "    outcome:", "    statement:"]
        if !facts.requiredDetails.isEmpty {
          lines.append("    details:")
          lines += facts.requiredDetails.map { "      \($0):" }
        }
      }
    }
    if count == 0 { lines[lines.count - 1] = "attestations: []" }
    return (lines.joined(separator: "\n") + "\n", count)
  }

  /// The words of `text` as comments of at most 110 columns.
  private static func comments(_ text: String) -> [String] {
    var lines: [String] = []
    var line = "  #"
    for word in text.split(whereSeparator: { $0.isWhitespace || $0.isNewline }) {
      if line.count + 1 + word.count > 110 {
        lines.append(line)
        line = "  #"
      }
      line += " " + word
    }
    return line == "  #" ? lines : lines + [line]
  }
}
