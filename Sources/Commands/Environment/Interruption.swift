import Collector
import Dispatch
import Foundation

/// Turns Ctrl-C and SIGTERM into the cancellation of a task.
enum Interruption {
  /// The result of `work`, which is cancelled when the user interrupts.
  static func watching<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
      // The default action would end the process before anything could be said.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { task.cancel() }
      source.resume()
      return source
    }
    defer {
      sources.forEach { $0.cancel() }
      signal(SIGINT, SIG_DFL)
      signal(SIGTERM, SIG_DFL)
    }
    do { return try await task.value } catch let error as CollectError {
      throw CommandFailure(error)
    }
  }
}
