/// Something that was asked for: the answer, or the reason why there is none.
///
/// There is no third case, so that what was not read can never pass for empty.
package enum Answer<Value: Hashable & Sendable>: Hashable, Sendable {
  case known(Value)
  case unread(reason: String)

  /// The answer, or nil when there is none.
  package var value: Value? {
    guard case .known(let value) = self else { return nil }
    return value
  }

  /// Why there is no answer, or nil when there is one.
  package var reason: String? {
    guard case .unread(let reason) = self else { return nil }
    return reason
  }
}
