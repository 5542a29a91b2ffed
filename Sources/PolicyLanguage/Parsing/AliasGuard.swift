/// Tells YAML texts that could ask a parser for more work than they are long.
///
/// Aliases of aliases make a value that is exponentially larger than its text. In a value that is caught while it is
/// converted; in a key it is not, because a parser compares keys. No file that is read here needs aliases in keys, so a file
/// with aliases and keys that are not text is refused unread.
package enum AliasGuard {
  /// Whether `text` may have a key that is or holds an alias. Strings and comments can make it say yes wrongly.
  package static func mayHaveAliasInKey(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var hasAlias = false
    var hasComplexKey = false
    var isPlaceholder = false
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "*") where startsToken(bytes, at: index):
        hasAlias = true
        var end = index + 1
        while end < bytes.count, !isBlank(bytes[end]), bytes[end] != UInt8(ascii: ",") { end += 1 }
        if isFollowedByColon(bytes, from: end) || bytes[end - 1] == UInt8(ascii: ":") { hasComplexKey = true }
      case UInt8(ascii: "?") where startsToken(bytes, at: index):
        hasComplexKey = true
      case UInt8(ascii: "{"):
        isPlaceholder = index > 0 && bytes[index - 1] == UInt8(ascii: "$")
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if !isPlaceholder, isFollowedByColon(bytes, from: index + 1) { hasComplexKey = true }
        isPlaceholder = false
      default: break
      }
    }
    return hasAlias && hasComplexKey
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  private static func startsToken(_ bytes: [UInt8], at index: Int) -> Bool {
    guard index > 0 else { return true }
    return isBlank(bytes[index - 1]) || "[{,:]}\"'".utf8.contains(bytes[index - 1])
  }

  private static func isFollowedByColon(_ bytes: [UInt8], from start: Int) -> Bool {
    var index = start
    while index < bytes.count, isBlank(bytes[index]) { index += 1 }
    return index < bytes.count && bytes[index] == UInt8(ascii: ":")
  }
}
