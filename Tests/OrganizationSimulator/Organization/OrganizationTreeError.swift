/// Why a text is no organization tree, and in which line.
package struct OrganizationTreeError: Error, Hashable, CustomStringConvertible {
  package enum Problem: Hashable, Sendable {
    case missing(String)
    case tab
    case indentation
    case unclosedQuote
    case unknownStatement(String)
    case unknownAttribute(String, known: [String])
    case badValue(attribute: String, value: String, expected: String)
    case badID(String, expected: String)
    case unexpected(String)
    case duplicate(String)
    case unknownPolicy(String)
    case badContent(String)
  }

  /// Counted from 1. For what is missing altogether, the last line.
  package let line: Int
  package let problem: Problem

  package var description: String {
    let text =
      switch problem {
      case .missing(let what): "\(what) is missing"
      case .tab: "a tab in the indentation: indent with spaces"
      case .indentation:
        "the indentation fits no line above: indent children alike and deeper than their parent"
      case .unclosedQuote: "a quotation mark is not closed: end the text with \""
      case .unknownStatement(let word):
        "\"\(word)\" begins no statement: expected an id (o-, r-, ou-, 12 digits), policy, resource-policy "
          + "or service"
      case .unknownAttribute(let name, let known):
        "unknown attribute \"\(name)\": here are known \(known.joined(separator: ", "))"
      case .badValue(let attribute, let value, let expected):
        "\(attribute)=\(value) is not understood: expected \(expected)"
      case .badID(let id, let expected): "\"\(id)\" is no id for this place: expected \(expected)"
      case .unexpected(let word): "unexpected \"\(word)\": put names with spaces in quotation marks"
      case .duplicate(let id): "\(id) occurs twice: ids are unique"
      case .unknownPolicy(let id):
        "\(id) is attached but not described: add a line \"policy \(id) NAME {...}\""
      case .badContent(let reason): "the content is \(reason): correct it, or write unchecked=true before it"
      }
    return "line \(line): \(text)"
  }
}
