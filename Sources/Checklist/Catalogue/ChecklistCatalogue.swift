/// A checklist as its YAML file writes it.
///
/// ```yaml
/// id: general
/// title: For all organizations
/// source: {text: ..., edition: ...}
/// items:
///   - id: general.policy-type-enabled
///     title: ...
///     question: ...
///     check: PolicyTypeIsEnabled
///     passesWhen: ...
///     proves: ...
///     doesNotProve: ...
///     references:
///       - {framework: AWS Organizations User Guide, edition: ..., section: ..., url: https://...}
///     remediation: ...
/// ```
package struct ChecklistCatalogue: Hashable, Sendable, Codable {
  /// Lower-case letters, digits and hyphens; every item's id begins with it and a period.
  package var id: String
  package var title: String
  package var source: Source
  package var items: [ChecklistItem]

  /// Where the checklist comes from.
  package struct Source: Hashable, Sendable, Codable {
    package var text: String
    package var edition: String
  }
}

/// One item of a checklist. All texts are plain, and none is empty.
package struct ChecklistItem: Hashable, Sendable, Codable {
  package var id: String
  package var title: String
  package var question: String
  /// Name of the check that answers the question.
  package var check: String
  /// What counts as passed.
  package var passesWhen: String
  package var proves: String
  package var doesNotProve: String
  package var references: [ItemReference]
  package var remediation: String
}

/// Where a requirement is written.
package struct ItemReference: Hashable, Sendable, Codable {
  package var framework: String
  package var edition: String?
  package var section: String?
  package var url: String?
}

extension ChecklistCatalogue {
  /// The catalogues that this version ships, sorted by file name.
  package static let builtIn: [ChecklistCatalogue] = {
    // A test reads the shipped files, so one that is not right never leaves the house.
    do {
      return try EmbeddedCatalogues.files.map { try ChecklistCatalogue(parsing: $0.text, file: $0.path) }
    } catch {
      preconditionFailure("\(error)")
    }
  }()
}
