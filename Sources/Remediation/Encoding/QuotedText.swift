import PolicyLanguage

/// Strings in double quotes as the formats of generated files write them. Everything outside ASCII is escaped, since the
/// formats differ in what they take for a line or for white space there.
enum QuotedText {
  static func json(_ text: String) -> String {
    quoted(text) { scalar in
      scalar.utf16.map { "\\u" + hex(UInt32($0), digits: 4) }.joined()
    }
  }

  /// A YAML double-quoted scalar: <https://yaml.org/spec/1.2.2/#57-escaped-characters>.
  static func yaml(_ text: String) -> String { quoted(text, escaped: longEscape) }

  /// A Python string literal.
  static func python(_ text: String) -> String { quoted(text, escaped: longEscape) }

  /// A Terraform string, in which `${` and `%{` begin a template:
  /// <https://developer.hashicorp.com/terraform/language/expressions/strings>.
  static func hcl(_ text: String) -> String {
    quoted(text, escaped: longEscape).replacing("${", with: "$${").replacing("%{", with: "%%{")
  }

  private static func longEscape(_ scalar: Unicode.Scalar) -> String {
    scalar.value > 0xFFFF ? "\\U" + hex(scalar.value, digits: 8) : "\\u" + hex(scalar.value, digits: 4)
  }

  private static func quoted(_ text: String, escaped: (Unicode.Scalar) -> String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case " "..."~": result.unicodeScalars.append(scalar)
      default: result += escaped(scalar)
      }
    }
    return result + "\""
  }

  private static func hex(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

extension Unicode.Scalar {
  fileprivate var utf16: [UInt16] { Array(String(self).utf16) }
}
