/// A name from the organization as generated files show it: one line, of a bounded length, with nothing invisible.
///
/// Members choose the names of their accounts, so a name is shown for people and never used to find anything; ids do
/// that. Each file still escapes it for its own format.
enum ShownName {
  static func of(_ name: String) -> String { shown(name, limit: 80) }

  /// A reason or an explanation, which may be longer than a name.
  static func sentence(_ text: String) -> String { shown(text, limit: 400) }

  private static func shown(_ name: String, limit: Int) -> String {
    var result = ""
    for scalar in name.unicodeScalars.prefix(limit) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        result += "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
      case .spaceSeparator: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return name.unicodeScalars.count > limit ? result + "..." : result
  }

  /// The name with its id: `Payments (222222222222)`.
  static func of(_ name: String, id: String) -> String { "\(of(name)) (\(id))" }
}
