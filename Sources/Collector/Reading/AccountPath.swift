/// A path as AWS writes it, `o-…/r-…/ou-…/<account>/`, cut where accounts of one place agree.
///
/// Thousands of accounts share a container, so that what stands before the last component is worth looking at once.
struct AccountPath: Hashable {
  /// `o-…/r-…/ou-…`
  let container: Substring
  let last: Substring

  /// Nil for a text without a slash before its last component.
  init?(_ text: String) {
    let bytes = text.utf8
    var end = bytes.endIndex
    if bytes.last == UInt8(ascii: "/") { end = bytes.index(before: end) }
    guard let slash = bytes[..<end].lastIndex(of: UInt8(ascii: "/")), slash > bytes.startIndex else {
      return nil
    }
    container = text[..<slash]
    last = text[bytes.index(after: slash)..<end]
  }
}
