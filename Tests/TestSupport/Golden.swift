import Foundation
package import Testing

/// Compares `text` with the file at `path`, given from the package's folder: `reports/sample.md`.
///
/// With `UPDATE_GOLDEN=1` in the environment the file is written instead, and the difference is for review.
package func expectGolden(
  _ text: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let file = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: path)
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    } catch {
      Issue.record("cannot write \(path): \(error)", sourceLocation: sourceLocation)
    }
    return
  }
  guard let data = FileManager.default.contents(atPath: file.path(percentEncoded: false)) else {
    Issue.record("\(path) is missing; run with UPDATE_GOLDEN=1 to write it", sourceLocation: sourceLocation)
    return
  }
  if let difference = GoldenDifference(expected: String(decoding: data, as: UTF8.self), found: text) {
    Issue.record(
      "\(path) differs: \(difference). Run with UPDATE_GOLDEN=1 to rewrite it, and review the difference",
      sourceLocation: sourceLocation)
  }
}

/// The first line in which two texts differ.
package struct GoldenDifference: Hashable, CustomStringConvertible {
  /// From 1.
  package var line: Int
  /// Nil past the end of the text.
  package var expected: String?
  package var found: String?

  /// Nil when the texts are the same, byte for byte.
  package init?(expected: String, found: String) {
    guard !expected.utf8.elementsEqual(found.utf8) else { return nil }
    let left = expected.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let right = found.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let same = zip(left, right).prefix { $0.elementsEqual($1) }.count
    line = same + 1
    self.expected = same < left.count ? String(decoding: left[same], as: UTF8.self) : nil
    self.found = same < right.count ? String(decoding: right[same], as: UTF8.self) : nil
  }

  package var description: String {
    func quoted(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "the end of the text" }
    return "line \(line) is \(quoted(found)) where \(quoted(expected)) is expected"
  }
}
