import Checklist
import Testing

@Suite struct ChecklistCatalogueTests {
  @Test func `each check of a catalogue exists and each check is in some catalogue`() {
    let named = Set(ChecklistCatalogue.builtIn.flatMap(\.items).map(\.check))
    #expect(named == Set(Checks.names))
    #expect(Checks.names.count == Set(Checks.names).count)
  }

  @Test func `the general checklist has its items in order`() {
    #expect(
      ChecklistCatalogue.builtIn.first { $0.id == "general" }?.items.map(\.id) == [
        "general.organization-enabled", "general.policy-type-enabled", "general.policy-covers-default",
        "general.policy-attached-to-root", "general.every-account-opted-out", "general.opt-out-locked",
        "general.verification-current",
      ])
  }

  @Test func `ids are distinct over all catalogues, and every item has an AWS reference`() {
    let items = ChecklistCatalogue.builtIn.flatMap(\.items)
    #expect(Set(items.map(\.id)).count == items.count)
    for item in items {
      #expect(
        item.references.contains { $0.url?.hasPrefix("https://docs.aws.amazon.com/organizations/") == true })
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
      "items[1].references: the list is empty", "items[2]: an item is a text",
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
