import Dispatch
import Parallelism

/// A verification that goes on beside what its owner does meanwhile, on a connection of its own.
package final class RunningVerification: Sendable {
  private let group = DispatchGroup()
  private let outcome = Locked<Result<StoreVerification, StoreError>?>(nil)

  fileprivate init(_ verify: @escaping @Sendable () throws(StoreError) -> StoreVerification) {
    DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
      let found: Result<StoreVerification, StoreError>
      do throws(StoreError) { found = .success(try verify()) } catch { found = .failure(error) }
      outcome.withLock { $0 = found }
    }
  }

  /// What was found, as soon as it is.
  package func result() throws(StoreError) -> StoreVerification {
    group.wait()
    guard let found = outcome.withLock({ $0 }) else {
      preconditionFailure("a verification ended without an outcome")
    }
    return try found.get()
  }
}

extension HistoryStore {
  /// Begins `verifyChains` on the store's file, or on this connection where there is no file.
  package func beginVerifying(actorsAreRedacted: Bool = false) -> RunningVerification {
    RunningVerification { [self] () throws(StoreError) in
      guard !isInMemory else { return try verifyChains(actorsAreRedacted: actorsAreRedacted) }
      return try Self.openForVerification(path: path).verifyChains(actorsAreRedacted: actorsAreRedacted)
    }
  }
}
