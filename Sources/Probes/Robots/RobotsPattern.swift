/// The path of a rule: octets from the beginning of a path, `*` for any octets, and `$` at its end for the path's end.
package struct RobotsPattern: Hashable, Sendable {
  /// In the form that paths are compared in, without a `$` at the end. Stars stand for any octets.
  private var octets: [UInt8]
  private var isAnchored: Bool

  /// How specific it is: the number of octets (RFC 9309, section 2.2.2).
  package var length: Int { octets.count + (isAnchored ? 1 : 0) }

  init(_ value: [UInt8]) {
    isAnchored = value.last == Self.dollar
    octets = RobotsPath.normalized(isAnchored ? value.dropLast() : value[...], keeping: Self.star)
  }

  private static let star = UInt8(ascii: "*")
  private static let slash = UInt8(ascii: "/")
  private static let dollar = UInt8(ascii: "$")

  /// Whether a path, in the form of `RobotsPath.normalized`, is one of this pattern's.
  func matches(_ path: [UInt8]) -> Bool {
    // Octet by octet; after a mismatch the last star takes one octet more.
    var place = 0
    var position = 0
    var afterStar: Int?
    var takenUpTo = 0
    while position <= path.count {
      if place == octets.count, !isAnchored || position == path.count { return true }
      if place < octets.count, octets[place] == Self.star {
        place += 1
        afterStar = place
        takenUpTo = position
      } else if place < octets.count, position < path.count, octets[place] == path[position] {
        place += 1
        position += 1
      } else if let star = afterStar {
        takenUpTo += 1
        place = star
        position = takenUpTo
      } else {
        return false
      }
    }
    return false
  }

  /// Whether it matches every path: `/`, `/*`, `*`, `*$`.
  var matchesEverything: Bool {
    let rest = octets.filter { $0 != Self.star }
    guard rest.isEmpty || rest == [Self.slash] else { return false }
    return isAnchored ? octets.last == Self.star : !octets.isEmpty
  }

  /// Whether it can match any path at all; paths begin with a slash.
  var canMatch: Bool { octets.first.map { $0 == Self.slash || $0 == Self.star } ?? false }

  /// Whether it is the path of robots.txt itself, which is allowed anyway.
  var isTheFileItself: Bool { octets == Array("/robots.txt".utf8) }
}

/// Paths in the form in which they are compared.
enum RobotsPath {
  /// Octets outside ASCII become `%XX`, `%XX` of unreserved characters becomes the character, other `%xx` get capital
  /// digits, and `*` and `$`, which mean something in patterns, become `%2A` and `%24` (RFC 9309, section 2.2.2).
  static func normalized(_ path: String) -> [UInt8] { normalized(Array(path.utf8)[...], keeping: nil) }

  /// - Parameter special: an octet that stays as it is.
  static func normalized(_ octets: ArraySlice<UInt8>, keeping special: UInt8?) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(octets.count)
    var index = octets.startIndex
    while index < octets.endIndex {
      let octet = octets[index]
      index += 1
      if octet == special {
        result.append(octet)
      } else if octet == UInt8(ascii: "%"), let coded = decoded(octets[index...].prefix(2)) {
        index += 2
        if isUnreserved(coded) { result.append(coded) } else { result += encoded(coded) }
      } else if octet >= 0x80 || octet == UInt8(ascii: "*") || octet == UInt8(ascii: "$") {
        result += encoded(octet)
      } else {
        result.append(octet)
      }
    }
    return result
  }

  private static func decoded(_ digits: ArraySlice<UInt8>) -> UInt8? {
    guard digits.count == 2 else { return nil }
    var value: UInt8 = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | (digit - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | (digit - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | (digit - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    return value
  }

  private static func encoded(_ octet: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [UInt8(ascii: "%"), digits[Int(octet >> 4)], digits[Int(octet & 15)]]
  }

  /// RFC 3986, section 2.3.
  private static func isUnreserved(_ octet: UInt8) -> Bool {
    switch octet {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
