import PolicyLanguage

/// The crawlers of AI services that read robots.txt, as dated data.
///
/// **Required** is a crawler whose pages may train its operator's models, and which runs today: the checklist item asks
/// whether the site is closed to each of them. Crawlers that only search, that fetch one page for a user, or that fill a
/// customer's own knowledge base are shown and not required, and so are names that their operator no longer documents.
package struct CrawlerCatalogue: Hashable, Sendable {
  /// The day on which the operators' pages were last looked at.
  package var checkedOn: String
  /// In the order in which they are shown.
  package var crawlers: [Crawler]

  package struct Crawler: Hashable, Sendable {
    /// The product token: `Amazonbot`.
    package var name: String
    package var company: String
    package var purpose: String
    /// Whether its operator says that what it fetches may train models.
    package var mayTrain: Bool
    /// Whether its operator no longer documents the name.
    package var isRetired: Bool
    /// The beginning of the product tokens of single crawlers, which look for a group of their own first:
    /// `bedrockbot-` before a UUID. Nil for others.
    package var ownGroupPrefix: String?
    package var source: String
    /// The day (`YYYY-MM-DD`) on which `source` was looked at.
    package var date: String
    package var note: String?

    /// Whether a site must be closed to it for the checklist item to pass.
    package var isRequired: Bool { mayTrain && !isRetired }
  }

  package var required: [Crawler] { crawlers.filter(\.isRequired) }

  /// The required crawlers that a probed site is open to. Empty also when none of them was looked at.
  package func open(at site: RobotsProbe.Site) -> [String] {
    let names = Set(required.map(\.name))
    return site.crawlers.filter { names.contains($0.name) && !$0.isBlocked }.map(\.name)
  }
}

extension CrawlerCatalogue {
  /// The catalogue that this version ships.
  package static let builtIn: CrawlerCatalogue = {
    // A test reads the shipped file, so a file that does not parse never leaves the house.
    guard let file = EmbeddedFacts.files.first(where: { $0.path == "crawlers.json" }),
      let catalogue = CrawlerCatalogue(parsing: file.text)
    else { preconditionFailure("the embedded list of crawlers does not parse") }
    return catalogue
  }()

  /// Nil when the text is no such file or a crawler lacks a field.
  init?(parsing text: String) {
    guard let root = try? JSONParser.parse(text), let checkedOn = root["checkedOn"]?.string,
      case .array(let nodes)? = root["crawlers"]?.value
    else { return nil }
    self.checkedOn = checkedOn
    crawlers = []
    for node in nodes {
      guard let crawler = Crawler(node) else { return nil }
      crawlers.append(crawler)
    }
  }
}

extension CrawlerCatalogue.Crawler {
  fileprivate init?(_ node: JSONNode) {
    guard let name = node["name"]?.string, let company = node["operator"]?.string,
      let purpose = node["purpose"]?.string, case .boolean(let mayTrain)? = node["mayTrain"]?.value,
      let source = node["source"]?.string, let date = node["date"]?.string
    else { return nil }
    self.name = name
    self.company = company
    self.purpose = purpose
    self.mayTrain = mayTrain
    isRetired = node["isRetired"]?.value == .boolean(true)
    ownGroupPrefix = node["ownGroupPrefix"]?.string
    self.source = source
    self.date = date
    note = node["note"]?.string
  }
}
