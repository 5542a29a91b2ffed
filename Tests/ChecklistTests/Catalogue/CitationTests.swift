import Checklist
import Testing

/// What items cite, written here once more by hand, so that no citation changes unnoticed.
@Suite struct CitationTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var item: String
    /// Sections of one framework, in order.
    var framework: String
    var edition: String?
    var sections: [String]
    var testDescription: String { "\(item): \(framework)" }

    init(_ item: String, _ framework: String, _ edition: String?, _ sections: String...) {
      self.item = item
      self.framework = framework
      self.edition = edition
      self.sections = sections
    }
  }

  static let hipaa = "text before the proposed rule of January 2025"
  static let pci = "v4.0.1 (June 2024)"
  static let gdpr = "Regulation (EU) 2016/679"
  static let security = "HIPAA Security Rule (45 CFR)"
  static let privacy = "HIPAA Privacy Rule (45 CFR)"
  static let lens = "AWS Well-Architected Machine Learning Lens"
  static let practice = "Validate ML data permissions, privacy, software, and license terms"

  static let rows = [
    Row(
      "hipaa.baa-covers-ai-services", security, hipaa, "164.308(b)(1)", "164.308(b)(2)", "164.308(b)(3)",
      "164.314(a)"),
    Row("hipaa.baa-covers-ai-services", privacy, hipaa, "164.502(e)", "164.504(e)"),
    Row("hipaa.no-phi-outside-baa", security, hipaa, "164.308(a)(1)(ii)(A)", "164.308(a)(1)(ii)(B)"),
    Row("hipaa.no-phi-outside-baa", privacy, hipaa, "164.502(e)", "164.502(a)(3)", "164.502(b)"),
    Row("hipaa.no-training-use-in-logs", security, hipaa, "164.312(b)", "164.308(a)(1)(ii)(D)"),
    Row("hipaa.data-residency-controls", security, hipaa, "164.310", "164.312"),
    Row("hipaa.incident-plan-covers-ai", security, hipaa, "164.308(a)(6)(i)", "164.308(a)(6)(ii)"),
    Row(
      "hipaa.incident-plan-covers-ai", "HIPAA Breach Notification Rule (45 CFR)", hipaa, "164.400–414",
      "164.410"),
    Row(
      "pci.no-cardholder-data-in-ai", "PCI DSS", pci, "1.2.4", "3.2.1", "3.3.x", "3.4.1", "3.4.2", "3.5.1",
      "4.2.1", "6.5.5", "12.5.2"),
    Row("pci.forecasting-excludes-sharing", "Sarbanes-Oxley Act", "15 USC 7241, 7262", "302, 404"),
    Row("pci.forecasting-excludes-sharing", "DORA", "Regulation (EU) 2022/2554", "Articles 28–30"),
    Row(
      "pci.audit-trail-has-policy-changes", "PCI DSS", pci, "10.2.1", "10.2.1.2", "10.2.1.3", "10.2.2",
      "10.3.1", "10.3.2", "10.3.3", "10.3.4", "10.5.1", "6.5.1"),
    Row("pci.audit-trail-has-policy-changes", "Sarbanes-Oxley Act", "15 USC 7241, 7262", "302, 404"),
    Row("pci.quarterly-ai-usage-review", "PCI DSS", pci, "12.4.2", "12.8.1", "12.8.4"),
    Row(
      "gdpr.dpa-updated", "GDPR", gdpr, "Article 28(3)", "Article 28(2)", "Article 28(4)", "Article 28(10)",
      "Article 29"),
    Row("gdpr.dpia-includes-opt-out", "GDPR", gdpr, "Article 35", "Article 36"),
    Row("gdpr.erasure-covers-training-data", "GDPR", gdpr, "Article 17", "Article 19"),
    Row("gdpr.transfers-documented", "GDPR", gdpr, "Articles 44–49"),
    Row("gdpr.ropa-includes-opt-out", "GDPR", gdpr, "Article 30(1)", "Article 30(2)"),
    Row(
      "general.data-handling-disclosed", "GDPR", gdpr, "Article 13(1)(e)", "Article 13(1)(f)", "Article 14"),
  ]

  private func item(_ id: String) throws -> ChecklistItem {
    try #require(ChecklistCatalogue.builtIn.flatMap(\.items).first { $0.id == id })
  }

  @Test(arguments: rows)
  func `an item cites exactly these sections`(row: Row) throws {
    let references = try item(row.item).references.filter { $0.framework == row.framework }
    #expect(references.map(\.section) == row.sections)
    #expect(Set(references.map(\.edition)) == [row.edition])
  }

  @Test func `no framework but those of the table, AWS and house policy is cited`() throws {
    let outside = ["House policy", "RFC 9309, Robots Exclusion Protocol", "About Amazonbot", Self.lens]
    for item in ChecklistCatalogue.builtIn.flatMap(\.items) {
      for reference in item.references {
        let isInTable = Self.rows.contains { $0.item == item.id && $0.framework == reference.framework }
        let isKnown =
          outside.contains(reference.framework) || reference.framework.hasPrefix("AWS ")
          || reference.framework.hasPrefix("Amazon ")
        #expect(isInTable || isKnown, "\(item.id) cites \(reference.framework)")
        #expect(reference.edition != nil && reference.section != nil, "\(item.id): \(reference.framework)")
      }
    }
  }

  @Test(arguments: [
    "general.well-architected-mlsec-01", "mlsec.data-collection-opt-out", "mlsec.data-permissions",
    "mlsec.package-lookups", "mlsec.licence-terms",
  ])
  func `MLSEC-01 is cited under its real title in both editions`(id: String) throws {
    let references = try item(id).references.filter { $0.framework == Self.lens }
    #expect(references.map(\.section) == ["MLSEC-01: \(Self.practice)", "MLSEC01-BP01: \(Self.practice)"])
    #expect(references.map(\.edition) == ["2023", "undated, read in November 2026"])
    let mlsec = try #require(ChecklistCatalogue.builtIn.first { $0.id == "mlsec" })
    #expect(mlsec.title == Self.practice)
  }

  @Test func `quarterly reviews and forecasts are house policy first`() throws {
    for id in ["pci.quarterly-ai-usage-review", "pci.forecasting-excludes-sharing"] {
      let item = try item(id)
      #expect(item.references.first?.framework == "House policy")
      #expect(item.doesNotProve.contains("house policy"))
    }
  }

  @Test func `what AWS states has page and date, and only GDPR items have it`() {
    for item in ChecklistCatalogue.builtIn.flatMap(\.items) {
      let statements = item.awsStates ?? []
      #expect(statements.isEmpty == !item.id.hasPrefix("gdpr."), "\(item.id)")
      for statement in statements {
        #expect(statement.url.hasPrefix("https://docs.aws.amazon.com/organizations/"))
        #expect(statement.date == "2026-09-15")
      }
    }
  }
}
