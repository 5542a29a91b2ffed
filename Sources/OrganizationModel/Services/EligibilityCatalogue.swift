import PolicyLanguage

/// Cost Explorer's names of services, with their policy keys and HIPAA eligibility, as dated data.
///
/// Only what was read on a page has a row, and each row names that page and its date. A service without a confirmed
/// row is unknown: neither eligible nor not. The list of eligible services is AWS's
/// [HIPAA Eligible Services Reference](https://aws.amazon.com/compliance/hipaa-eligible-services-reference/).
package struct EligibilityCatalogue: Hashable, Sendable {
  /// The day on which the pages were last looked at.
  package var checkedOn: String
  /// Sorted by name.
  package var rows: [Row]
  /// Names that are recognized by a word in them.
  var families: [Family]

  /// A service with the page that its name was read on.
  package struct Row: Hashable, Sendable {
    package var service: ServiceEligibility
    package var nameSource: String
    package var nameDate: String
  }

  /// Names with a word in them that are billed for another service: `Claude (Amazon Bedrock Edition)`.
  struct Family: Hashable, Sendable {
    var word: String
    var service: ServiceEligibility
  }

  /// What is known of the service that a bill or a declaration calls `name`, whatever its case. The result keeps `name`.
  package func service(named name: String) -> ServiceEligibility {
    let wanted = name.lowercased()
    let row = rows.first { $0.service.name.lowercased() == wanted }?.service
    let family = families.first { wanted.contains($0.word.lowercased()) }?.service
    guard var found = row ?? family else {
      return ServiceEligibility(name: name, key: nil, area: .unknown, status: .unknown)
    }
    found.name = name
    return found
  }

  /// What is known of the service with this policy key, that of an eligible name where there are several names.
  package func service(key: String) -> ServiceEligibility? {
    let all = rows.map(\.service).filter { $0.key == key }
    return all.first { $0.status == .eligible } ?? all.first
  }

  /// What is known of a service in use, by its name or else by its policy key.
  package func service(of use: ServiceUsage.Use) -> ServiceEligibility {
    let named = service(named: use.name)
    guard named.area == .unknown, var keyed = use.service.flatMap({ service(key: $0) }) else { return named }
    keyed.name = use.name
    return keyed
  }
}

extension EligibilityCatalogue {
  /// The catalogue that this version ships.
  package static let builtIn: EligibilityCatalogue = {
    // A test reads the shipped file, so a file that does not parse never leaves the house.
    guard let file = EmbeddedFacts.files.first(where: { $0.path == "service-eligibility.json" }),
      let catalogue = EligibilityCatalogue(parsing: file.text)
    else { preconditionFailure("the embedded list of service names does not parse") }
    return catalogue
  }()

  /// Nil when the text is no such file, or a row names no source, or one that is not there.
  init?(parsing text: String) {
    guard let root = try? JSONParser.parse(text), let checkedOn = root["checkedOn"]?.string,
      case .array(let nodes)? = root["services"]?.value, case .array(let families)? = root["families"]?.value,
      let sources = root["sources"]
    else { return nil }
    self.checkedOn = checkedOn
    rows = []
    for node in nodes {
      guard let row = Row(node, sources: sources) else { return nil }
      rows.append(row)
    }
    rows.sort { $0.service.name < $1.service.name }
    self.families = []
    for node in families {
      guard let word = node["contains"]?.string, let name = node["as"]?.string,
        let row = rows.first(where: { $0.service.name == name }),
        Page(node["nameSource"]?.string, in: sources) != nil
      else { return nil }
      self.families.append(Family(word: word, service: row.service))
    }
  }
}

extension EligibilityCatalogue.Row {
  fileprivate init?(_ node: JSONNode, sources: JSONNode) {
    guard let name = node["name"]?.string,
      let area = node["area"]?.string.flatMap(ServiceEligibility.Area.init(rawValue:)),
      let origin = Page(node["nameSource"]?.string, in: sources)
    else { return nil }
    nameSource = origin.url
    nameDate = origin.date
    service = ServiceEligibility(
      name: name, key: node["key"]?.string, area: area, status: .unknown, note: node["note"]?.string)
    guard let word = node["hipaa"]?.string else { return }
    guard let status = ServiceEligibility.Status(rawValue: word), status != .unknown,
      let page = Page(node["hipaaSource"]?.string, in: sources)
    else { return nil }
    service.status = status
    service.source = page.url
    service.date = page.date
  }
}

/// A page that rows name as their source.
private struct Page {
  var url: String
  var date: String

  init?(_ id: String?, in sources: JSONNode) {
    guard let id, let node = sources[id], let url = node["url"]?.string, let date = node["date"]?.string
    else {
      return nil
    }
    self.url = url
    self.date = date
  }
}
