/// What the configuration and attestations need to know of a checklist item.
package struct KnownItem: Hashable, Sendable {
  package var id: String
  package var title: String
  package var assessedBy: AssessedBy
  /// How many days an attestation holds when nobody says otherwise.
  package var renewalDays: Int
  /// Names of the details that an attestation must give: `workload`.
  package var requiredDetails: [String]

  package enum AssessedBy: Hashable, Sendable {
    /// Evidence alone: nobody may overrule it.
    case evidence
    /// A probe, and an attestation where the probe has nothing to say.
    case probe
    /// A person.
    case attestation

    package init(_ kind: AssessmentKind) {
      switch kind {
      case .snapshot, .timeline: self = .evidence
      case .probe: self = .probe
      case .usageAndAttestation, .attestation: self = .attestation
      }
    }
  }

  package init(
    id: String, title: String, assessedBy: AssessedBy, renewalDays: Int = usualRenewalDays,
    requiredDetails: [String] = []
  ) {
    self.id = id
    self.title = title
    self.assessedBy = assessedBy
    self.renewalDays = renewalDays
    self.requiredDetails = requiredDetails
  }

  package static let usualRenewalDays = 365
}

extension KnownItem {
  /// The items of `catalogues`, in their order.
  package static func items(of catalogues: [ChecklistCatalogue]) -> [KnownItem] {
    catalogues.flatMap(\.items).map { item in
      KnownItem(
        id: item.id, title: item.title, assessedBy: AssessedBy(item.kind),
        renewalDays: item.attestation?.renewalDays ?? usualRenewalDays,
        requiredDetails: item.attestation?.requiredDetails ?? [])
    }
  }
}

extension KnownItem {
  /// The clause that says that `id` is no item, and what it may have been meant to be.
  package static func unknown(_ id: String, among items: [KnownItem]) -> String {
    let message = "there is no checklist item \"\(id)\""
    let ids = items.map(\.id)
    if let nearest = NearMiss.nearest(to: id, among: ids) {
      return "\(message); did you mean \"\(nearest)\"?"
    }
    // The checklist may be wrong or left out, and the rest cut short.
    let end = id.split(separator: ".").last?.lowercased() ?? ""
    let near = ids.first { $0.hasSuffix(".\(end)") } ?? ids.first { end.count >= 4 && $0.contains(end) }
    if let near { return "\(message); did you mean \"\(near)\"?" }
    return "\(message); \"optout-audit checklists show\" lists them"
  }
}
