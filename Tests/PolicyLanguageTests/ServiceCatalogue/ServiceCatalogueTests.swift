import PolicyLanguage
import Testing

@Suite struct ServiceCatalogueTests {
  @Test func `the shipped catalogue has AWS's 38 keys`() {
    let catalogue = ServiceCatalogue.builtIn
    #expect(catalogue.services.count == 38)
    #expect(Set(catalogue.keys).count == 38)
    #expect(catalogue.keys == catalogue.keys.sorted())
    #expect(!catalogue.keys.contains("default"))
    #expect(catalogue.contains("default"))
    #expect(catalogue.contains("connecthealth::training"))
    #expect(!catalogue.contains("Lex"))
  }

  @Test func `an older date knows fewer keys`() {
    let catalogue = ServiceCatalogue.builtIn
    #expect(!catalogue.known(on: "2026-09-14").contains("connecttalent"))
    #expect(catalogue.known(on: "2026-09-15").contains("connecttalent"))
    #expect(catalogue.known(on: "2021-01-31").contains("lex"))
    #expect(catalogue.known(on: "2020-01-01").services.isEmpty)
  }

  @Test func `a catalogue without a date is refused`() {
    #expect(
      throws: ServiceCatalogueError.missing(key: "catalogueDate", SourcePosition(line: 1, column: 1))
    ) { try ServiceCatalogue(parsing: "{}") }
  }

  @Test func `a file adds services and replaces those with the same key`() throws {
    let text = #"""
      {"services": [
        {"key": "newservice", "name": "A newer service", "listedBy": "2027-01-31"},
        {"key": "lex", "name": "Amazon Lex V2", "listedBy": "2020-12-31", "note": "renamed"}]}
      """#
    let catalogue = try ServiceCatalogue.builtIn.overridden(by: text)
    #expect(catalogue.services.count == 39)
    #expect(catalogue.keys == catalogue.keys.sorted())
    #expect(catalogue.services.first { $0.key == "lex" }?.name == "Amazon Lex V2")
    #expect(!catalogue.known(on: "2027-01-30").contains("newservice"))
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"services": [{"key": "x", "name": "X"}]}"#,
    #"{"services": [{"key": "default", "name": "All", "listedBy": "2020-01-01"}]}"#,
    #"{"services": [{"key": "", "name": "None", "listedBy": "2020-01-01"}]}"#,
  ])
  func `a file that lists no services properly is refused`(text: String) {
    #expect(throws: ServiceCatalogueError.self) { try ServiceCatalogue.builtIn.overridden(by: text) }
  }
}
