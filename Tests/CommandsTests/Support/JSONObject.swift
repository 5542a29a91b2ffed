import Foundation

/// A JSON object as the contract sees it: keys, types and nulls.
struct JSONObject: CustomStringConvertible {
  /// Foundation's values: `NSNull`, `NSNumber`, `String`, arrays and dictionaries.
  let members: [String: Any]

  init(parsing data: Data) throws {
    guard let members = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw NoObject(text: String(decoding: data.prefix(200), as: UTF8.self))
    }
    self.members = members
  }

  private init(members: [String: Any]) {
    self.members = members
  }

  struct NoObject: Error {
    var text: String
  }

  var keys: Set<String> { Set(members.keys) }
  var description: String { "\(members)" }

  /// Nil when the value is missing, null or no text; `isNull` tells them apart.
  func string(_ key: String) -> String? { members[key] as? String }

  func int(_ key: String) -> Int? {
    guard let number = members[key] as? NSNumber, !isBool(key) else { return nil }
    return number.intValue
  }

  func bool(_ key: String) -> Bool? { isBool(key) ? members[key] as? Bool : nil }
  func isNull(_ key: String) -> Bool { members[key] is NSNull }
  func strings(_ key: String) -> [String]? { members[key] as? [String] }
  func object(_ key: String) -> JSONObject? {
    (members[key] as? [String: Any]).map(JSONObject.init(members:))
  }

  func objects(_ key: String) -> [JSONObject] {
    (members[key] as? [[String: Any]] ?? []).map(JSONObject.init(members:))
  }

  /// The kind of each value: `string`, `number`, `bool`, `null`, `array` or `object`.
  var kinds: [String: String] {
    Dictionary(uniqueKeysWithValues: members.keys.map { ($0, kind($0)) })
  }

  private func kind(_ key: String) -> String {
    switch members[key] {
    case is NSNull: "null"
    case is String: "string"
    case is [Any]: "array"
    case is [String: Any]: "object"
    default: isBool(key) ? "bool" : "number"
    }
  }

  private func isBool(_ key: String) -> Bool {
    guard let value = members[key] else { return false }
    if value is Bool, !(value is NSNumber) { return true }
    guard let number = value as? NSNumber else { return false }
    return String(cString: number.objCType) == "c"
  }
}
