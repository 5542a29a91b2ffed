/// The settings of one profile, and which file each file's part comes from.
package struct Profile: Hashable, Sendable {
  package var name: String
  /// From the shared credentials file; wins over `config` for the same key.
  package var credentials: [String: String]
  /// From the shared config file.
  package var config: [String: String]

  package init(name: String, credentials: [String: String], config: [String: String]) {
    self.name = name
    self.credentials = credentials
    self.config = config
  }

  /// The value of a setting, from the file that wins; nil when it is absent or empty.
  package subscript(_ key: String) -> String? {
    let value = credentials[key] ?? config[key]
    return value?.isEmpty == true ? nil : value
  }
}
