/// The service keys that AWS's policy type knows, as dated data.
///
/// The list is that of
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html>. It grows
/// several times a year, so a key that is missing here is *unknown to this version*, not wrong.
package struct ServiceCatalogue: Hashable, Sendable {
  /// Date (`YYYY-MM-DD`) of the newest text of AWS's page that the list was taken from.
  package var catalogueDate: String
  /// Date on which that text was last looked at.
  package var checkedOn: String
  package var source: String
  /// Sorted by key. `default` is not a service and not in the list.
  package var services: [Service]
  /// What the policy cannot reach.
  package var outOfReach: [OutOfReach]

  package struct Service: Hashable, Sendable {
    package var key: String
    package var name: String
    /// Date of the newest text seen that does not list the key; nil when the oldest text seen lists it.
    package var notListedOn: String?
    /// Date by which AWS listed the key.
    package var listedBy: String
    /// Whether section 50.3 of the AWS Service Terms names the service.
    package var isInServiceTerms503: Bool
    package var note: String?
  }

  /// A service that the policy does not reach, with the control that applies instead.
  package struct OutOfReach: Hashable, Sendable {
    package var name: String
    package var control: String
  }

  package var keys: [String] { services.map(\.key) }

  package func contains(_ key: String) -> Bool {
    key == EffectivePolicy.defaultKey || services.contains { $0.key == key }
  }

  /// The catalogue as it was known on `date` (`YYYY-MM-DD`): only keys that AWS listed by then.
  package func known(on date: String) -> ServiceCatalogue {
    var copy = self
    copy.services.removeAll { $0.listedBy > date }
    return copy
  }
}

extension ServiceCatalogue {
  /// The catalogue that this version ships.
  package static let builtIn: ServiceCatalogue = {
    // A test reads the shipped file, so a file that does not parse never leaves the house.
    guard let file = EmbeddedServices.files.first(where: { $0.path == "services.json" }),
      let catalogue = try? ServiceCatalogue(parsing: file.text)
    else { preconditionFailure("the embedded service catalogue does not parse") }
    return catalogue
  }()

  /// Reads a catalogue file.
  ///
  /// - Throws: `ServiceCatalogueError` naming the first entry that is wrong.
  package init(parsing text: String) throws(ServiceCatalogueError) {
    let root: JSONNode
    do { root = try JSONParser.parse(text) } catch { throw .syntax(error) }
    catalogueDate = try Self.text("catalogueDate", of: root)
    checkedOn = try Self.text("checkedOn", of: root)
    source = try Self.text("source", of: root)
    services = []
    for node in try Self.list("services", of: root) {
      services.append(try Service(reading: node))
    }
    services.sort { $0.key < $1.key }
    outOfReach = []
    for node in try Self.list("outOfReach", of: root) {
      outOfReach.append(
        OutOfReach(name: try Self.text("name", of: node), control: try Self.text("control", of: node)))
    }
  }

  /// This catalogue with the services of another file added, those with the same key replaced.
  ///
  /// The file has the shape that `services --json` prints, of which only `services` is needed; each service needs
  /// `key`, `name` and `listedBy` (`YYYY-MM-DD`).
  package func overridden(by text: String) throws(ServiceCatalogueError) -> ServiceCatalogue {
    let root: JSONNode
    do { root = try JSONParser.parse(text) } catch { throw .syntax(error) }
    var result = self
    for node in try Self.list("services", of: root) {
      let service = try Service(reading: node)
      guard !service.key.isEmpty, service.key != EffectivePolicy.defaultKey else {
        throw .notAServiceKey(service.key, node.position)
      }
      result.services.removeAll { $0.key == service.key }
      result.services.append(service)
    }
    result.services.sort { $0.key < $1.key }
    return result
  }

  fileprivate static func text(_ key: String, of node: JSONNode) throws(ServiceCatalogueError) -> String {
    guard let text = node[key]?.string else { throw .missing(key: key, node.position) }
    return text
  }

  private static func list(_ key: String, of node: JSONNode) throws(ServiceCatalogueError) -> [JSONNode] {
    guard case .array(let elements)? = node[key]?.value else { throw .missing(key: key, node.position) }
    return elements
  }
}

extension ServiceCatalogue.Service {
  fileprivate init(reading node: JSONNode) throws(ServiceCatalogueError) {
    key = try ServiceCatalogue.text("key", of: node)
    name = try ServiceCatalogue.text("name", of: node)
    notListedOn = node["notListedOn"]?.string
    listedBy = try ServiceCatalogue.text("listedBy", of: node)
    isInServiceTerms503 = node["serviceTerms503"]?.value == .boolean(true)
    note = node["note"]?.string
  }
}

/// Why a catalogue file cannot be used.
package enum ServiceCatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
  case syntax(PolicySyntaxError)
  case missing(key: String, SourcePosition)
  case notAServiceKey(String, SourcePosition)

  package var description: String {
    switch self {
    case .syntax(let error): "the service catalogue is not JSON (\(error))"
    case .notAServiceKey(let key, let position):
      "\"\(key)\" at \(position) is no service key; \"default\" stands for all services and is not listed"
    case .missing(let key, let position):
      "the service catalogue has no \"\(key)\" in the object at \(position)"
    }
  }
}
