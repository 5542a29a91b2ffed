/// The profiles and other sections of the shared config and credentials files.
///
/// A profile of the same name in both files is one profile. `default` gives nothing to other profiles.
/// [Shared config and credentials files](https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html)
package struct SharedConfiguration: Hashable, Sendable {
  /// Nil when neither `AWS_CONFIG_FILE` nor `HOME` is set.
  package let configPath: String?
  /// Nil when neither `AWS_SHARED_CREDENTIALS_FILE` nor `HOME` is set.
  package let credentialsPath: String?
  private let credentials: [String: [String: String]]
  private var config: [String: [String: String]] = [:]
  private var ssoSessions: [String: [String: String]] = [:]
  private var services: [String: [String: [String: String]]] = [:]

  package init(environment: [String: String], files: FileReading) throws(CredentialError) {
    configPath = Self.path("AWS_CONFIG_FILE", standard: ".aws/config", environment)
    credentialsPath = Self.path("AWS_SHARED_CREDENTIALS_FILE", standard: ".aws/credentials", environment)
    credentials = try Self.file(credentialsPath, files).sections
    let file = try Self.file(configPath, files)
    for (section, settings) in file.sections.sorted(by: { $0.key < $1.key }) {
      if section == "default" {
        config["default", default: [:]].merge(settings) { own, _ in own }
      } else if let name = Self.name(of: section, kind: "profile") {
        // `[profile default]` wins over `[default]`, whichever comes first.
        config[name, default: [:]].merge(settings) { _, own in own }
      } else if let name = Self.name(of: section, kind: "sso-session") {
        ssoSessions[name] = settings
      } else if let name = Self.name(of: section, kind: "services") {
        services[name] = file.nested[section] ?? [:]
      }
    }
  }

  /// Sorted by name.
  package var profileNames: [String] { Set(config.keys).union(credentials.keys).sorted() }

  /// The files that were looked for.
  package var paths: [String] { [configPath, credentialsPath].compactMap { $0 } }

  /// Nil when neither file has the profile.
  package func profile(_ name: String) -> Profile? {
    guard config[name] != nil || credentials[name] != nil else { return nil }
    return Profile(name: name, credentials: credentials[name] ?? [:], config: config[name] ?? [:])
  }

  /// The settings of a section `[sso-session NAME]`.
  func ssoSession(_ name: String) -> [String: String]? { ssoSessions[name] }

  /// The nested settings of a section `[services NAME]`, by service.
  func servicesSection(_ name: String) -> [String: [String: String]]? { services[name] }

  private static func path(
    _ variable: String, standard: String, _ environment: [String: String]
  ) -> String? {
    guard let path = environment[variable], !path.isEmpty else {
      return HomePath.inHome(standard, environment)
    }
    return HomePath.expanded(path, environment)
  }

  private static func file(_ path: String?, _ files: FileReading) throws(CredentialError) -> INIFile {
    guard let path else { return INIFile() }
    let text: String?
    do {
      text = try files.text(path)
    } catch {
      throw .unreadable(path, because: error)
    }
    return try INIFile(text ?? "", path: path)
  }

  /// The name in a section of the config file: `profile NAME`, `profile "A NAME"`.
  private static func name(of section: String, kind: String) -> String? {
    guard section.hasPrefix(kind),
      let match = section.dropFirst(kind.count).wholeMatch(of: /\s+(?:"([^"]+)"|'([^']+)'|(\S.*))/)
    else { return nil }
    return (match.1 ?? match.2 ?? match.3).map { String($0) }
  }
}
