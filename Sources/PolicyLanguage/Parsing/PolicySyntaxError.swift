/// Why a text is not a policy document, with the position of the first thing that is wrong.
package enum PolicySyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  case byteOrderMark
  case notUTF8(SourcePosition)
  case unexpectedEnd(SourcePosition, expected: String)
  case unexpectedCharacter(SourcePosition, found: String, expected: String)
  case controlCharacterInString(SourcePosition)
  case badEscape(SourcePosition)
  case badNumber(SourcePosition)
  case tooDeep(SourcePosition, limit: Int)
  case contentAfterEnd(SourcePosition)
  case duplicateKey(SourcePosition, key: String, first: SourcePosition)
  case notAnObject(SourcePosition, what: String, found: String)
  case noServices(SourcePosition, found: [String])

  /// Where the text stops being right; nil when there is no text.
  package var position: SourcePosition? {
    switch self {
    case .empty: nil
    case .byteOrderMark: SourcePosition(line: 1, column: 1)
    case .notUTF8(let position), .unexpectedEnd(let position, _), .unexpectedCharacter(let position, _, _),
      .controlCharacterInString(let position), .badEscape(let position), .badNumber(let position),
      .tooDeep(let position, _), .contentAfterEnd(let position), .duplicateKey(let position, _, _),
      .notAnObject(let position, _, _), .noServices(let position, _):
      position
    }
  }

  /// What is wrong, without the position.
  package var message: String {
    switch self {
    case .empty: "the document is empty; a policy is a JSON object with the key \"services\""
    case .byteOrderMark: "the document begins with a byte-order mark; save it as UTF-8 without one"
    case .notUTF8: "the bytes are not UTF-8; save the document as UTF-8"
    case .unexpectedEnd(_, let expected): "the document ends where \(expected) is expected; it is cut off"
    case .unexpectedCharacter(_, let found, let expected): "found \(found) where \(expected) is expected"
    case .controlCharacterInString: "a string contains a control character; write it as an escape such as \\n"
    case .badEscape: "a string contains an escape that JSON does not have"
    case .badNumber: "a number is not written as JSON writes numbers"
    case .tooDeep(_, let limit): "values are nested more than \(limit) levels deep"
    case .contentAfterEnd: "there is text after the end of the JSON value"
    case .duplicateKey(_, let key, let first):
      "the key \"\(key)\" stands twice (first at \(first)); AWS rejects duplicate keys, so remove one"
    case .notAnObject(_, let what, let found): "\(what) is \(found) where an object is expected"
    case .noServices(_, let found):
      found.isEmpty
        ? "the document has no \"services\" key, so it is not an AI services opt-out policy"
        : "the document has no \"services\" key (found: \(found.joined(separator: ", "))), "
          + "so it is not an AI services opt-out policy"
    }
  }

  package var description: String {
    guard let position else { return message }
    return "\(position): \(message)"
  }
}
