/// One page of a listing. The AWS CLI joins pages, so that an export holds one page without a token.
package protocol AnswerPage: Decodable, Sendable {
  associatedtype Item: ListedItem

  var items: [Item] { get }
  /// Where the next page begins; nil on the last page, which is not always the first empty one.
  var nextToken: String? { get }
}

/// An item of a listing, recognizable when a later page repeats it.
package protocol ListedItem: Sendable {
  var listingIdentity: String { get }
}

extension Sequence where Element: ListedItem {
  /// Each item once, the first one kept.
  package func firstOfEachIdentity() -> [Element] {
    var seen: Set<String> = []
    return filter { seen.insert($0.listingIdentity).inserted }
  }
}
