/// An identifier that AWS gave out, checked to have the form that AWS documents.
///
/// The check keeps anything else, such as a path separator or a control character, from travelling further: ids are
/// used in file names, SQL and reports. Lengths are left open, since AWS's documents and its emulators disagree.
package protocol AWSIdentifier: Hashable, Sendable, Comparable, CustomStringConvertible, Codable {
  var rawValue: String { get }
  init(unchecked rawValue: String)
  static func isValid(_ text: String) -> Bool
}

extension AWSIdentifier {
  /// The identifier, or nil when `text` does not have its form.
  package init?(_ text: String) {
    guard Self.isValid(text) else { return nil }
    self.init(unchecked: text)
  }

  package var description: String { rawValue }

  /// Decodes a text that has the identifier's form.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is no \(Self.self)")
    }
    self = id
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// Whether `text` is `prefix` followed by 1 to 128 ASCII letters, digits, hyphens or underscores.
  fileprivate static func has(prefix: String, in text: String) -> Bool {
    let bytes = text.utf8
    return bytes.starts(with: prefix.utf8) && (1...128).contains(bytes.count - prefix.utf8.count)
      && bytes.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}

/// `o-…`
package struct OrganizationID: AWSIdentifier {
  package let rawValue: String
  package init(unchecked rawValue: String) { self.rawValue = rawValue }
  package static func isValid(_ text: String) -> Bool { has(prefix: "o-", in: text) }
}

/// `r-…`
package struct RootID: AWSIdentifier {
  package let rawValue: String
  package init(unchecked rawValue: String) { self.rawValue = rawValue }
  package static func isValid(_ text: String) -> Bool { has(prefix: "r-", in: text) }
}

/// `ou-…`
package struct OrganizationalUnitID: AWSIdentifier {
  package let rawValue: String
  package init(unchecked rawValue: String) { self.rawValue = rawValue }
  package static func isValid(_ text: String) -> Bool { has(prefix: "ou-", in: text) }
}

/// Twelve digits.
package struct AccountID: AWSIdentifier {
  /// The digits as a number: a history looks accounts up by the million, and hashing a text takes several times longer.
  private let number: UInt64

  package init(unchecked rawValue: String) {
    precondition(Self.isValid(rawValue), "an account id has twelve digits")
    number = rawValue.utf8.reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
  }

  package var rawValue: String {
    String(unsafeUninitializedCapacity: Self.length) { digits in
      var rest = number
      for place in (0..<Self.length).reversed() {
        digits[place] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      }
      return Self.length
    }
  }

  package static func isValid(_ text: String) -> Bool {
    text.utf8.count == length
      && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  private static let length = 12
}

/// `p-…`
package struct PolicyID: AWSIdentifier {
  package let rawValue: String
  package init(unchecked rawValue: String) { self.rawValue = rawValue }
  package static func isValid(_ text: String) -> Bool { has(prefix: "p-", in: text) }
}
