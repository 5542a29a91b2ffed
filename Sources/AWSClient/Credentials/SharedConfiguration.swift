import Foundation

/// The profiles of the shared config and credentials files.
///
/// A profile of the same name in both files is one profile. `default` gives nothing to other profiles.
/// [Shared config and credentials files](https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html)
package struct SharedConfiguration: Hashable, Sendable {
  /// Nil when neither `AWS_CONFIG_FILE` nor `HOME` is set.
  package let configPath: String?
  /// Nil when neither `AWS_SHARED_CREDENTIALS_FILE` nor `HOME` is set.
  package let credentialsPath: String?
  private let config: [String: [String: String]]
  private let credentials: [String: [String: String]]

  package init(environment: [String: String], files: FileReading) throws(CredentialError) {
    configPath = Self.path("AWS_CONFIG_FILE", standard: ".aws/config", environment)
    credentialsPath = Self.path("AWS_SHARED_CREDENTIALS_FILE", standard: ".aws/credentials", environment)
    credentials = try Self.file(credentialsPath, files).sections
    var profiles: [String: [String: String]] = [:]
    for (section, settings) in try Self.file(configPath, files).sections.sorted(by: { $0.key < $1.key }) {
      // `[profile default]` wins over `[default]`, whichever comes first.
      guard let (name, isPrefixed) = Self.profileName(section) else { continue }
      profiles[name, default: [:]].merge(settings) { isPrefixed ? $1 : $0 }
    }
    config = profiles
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

  private static func path(
    _ variable: String, standard: String, _ environment: [String: String]
  ) -> String? {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
    guard let path = environment[variable], !path.isEmpty else { return home.map { "\($0)/\(standard)" } }
    guard path.hasPrefix("~/"), let home else { return path }
    return home + path.dropFirst(1)
  }

  private static func file(_ path: String?, _ files: FileReading) throws(CredentialError) -> INIFile {
    guard let path else { return INIFile() }
    let text: String?
    do {
      text = try files.text(path)
    } catch {
      throw .unreadableFile(path: path)
    }
    return try INIFile(text ?? "", path: path)
  }

  /// The profile that a section of the config file holds: `default`, `profile NAME`, `profile "A NAME"`.
  private static func profileName(_ section: String) -> (name: String, isPrefixed: Bool)? {
    if section == "default" { return (section, false) }
    guard let match = section.wholeMatch(of: /profile\s+(?:"([^"]+)"|'([^']+)'|(\S.*))/) else { return nil }
    return (match.1 ?? match.2 ?? match.3).map { (String($0), true) }
  }
}
