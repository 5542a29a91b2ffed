import Foundation

/// The part of a listing that one request gets.
///
/// Rules of AWS: `MaxResults` from 1 to 20, pages may be empty and have a `NextToken` all the same, the
/// listing ends where there is no token. Tokens are opaque and belong to one operation and one parent, policy
/// or filter.
struct Paging {
  let operation: String
  let input: JSONValue
  let behaviour: SimulatorBehaviour

  private struct Place {
    var offset: Int
    /// Empty pages that come before the next items.
    var emptyPages: Int
  }

  /// - Parameter scope: what the listing is about; a token of another scope is refused.
  func answer<Item>(
    _ name: String, _ items: [Item], scope: String = "", extra: [JSONValue.Member] = [],
    record: (Item) -> JSONValue
  ) throws(AWSError) -> JSONValue {
    let size = try pageSize()
    var place = try startingPlace(scope: scope, count: items.count)
    var next: Place?
    var page: ArraySlice<Item> = []
    if place.emptyPages > 0 {
      place.emptyPages -= 1
      next = place
    } else {
      let end = min(items.count, place.offset + size)
      page = items[min(place.offset, end)..<end]
      if end < items.count {
        next = Place(offset: end, emptyPages: behaviour.emptyPagesBeforeEachPage)
      } else if behaviour.endsWithEmptyPage, !page.isEmpty {
        next = Place(offset: items.count, emptyPages: 0)
      }
    }
    var members: [JSONValue.Member] = [.init(name, .array(page.map(record)))]
    members += extra
    if let next { members.append(.init("NextToken", .string(token(next, scope: scope)))) }
    return .object(members)
  }

  private func pageSize() throws(AWSError) -> Int {
    let ours = min(20, max(1, behaviour.pageSize))
    guard let wanted = input["MaxResults"] else { return ours }
    guard let count = wanted.integer else {
      throw AWSError(code: "SerializationException", message: "MaxResults is not an integer")
    }
    guard count >= 1 else {
      throw .invalidInput("MIN_VALUE_EXCEEDED", "You specified a value below the minimum.")
    }
    guard count <= 20 else {
      throw .invalidInput("MAX_VALUE_EXCEEDED", "You specified a value above the maximum.")
    }
    return min(count, ours)
  }

  private func startingPlace(scope: String, count: Int) throws(AWSError) -> Place {
    guard let token = input["NextToken"] else {
      return Place(offset: 0, emptyPages: behaviour.emptyPagesBeforeEachPage)
    }
    let prefix = tokenPrefix(scope: scope)
    guard let text = token.string, let data = Data(base64Encoded: text),
      case let plain = String(decoding: data, as: UTF8.self), plain.hasPrefix(prefix)
    else { throw Self.invalidToken }
    let numbers = plain.dropFirst(prefix.count).split(separator: ",").map { Int($0) }
    guard numbers.count == 2, let offset = numbers[0], let emptyPages = numbers[1], offset >= 0 else {
      throw Self.invalidToken
    }
    return Place(offset: offset, emptyPages: emptyPages)
  }

  private func token(_ place: Place, scope: String) -> String {
    Data((tokenPrefix(scope: scope) + "\(place.offset),\(place.emptyPages)").utf8).base64EncodedString()
  }

  /// The wide characters make the Base64 text hold `+` and `/`, which a client has to hand back unharmed.
  private func tokenPrefix(scope: String) -> String { "\u{FBFF}\u{FFFF}~\(operation)|\(scope)|" }

  private static var invalidToken: AWSError {
    .invalidInput("INVALID_PAGINATION_TOKEN", "You provided an invalid pagination token.")
  }
}
