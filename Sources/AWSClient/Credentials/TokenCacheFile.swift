import Foundation

/// A file of the AWS CLI's token caches: one JSON object.
enum TokenCacheFile {
  /// Nil when there is no such file.
  /// - Throws: when it cannot be read or is no JSON object.
  static func read(_ path: String, world: SignInWorld) throws(CredentialError) -> [String: Any]? {
    let text: String?
    do { text = try world.files.text(path) } catch { throw .unreadable(path, because: error) }
    guard let text else { return nil }
    guard let fields = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
      throw .malformedFile(path: path, line: 1, problem: "begins no JSON object")
    }
    return fields
  }

  /// The text of a cache file with these fields, keys sorted.
  static func text(of fields: [String: Any]) -> String? {
    guard
      let data = try? JSONSerialization.data(
        withJSONObject: fields, options: [.sortedKeys, .withoutEscapingSlashes])
    else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}
