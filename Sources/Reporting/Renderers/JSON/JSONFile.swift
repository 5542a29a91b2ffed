import Foundation

/// Values as JSON text with one spelling: members sorted by name, two spaces of indentation, a line feed at the end.
enum JSONFile {
  static func text(_ value: some Encodable) throws(ReportError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    } catch {
      throw ReportError.notEncoded(detail: "\(error)")
    }
  }
}
