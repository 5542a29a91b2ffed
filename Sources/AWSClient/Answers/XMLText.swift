package import Foundation

/// Takes the text of single elements out of the small XML answers of STS.
package enum XMLText {
  /// The text of the first element called `name` that has no elements inside it; nil when there is none.
  package static func first(_ name: String, in data: Data) -> String? {
    let text = String(decoding: data, as: UTF8.self)
    guard let open = text.range(of: "<\(name)>"),
      let close = text.range(of: "</\(name)>", range: open.upperBound..<text.endIndex)
    else { return nil }
    let content = text[open.upperBound..<close.lowerBound]
    return content.contains("<") ? nil : unescaped(content)
  }

  private static func unescaped(_ text: Substring) -> String {
    // The ampersand comes last, so that "&amp;lt;" stays the text "&lt;".
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
    return entities.reduce(String(text)) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
