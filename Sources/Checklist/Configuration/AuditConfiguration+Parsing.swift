import Foundation
import OrganizationModel
import PolicyLanguage
import Yams

extension AuditConfiguration {
  /// Reads the text of an `optout-audit.yaml`; an empty one is the usual configuration.
  ///
  /// - Parameter items: the items of the checklists in use, which the configuration may name; nil when no checklist is
  ///   in use, so that nobody knows whether an item exists.
  /// - Throws: `ConfigurationError` with every problem of the text.
  package init(parsing text: String, items: [KnownItem]?) throws(ConfigurationError) {
    var parser = ConfigurationParser(items: items)
    parser.parse(text)
    guard parser.reader.problems.isEmpty else {
      throw ConfigurationError(problems: parser.reader.problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }
    self = parser.configuration
  }
}

/// Fills a configuration from its YAML.
private struct ConfigurationParser {
  let items: [KnownItem]?
  var reader = DocumentReader()
  var configuration = AuditConfiguration()

  init(items: [KnownItem]?) {
    self.items = items
  }

  mutating func parse(_ text: String) {
    guard let root = reader.root(of: text),
      let top = reader.mapping(
        root, at: "",
        known: [
          "sites", "settings", "services-in-use", "renewal", "ages", "not-applicable", "accepted-exceptions",
        ])
    else { return }
    parseSites(top)
    if let settings = reader.mapping("settings", of: top, at: "", known: ["paths", "developers"]) {
      configuration.settingsPaths = reader.texts("paths", of: settings, at: "settings")
      configuration.developers = reader.integer(
        "developers", of: settings, at: "settings", in: 1...10_000_000)
    }
    configuration.servicesInUse = reader.texts("services-in-use", of: top, at: "")
    parseRenewal(top)
    if let ages = reader.mapping("ages", of: top, at: "", known: ["snapshot", "inferred-gap"]) {
      if let age = reader.duration("snapshot", of: ages, at: "ages") { configuration.maximumAge = age }
      if let gap = reader.duration("inferred-gap", of: ages, at: "ages") {
        configuration.maximumInferredGap = gap
      }
    }
    for element in reader.elements("not-applicable", of: top, at: "") { parseWaiver(element) }
    for element in reader.elements("accepted-exceptions", of: top, at: "") { parseException(element) }
  }

  private mutating func parseSites(_ top: Node.Mapping) {
    for element in reader.elements("sites", of: top, at: "") {
      guard let site = reader.text(element.node, at: element.path) else { continue }
      guard ["https://", "http://", "file:"].contains(where: site.hasPrefix) else {
        reader.note(
          element.node, element.path,
          "\"\(site)\" is no address; write https://example.com, or file: and a path for a robots.txt on disk"
        )
        continue
      }
      configuration.sites.append(site)
    }
  }

  private mutating func parseRenewal(_ top: Node.Mapping) {
    guard let renewal = top["renewal"], renewal.null == nil else { return }
    guard let mapping = renewal.mapping else {
      _ = reader.mapping(renewal, at: "renewal", known: [])
      return
    }
    for (key, value) in mapping {
      let id = key.scalar?.string ?? ""
      let path = "renewal.\(id)"
      guard let item = knownItem(id, key, at: path) else { continue }
      guard item.assessedBy != .evidence else {
        reader.note(key, path, "the item is assessed from evidence, so nothing about it is renewed")
        continue
      }
      if let days = reader.integer(value, at: path, in: 1...3660) { configuration.renewalDays[id] = days }
    }
  }

  private mutating func parseWaiver(_ element: (node: Node, path: String)) {
    guard let mapping = reader.mapping(element.node, at: element.path, known: ["item", "reason", "person"])
    else { return }
    let id = reader.text("item", of: mapping, at: element.path, isRequired: true)
    let reason = reader.text("reason", of: mapping, at: element.path, isRequired: true)
    let person = reader.text("person", of: mapping, at: element.path, isRequired: true)
    let path = "\(element.path).item"
    guard let id, let item = knownItem(id, mapping["item"], at: path) else { return }
    guard item.assessedBy != .evidence else {
      reader.note(
        mapping["item"], path,
        "\"\(id)\" is assessed from evidence and may be overruled by nobody; an intended opt-in goes under "
          + "accepted-exceptions")
      return
    }
    guard configuration.notApplicable[id] == nil else {
      reader.note(mapping["item"], path, "\"\(id)\" stands twice")
      return
    }
    guard let reason, let person else { return }
    configuration.notApplicable[id] = AuditConfiguration.Waiver(reason: reason, person: person)
  }

  private mutating func parseException(_ element: (node: Node, path: String)) {
    let keys = ["service", "node", "reason", "approver", "expires"]
    guard let mapping = reader.mapping(element.node, at: element.path, known: keys) else { return }
    var texts: [String: String] = [:]
    for key in keys.dropLast() {
      texts[key] = reader.text(key, of: mapping, at: element.path, isRequired: true)
    }
    let expires = reader.day("expires", of: mapping, at: element.path, isRequired: true)
    if let service = texts["service"], let problem = Self.problem(ofService: service) {
      reader.note(mapping["service"], "\(element.path).service", problem)
    }
    var node: NodeID?
    if let text = texts["node"] {
      node = NodeID(text)
      if node == nil {
        reader.note(
          mapping["node"], "\(element.path).node",
          "\"\(text)\" is no id of an account (12 digits), an organizational unit (ou-…) or the root (r-…)")
      }
    }
    guard let service = texts["service"], let reason = texts["reason"], let approver = texts["approver"],
      let node, let expires
    else { return }
    configuration.acceptedExceptions.append(
      AcceptedException(service: service, node: node, reason: reason, approver: approver, expires: expires))
  }

  /// Why `service` cannot be accepted. Keys that the catalogue lacks may be newer than it.
  private static func problem(ofService service: String) -> String? {
    if service == EffectivePolicy.defaultKey {
      return "an opt-in of \"default\" covers every service, also future ones, and cannot be accepted; "
        + "name the services"
    }
    if let key = ServiceCatalogue.builtIn.keys.first(where: {
      $0 != service && $0.lowercased() == service.lowercased()
    }) {
      return "\"\(service)\" is not a service key; keys are case-sensitive; did you mean \"\(key)\"?"
    }
    let isWellFormed = service.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
    guard !isWellFormed else { return nil }
    let nearest = NearMiss.nearest(to: service, among: ServiceCatalogue.builtIn.keys)
    return "\"\(service)\" is not a service key; "
      + (nearest.map { "did you mean \"\($0)\"?" } ?? "\"optout-audit services\" lists them")
  }

  private mutating func knownItem(_ id: String, _ node: Node?, at path: String) -> KnownItem? {
    guard let items else { return KnownItem(id: id, title: id, assessedBy: .attestation) }
    if let item = items.first(where: { $0.id == id }) { return item }
    reader.note(node, path, KnownItem.unknown(id, among: items))
    return nil
  }
}
