import Checklist
import TestSupport
import Testing

@Suite struct ChecklistReferenceTests {
  @Test func `the page of checklists is made from the catalogues`() {
    expectGolden(ChecklistReference.markdown(ChecklistCatalogue.builtIn), "docs/checklists.md")
  }
}
