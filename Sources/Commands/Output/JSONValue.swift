import PolicyLanguage

/// A JSON value to be printed, with its keys in the order given and nulls where they are said.
enum JSONValue {
  case object([(String, JSONValue)])
  case array([JSONValue])
  case string(String)
  case number(Int)
  /// A share from 0 to 1, printed with at most six digits after the point, rounded down.
  case share(Double)
  case bool(Bool)
  case null

  static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// The value indented by two spaces, with a line feed at its end.
  var text: String {
    var output = ""
    write(to: &output, indent: 0)
    return output + "\n"
  }

  private func write(to output: inout String, indent: Int) {
    switch self {
    case .object(let members):
      guard !members.isEmpty else {
        output += "{}"
        return
      }
      Self.writeItems(members, in: "{", "}", to: &output, indent: indent) { member, output in
        output += Self.quoted(member.0) + ": "
        member.1.write(to: &output, indent: indent + 2)
      }
    case .array(let elements):
      guard !elements.isEmpty else {
        output += "[]"
        return
      }
      Self.writeItems(elements, in: "[", "]", to: &output, indent: indent) { element, output in
        element.write(to: &output, indent: indent + 2)
      }
    case .string(let text): output += Self.quoted(text)
    case .number(let number): output += String(number)
    case .share(let share): output += Self.decimal(share)
    case .bool(let value): output += value ? "true" : "false"
    case .null: output += "null"
    }
  }

  /// Rounded down, so that nothing less than all reads as 1.
  private static func decimal(_ share: Double) -> String {
    let millionths = Int((min(max(share, 0), 1) * 1_000_000 + 1e-6).rounded(.down))
    guard millionths < 1_000_000 else { return "1" }
    guard millionths > 0 else { return "0" }
    var digits = String(1_000_000 + millionths).dropFirst()
    while digits.hasSuffix("0") { digits = digits.dropLast() }
    return "0.\(digits)"
  }

  /// `text` as a JSON string in which everything is escaped that a terminal obeys or that reorders what stands beside
  /// it. Whoever parses it gets `text` back.
  private static func quoted(_ text: String) -> String {
    // Most texts are plain, and there may be hundreds of thousands.
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }) {
      return "\"\(text)\""
    }
    var result = ""
    for scalar in JSONText.quoted(text).unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func writeItems<Item>(
    _ items: [Item], in open: String, _ close: String, to output: inout String, indent: Int,
    write: (Item, inout String) -> Void
  ) {
    let inner = String(repeating: " ", count: indent + 2)
    output += open
    for (index, item) in items.enumerated() {
      output += index == 0 ? "\n" : ",\n"
      output += inner
      write(item, &output)
    }
    output += "\n" + String(repeating: " ", count: indent) + close
  }
}

extension JSONValue {
  /// AWS's shape of an effective policy: `{"services":{KEY:{"opt_out_policy":VALUE}}}`, `{}` when nothing applies.
  static func effectivePolicy(_ policy: EffectivePolicy) -> JSONValue {
    guard !policy.values.isEmpty else { return .object([]) }
    let services = policy.values.sorted { $0.key < $1.key }.map { key, value in
      (key, JSONValue.object([("opt_out_policy", .string(value.rawValue))]))
    }
    return .object([("services", .object(services))])
  }
}
