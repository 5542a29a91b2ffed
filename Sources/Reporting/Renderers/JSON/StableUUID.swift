import Hashing

/// UUIDs that are the same whenever they name the same thing: made from SHA-256 of the name, marked as version 5
/// (RFC 9562), the version for ids that are made from names.
struct StableUUID {
  /// What all ids of one document have in common.
  private let scope: String

  init(scope: String...) {
    self.scope = scope.joined(separator: "\u{0}")
  }

  /// The id of the thing named by `parts`.
  func callAsFunction(_ parts: String...) -> String {
    var digits = Array(SHA256.digest(([scope] + parts).joined(separator: "\u{0}")).prefix(32))
    digits[12] = "5"
    // The variant of RFC 9562: the two highest bits are 1 and 0.
    digits[16] = ["8", "9", "a", "b"][(digits[16].hexDigitValue ?? 0) % 4]
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return groups.map { String(digits[$0]) }.joined(separator: "-")
  }
}
