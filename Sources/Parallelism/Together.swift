/// What both give, made side by side.
///
/// - Throws: what the first threw, else what the second did; neither keeps the other from being made.
package func together<First: Sendable, Second: Sendable, Failure: Error>(
  _ first: @Sendable () throws(Failure) -> First, _ second: @Sendable () throws(Failure) -> Second
) throws(Failure) -> (First, Second) {
  let made = Locked<(first: First?, second: Second?)>((nil, nil))
  _ = try [true, false].concurrentMap { isFirst throws(Failure) in
    if isFirst {
      let value = try first()
      made.withLock { $0.first = value }
    } else {
      let value = try second()
      made.withLock { $0.second = value }
    }
  }
  guard case (let first?, let second?) = made.withLock({ $0 }) else {
    preconditionFailure("one of two was not made, and nothing was thrown")
  }
  return (first, second)
}
