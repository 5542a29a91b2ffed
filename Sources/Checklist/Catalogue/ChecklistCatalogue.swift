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
///   - id: general.data-handling-disclosed
///     attestation: {renewalDays: 365}
///     ...
/// ```
package struct ChecklistCatalogue: Hashable, Sendable, Codable {
  /// Lower-case letters, digits and hyphens.
  package var id: String
  /// What the ids of the items begin with, before a period; nil when that is the checklist's id.
  package var prefix: String?
  package var title: String
  /// What a reader must know before the items.
  package var about: String?
  package var source: Source
  /// Questions of a review that the checklist's evidence can be pasted into, and whether it helps there.
  package var reviewQuestions: [ReviewQuestion]?
  package var items: [ChecklistItem]

  /// Where the checklist comes from.
  package struct Source: Hashable, Sendable, Codable {
    package var text: String
    package var edition: String
  }

  /// A question of a review.
  package struct ReviewQuestion: Hashable, Sendable, Codable {
    package var question: String
    package var helps: Bool
    package var why: String
  }

  package var itemPrefix: String { prefix ?? id }
}

/// One item of a checklist. All texts are plain, and none is empty.
package struct ChecklistItem: Hashable, Sendable, Codable {
  package var id: String
  package var title: String
  package var question: String
  /// Name of the check that answers the question; nil when a person alone does.
  package var check: String?
  /// How the item is assessed; nil for what its kind says.
  package var assessedBy: String?
  /// Nil when no person may answer.
  package var attestation: AttestationTerms?
  /// Names of facts that stand beside the answer and never decide it.
  package var beside: [String]?
  package var awsStates: [AWSStatement]?
  /// What counts as passed.
  package var passesWhen: String
  package var proves: String
  package var doesNotProve: String
  package var references: [ItemReference]
  package var remediation: String
}

/// What an attestation of an item must be like.
package struct AttestationTerms: Hashable, Sendable, Codable {
  /// How many days an attestation holds when nobody says otherwise.
  package var renewalDays: Int
  /// Names of the details that it must give: `workload`.
  package var details: [String]?

  package var requiredDetails: [String] { details ?? [] }
}

/// Something that AWS says and no customer can observe.
package struct AWSStatement: Hashable, Sendable, Codable {
  package var statement: String
  package var page: String
  package var url: String
  /// Date (`YYYY-MM-DD`) of the page's text.
  package var date: String

  package init(statement: String, page: String, url: String, date: String) {
    self.statement = statement
    self.page = page
    self.url = url
    self.date = date
  }
}

/// Where a requirement is written.
package struct ItemReference: Hashable, Sendable, Codable {
  package var framework: String
  package var edition: String?
  package var section: String?
  package var url: String?
}

extension ChecklistItem {
  package var kind: AssessmentKind {
    check.flatMap(Checks.named)?.kind ?? .attestation
  }

  /// How the item is assessed, as a sentence.
  package var assessedByText: String { assessedBy ?? kind.explanation }
}

extension ChecklistCatalogue {
  /// The catalogues that this version ships, the one for all organizations first.
  package static let builtIn: [ChecklistCatalogue] = {
    // A test reads the shipped files, so one that is not right never leaves the house.
    do {
      return try EmbeddedCatalogues.files.map { try ChecklistCatalogue(parsing: $0.text, file: $0.path) }
        .sorted { order(of: $0.id) < order(of: $1.id) }
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  /// The texts of the shipped files, by file name.
  package static var builtInTexts: [(name: String, text: String)] {
    EmbeddedCatalogues.files.map { (name: $0.path, text: $0.text) }
  }

  /// The guide's order.
  private static func order(of id: String) -> Int {
    ["general", "hipaa", "pci-sox", "gdpr", "mlsec"].firstIndex(of: id) ?? .max
  }
}
