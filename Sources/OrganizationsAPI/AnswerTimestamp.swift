import AWSClient
package import Foundation

/// A point in time as answers hold it: epoch seconds, possibly fractional, from the service (AWS JSON 1.1);
/// an ISO 8601 string such as `2024-01-02T03:04:05.678000+00:00` from the AWS CLI.
package struct AnswerTimestamp: Decodable, Hashable, Sendable {
  package var date: Date

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let seconds = try? container.decode(Double.self) {
      guard abs(seconds) < 1e11 else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "\(seconds) is no time in epoch seconds")
      }
      date = Date(timeIntervalSince1970: seconds)
      return
    }
    let text = try container.decode(String.self)
    guard let parsed = Self.parse(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text.prefix(40))\" is no time (expected 2024-01-02T03:04:05Z)")
    }
    date = parsed
  }

  /// The time that an ISO 8601 text with an offset or Z names; the fraction may have any number of digits.
  static func parse(_ text: String) -> Date? {
    // Fractions are cut out and added by hand: the format style knows at most three digits of them. This runs for
    // every account of an export, where a regular expression would take most of the time.
    let bytes = Array(text.utf8)
    guard bytes.count > 19, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else {
      return nil
    }
    let rest = bytes[19...]
    let digits =
      rest.first == UInt8(ascii: ".")
      ? rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } : []
    guard rest.first != UInt8(ascii: ".") || !digits.isEmpty else { return nil }
    let zone = String(decoding: digits.isEmpty ? rest : rest.dropFirst(1 + digits.count), as: UTF8.self)
    guard zone == "Z" || zone == "z" || zone.hasPrefix("+") || zone.hasPrefix("-") else { return nil }
    let day = String(decoding: bytes[..<10], as: UTF8.self)
    let time = String(decoding: bytes[11..<19], as: UTF8.self)
    guard let whole = try? Date("\(day)T\(time)\(zone.uppercased())", strategy: .iso8601) else { return nil }
    let fraction = Double("0." + String(decoding: digits, as: UTF8.self)) ?? 0
    return whole.addingTimeInterval(fraction)
  }
}

extension AnswerScanner {
  /// A text, or nil in place of it; false when it is neither.
  mutating func read(_ text: inout String?) -> Bool {
    if null() { return true }
    text = string()
    return text != nil
  }

  /// A time in one of the forms of `AnswerTimestamp`, or nil in place of it; false when it is neither.
  mutating func read(_ date: inout Date?) -> Bool {
    if null() { return true }
    if let seconds = number() {
      guard abs(seconds) < 1e11 else { return false }
      date = Date(timeIntervalSince1970: seconds)
      return true
    }
    date = string().flatMap { AnswerTimestamp.parse($0) }
    return date != nil
  }

  /// Texts, or nil in place of them; false when it is neither.
  mutating func read(_ texts: inout [String]) -> Bool {
    if null() { return true }
    return array { scanner in
      guard let text = scanner.string() else { return false }
      texts.append(text)
      return true
    }
  }
}

/// The keys of an object that were read, of which each may stand there once.
struct SeenKeys {
  private var bits: UInt32 = 0

  /// False for a number that was there before.
  mutating func insert(_ number: UInt32) -> Bool {
    guard bits & (1 << number) == 0 else { return false }
    bits |= 1 << number
    return true
  }
}

extension KeyedDecodingContainer {
  /// The text under `key`; empty when there is none.
  func text(_ key: Key) throws -> String { try decodeIfPresent(String.self, forKey: key) ?? "" }

  /// The time under `key`, when there is one.
  func date(_ key: Key) throws -> Date? { try decodeIfPresent(AnswerTimestamp.self, forKey: key)?.date }

  /// The list under `key`; empty when there is none.
  func list<Item: Decodable>(_ key: Key) throws -> [Item] {
    try decodeIfPresent([Item].self, forKey: key) ?? []
  }

  /// The items of a page. A page that only names the next one is empty, as botocore's paginators and so the AWS CLI have it:
  /// AWS says that a page may be empty and the listing goes on until NextToken is null, and its documents leave out members
  /// without a value (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html). One with neither
  /// is no page, because a listing that was taken for empty would make a verdict about nobody.
  func items<Item: Decodable>(_ key: Key, orElse nextToken: Key) throws -> [Item] {
    if let items = try decodeIfPresent([Item].self, forKey: key) { return items }
    if try decodeIfPresent(String.self, forKey: nextToken) != nil { return [] }
    return try decode([Item].self, forKey: key)
  }
}
