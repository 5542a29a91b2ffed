internal import Foundation

/// What a record is about: `account/123456789012`, `attachment/p-12345678/ou-ab12-12345678`.
///
/// Keys are equal when their bytes are, and sort by their bytes, which is SQLite's order too. Swift's own comparison
/// takes different spellings of one character for equal.
struct RecordKey: Hashable, Comparable {
  let text: String

  init(_ recordName: String, _ values: [String]) {
    text = ([recordName] + values).joined(separator: "/")
  }

  init(text: String) { self.text = text }

  static func == (left: Self, right: Self) -> Bool { compare(left, right) == 0 }
  static func < (left: Self, right: Self) -> Bool { compare(left, right) < 0 }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  private static func compare(_ left: Self, _ right: Self) -> Int {
    var left = left.text
    var right = right.text
    return left.withUTF8 { left in
      right.withUTF8 { right in
        let shared = min(left.count, right.count)
        guard shared > 0, let first = left.baseAddress, let second = right.baseAddress else {
          return left.count - right.count
        }
        let order = Int(memcmp(first, second, shared))
        return order != 0 ? order : left.count - right.count
      }
    }
  }
}
