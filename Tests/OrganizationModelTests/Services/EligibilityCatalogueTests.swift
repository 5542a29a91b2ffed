import OrganizationModel
import PolicyLanguage
import Testing

@Suite struct EligibilityCatalogueTests {
  private let catalogue = EligibilityCatalogue.builtIn

  @Test func `every row names where its name and its eligibility were read, and when`() {
    #expect(catalogue.rows.count > 80)
    for row in catalogue.rows {
      let service = row.service
      #expect(row.nameSource.hasPrefix("https://"), "\(service.name)")
      #expect(isDay(row.nameDate), "\(service.name)")
      #expect((service.status == .unknown) == (service.source == nil), "\(service.name)")
      #expect((service.status == .unknown) == (service.date == nil), "\(service.name)")
      if let date = service.date { #expect(isDay(date), "\(service.name)") }
      if let source = service.source { #expect(source.hasPrefix("https://"), "\(service.name)") }
    }
  }

  @Test func `every key is one of the policy type, and only AI services have one`() {
    for service in catalogue.rows.map(\.service) {
      guard let key = service.key else { continue }
      #expect(ServiceCatalogue.builtIn.keys.contains(key), "\(key)")
      #expect(service.area == .ai, "\(service.name)")
    }
  }

  @Test func `names are listed once, whatever their case`() {
    let names = catalogue.rows.map { $0.service.name.lowercased() }
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: [
    (
      "Amazon Comprehend", "comprehend" as String?, ServiceEligibility.Area.ai,
      ServiceEligibility.Status.eligible
    ),
    ("amazon comprehend", "comprehend", .ai, .eligible),
    ("AmazonCloudWatch", "cloudwatch", .ai, .eligible),
    ("Amazon Fraud Detector", "frauddetector", .ai, .unknown),
    ("Amazon Bedrock", nil, .ai, .eligible),
    ("Claude Sonnet 4.5 (Amazon Bedrock Edition)", nil, .ai, .eligible),
    ("Amazon Simple Storage Service", nil, .other, .unknown),
    ("Acme Translator", nil, .unknown, .unknown),
  ])
  func `a billed name is looked up`(
    name: String, key: String?, area: ServiceEligibility.Area, status: ServiceEligibility.Status
  ) {
    let found = catalogue.service(named: name)
    #expect(found.name == name)
    #expect(found.key == key)
    #expect(found.area == area)
    #expect(found.status == status)
  }

  @Test func `a use is known by its key where its name is not`() {
    let use = ServiceUsage.Use(name: "our chat bot", service: "lex", account: nil, amount: nil)
    #expect(catalogue.service(of: use).status == .eligible)
    #expect(catalogue.service(of: use).name == "our chat bot")
    let unknown = ServiceUsage.Use(name: "our chat bot", service: nil, account: nil, amount: nil)
    #expect(catalogue.service(of: unknown).area == .unknown)
  }

  private func isDay(_ text: String) -> Bool { text.utf8.count == 10 && Timestamp(text) != nil }
}
