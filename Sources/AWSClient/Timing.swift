package import Foundation

/// Time and chance, handed in so that tests decide both.
package struct Timing: Sendable {
  /// Time since some fixed moment; never goes back.
  package var now: @Sendable () -> Duration
  package var wallClock: @Sendable () -> Date
  /// - Throws: `CancellationError` when the task is cancelled.
  package var sleep: @Sendable (Duration) async throws -> Void
  /// A number from 0 up to, not including, 1.
  package var random: @Sendable () -> Double

  package init(
    now: @escaping @Sendable () -> Duration, wallClock: @escaping @Sendable () -> Date,
    sleep: @escaping @Sendable (Duration) async throws -> Void, random: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.wallClock = wallClock
    self.sleep = sleep
    self.random = random
  }

  /// The machine's clocks and random numbers.
  package static func system() -> Timing {
    let start = ContinuousClock.now
    return Timing(
      now: { ContinuousClock.now - start }, wallClock: { Date() },
      sleep: { try await Task.sleep(for: $0) }, random: { Double.random(in: 0..<1) })
  }
}

extension Duration {
  package var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
