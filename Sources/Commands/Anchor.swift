import HistoryStore
import OrganizationModel

/// A digest kept outside the store, whole or in part, that must be in its chain.
struct Anchor: Hashable {
  /// 12 to 64 hexadecimal digits in lower case.
  let prefix: String
  /// As the user gave it.
  let given: String

  /// Reads a digest, its beginning, or an id made of one, such as `s-0123456789ab`.
  init?(_ text: String) {
    var digits = text.lowercased()
    if digits.dropFirst().first == "-" { digits.removeFirst(2) }
    guard (12...64).contains(digits.utf8.count), digits.allSatisfy({ $0.isHexDigit && $0.isASCII }) else {
      return nil
    }
    prefix = digits
    given = text
  }

  /// Where the anchor lies.
  struct Place: Hashable {
    var chain: ChainVerification
    var digest: String
    /// Counts the chain's entries from 1.
    var position: Int
    var given: String

    var json: JSONValue {
      .object([
        ("digest", .string(digest)), ("organization", .string(chain.organization.rawValue)),
        ("position", .number(position)),
      ])
    }

    var text: String {
      "anchor \(TerminalText.safe(given)): found, entry \(position) of \(chain.digests.count)"
    }
  }

  /// The entry of `chains` whose digest begins like the anchor; nil when there is none.
  ///
  /// - Throws: `CommandFailure` when several do.
  func place(in chains: [ChainVerification]) throws -> Place? {
    let places = places(in: chains)
    guard places.count < 2 else {
      throw CommandFailure("several digests of the chain begin with \(prefix): give more of the anchor")
    }
    return places.first
  }

  private func places(in chains: [ChainVerification]) -> [Place] {
    chains.flatMap { chain in
      chain.digests.enumerated().filter { $0.element.hasPrefix(prefix) }.map {
        Place(chain: chain, digest: $0.element, position: $0.offset + 1, given: given)
      }
    }
  }
}
