import Dispatch

extension Array where Element: Sendable {
  /// What `transform` makes of each element, in their order, made side by side by as many threads as there are processors.
  ///
  /// - Throws: what `transform` threw for the first of the elements for which it did; the others are made all the same.
  package func concurrentMap<Value: Sendable, Failure: Error>(
    _ transform: @Sendable (Element) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    let outcomes = Locked<[Int: Result<Value, Failure>]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { place in
      let outcome = Result { () throws(Failure) in try transform(self[place]) }
      outcomes.withLock { $0[place] = outcome }
    }
    var values: [Value] = []
    for outcome in outcomes.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      values.append(try outcome.value.get())
    }
    return values
  }
}
