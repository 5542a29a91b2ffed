import Checklist
import Testing

@Suite struct ChecklistCatalogueTests {
  @Test func `each check of a catalogue exists and each check is in some catalogue`() {
    let named = Set(ChecklistCatalogue.builtIn.flatMap(\.items).compactMap(\.check))
    #expect(named == Set(Checks.names))
    #expect(Checks.names.count == Set(Checks.names).count)
  }

  /// The ids are what attestations, configurations and other people's programs hold on to.
  static let ids: [(checklist: String, items: [String])] = [
    (
      "general",
      [
        "general.organization-enabled", "general.policy-type-enabled", "general.policy-covers-default",
        "general.policy-attached-to-root", "general.every-account-opted-out", "general.opt-out-locked",
        "general.q-developer-sharing-off", "general.robots-blocks-ai-crawlers",
        "general.data-handling-disclosed", "general.verification-current",
        "general.opt-out-date-documented", "general.team-informed-q-developer",
        "general.well-architected-mlsec-01",
      ]
    ),
    (
      "hipaa",
      [
        "hipaa.baa-covers-ai-services", "hipaa.no-phi-outside-baa", "hipaa.no-training-use-in-logs",
        "hipaa.data-residency-controls", "hipaa.incident-plan-covers-ai",
      ]
    ),
    (
      "pci-sox",
      [
        "pci.no-cardholder-data-in-ai", "pci.forecasting-excludes-sharing",
        "pci.audit-trail-has-policy-changes", "pci.quarterly-ai-usage-review",
      ]
    ),
    (
      "gdpr",
      [
        "gdpr.dpa-updated", "gdpr.dpia-includes-opt-out", "gdpr.erasure-covers-training-data",
        "gdpr.transfers-documented", "gdpr.ropa-includes-opt-out",
      ]
    ),
    (
      "mlsec",
      [
        "mlsec.data-collection-opt-out", "mlsec.data-permissions", "mlsec.package-lookups",
        "mlsec.licence-terms",
      ]
    ),
  ]

  @Test func `the checklists have their items in order`() {
    let found = ChecklistCatalogue.builtIn.map { ($0.id, $0.items.map(\.id)) }
    #expect(found.map(\.0) == Self.ids.map(\.checklist))
    for (found, expected) in zip(found, Self.ids) { #expect(found.1 == expected.items) }
  }

  @Test func `ids are distinct over all catalogues, and every item says how it is assessed`() {
    let items = ChecklistCatalogue.builtIn.flatMap(\.items)
    #expect(Set(items.map(\.id)).count == items.count)
    for item in items {
      #expect(item.assessedBy?.isEmpty == false, "\(item.id)")
      #expect((item.attestation == nil) == item.kind.isAutomatic, "\(item.id)")
    }
  }

  @Test func `attestations hold for 12 months, and for a quarter where the review is quarterly`() {
    for item in ChecklistCatalogue.builtIn.flatMap(\.items) {
      guard let terms = item.attestation else { continue }
      #expect(terms.renewalDays == (item.id == "pci.quarterly-ai-usage-review" ? 92 : 365), "\(item.id)")
      let naming = [
        "general.well-architected-mlsec-01", "mlsec.data-permissions", "mlsec.package-lookups",
        "mlsec.licence-terms",
      ]
      #expect(
        terms.requiredDetails == (naming.contains(item.id) ? ["workload", "lensEdition", "reviewDate"] : []))
    }
  }

  private func problems(_ text: String) -> [String] {
    do {
      _ = try ChecklistCatalogue(parsing: text, file: "own.yaml")
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test func `every problem is listed with its path, line and a suggestion`() {
    let text = """
      id: own
      titel: Ours
      source: {text: Us, edition: ""}
      items:
        - id: own.a
          title: A
          question: ?
          check: PolicyTypeIsEnable
          passesWhen: x
          proves: x
          doesNotProve: x
          remediation: x
          references: [{framework: AWS, url: "http://example.com", note: x}]
        - id: own.a
          check: SomethingElse
          references: []
        - id: own.manual
          check: VerificationIsCurrent
          attestation: {renewalDays: 0, details: [a b]}
          beside: [servicesInUs]
          awsStates: [{statement: x, page: x, url: "http://x", date: yesterday}]
          references: []
        - id: own.nobody
          references: []
        - id: own.alone
          check: EditorsShareNothing
          references: []
        - just text
      """.replacing("question: ?", with: "question: Is it?")
    let found = problems(text)
    for expected in [
      "line 2: titel: the key is not known; did you mean \"title\"?", "title: the key is missing",
      "source.edition: the text is empty",
      "line 8: items[0].check: there is no check \"PolicyTypeIsEnable\"; did you mean \"PolicyTypeIsEnabled\"?",
      "items[0].references[0].note: the key is not known",
      "items[0].references[0].url: \"http://example.com\"",
      "items[1].id: the id \"own.a\" stands twice, first at items[0].id",
      "items[1].check: there is no check \"SomethingElse\"; there are ", "items[1].title: the key is missing",
      "items[1].references: the list is empty",
      "items[2].attestation.renewalDays: write a whole number of days from 1 to 3660",
      "items[2].attestation.details[0]: a detail's name",
      "items[2].attestation: \"VerificationIsCurrent\" is answered from evidence, and nobody may overrule it",
      "items[2].beside[0]: there is no fact \"servicesInUs\"; did you mean \"servicesInUse\"?",
      "items[2].awsStates[0].url: \"http://x\"", "items[2].awsStates[0].date: \"yesterday\" is not a date",
      "items[3]: neither \"check\" nor \"attestation\"",
      "items[4]: \"EditorsShareNothing\" needs a person too", "items[5]: an item is a text",
    ] {
      #expect(found.contains { $0.contains(expected) }, "\(expected) not in \(found)")
    }
  }

  @Test(arguments: ["", "- a", "just text", "a: [", "id: own\nid: own", "\t"])
  func `what is no checklist is refused`(text: String) {
    #expect(!problems(text).isEmpty)
  }

  @Test func `an item's id begins with that of its checklist`() {
    #expect(
      problems("id: own\ntitle: T\nsource: {text: a, edition: b}\nitems: [{id: other.a}]").contains {
        $0.contains("items[0].id: \"other.a\" is not an item id")
      })
  }
}
