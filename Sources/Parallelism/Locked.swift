import Foundation

/// A value that one thread at a time may touch.
///
/// `Mutex` of Synchronization would do; but it waits in a library that the thread sanitizer does not see into, so that
/// `scripts/test --deep threads` would take every lock that somebody had to wait for as none.
package final class Locked<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  package init(_ value: Value) {
    self.value = value
  }

  /// What `body` gives, which has the value for itself meanwhile.
  package func withLock<Answer: Sendable, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
