/// A JSON value with the position at which it begins.
///
/// Objects keep their members in source order, duplicates included: what a duplicate means is for the reader of the
/// document to decide. Numbers keep their source text.
package struct JSONNode: Hashable, Sendable {
  package indirect enum Value: Hashable, Sendable {
    case object([JSONMember])
    case array([JSONNode])
    case string(String)
    case number(String)
    case boolean(Bool)
    case null
  }

  package var value: Value
  package var position: SourcePosition

  package init(_ value: Value, at position: SourcePosition) {
    self.value = value
    self.position = position
  }

  /// The members when this is an object, else nil.
  package var members: [JSONMember]? {
    guard case .object(let members) = value else { return nil }
    return members
  }

  /// The text when this is a string, else nil.
  package var string: String? {
    guard case .string(let text) = value else { return nil }
    return text
  }

  /// The first member with `key` when this is an object that has one.
  package subscript(key: String) -> JSONNode? {
    members?.first { $0.key == key }?.value
  }

  /// What kind of value this is, as a reader of JSON names it: `an object`, `a string`, ...
  package var kindName: String {
    switch value {
    case .object: "an object"
    case .array: "a list"
    case .string: "a string"
    case .number: "a number"
    case .boolean: "true or false"
    case .null: "null"
    }
  }
}

/// A key of a JSON object with its value; `position` is that of the key's opening quote.
package struct JSONMember: Hashable, Sendable {
  package var key: String
  package var position: SourcePosition
  package var value: JSONNode

  package init(key: String, position: SourcePosition, value: JSONNode) {
    self.key = key
    self.position = position
    self.value = value
  }
}
