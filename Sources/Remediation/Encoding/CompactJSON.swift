import PolicyLanguage

/// JSON on one line: of a policy whose author wrote it over many, where a generated file's format minds line breaks.
enum CompactJSON {
  /// Nil when `text` is no JSON.
  static func of(_ text: String) -> String? {
    (try? JSONParser.parse(text)).map(written)
  }

  private static func written(_ node: JSONNode) -> String {
    switch node.value {
    case .object(let members):
      "{" + members.map { "\(QuotedText.json($0.key)):\(written($0.value))" }.joined(separator: ",") + "}"
    case .array(let elements): "[" + elements.map(written).joined(separator: ",") + "]"
    case .string(let text): QuotedText.json(text)
    case .number(let digits): digits
    case .boolean(let value): value ? "true" : "false"
    case .null: "null"
    }
  }
}
