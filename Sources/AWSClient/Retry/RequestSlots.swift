import Parallelism

/// Bounds how many requests are under way; the others wait in the order they came.
final class RequestSlots: Sendable {
  private struct State {
    var free: Int
    var waiting: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    var nextID = 0
  }

  private let state: Locked<State>

  init(_ count: Int) {
    state = Locked(State(free: max(1, count)))
  }

  /// Takes a slot, which `release` gives back.
  /// - Throws: `CancellationError` when the task is cancelled while it waits; then no slot is taken.
  func acquire() async throws {
    if takeAtOnce() { return }
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    let granted = await withTaskCancellationHandler {
      await withCheckedContinuation { enter(id, $0) }
    } onCancel: {
      leave(id)
    }
    if !granted { throw CancellationError() }
  }

  /// The short way where nobody waits.
  private func takeAtOnce() -> Bool {
    guard !Task.isCancelled else { return false }
    return state.withLock { state in
      guard state.free > 0 else { return false }
      state.free -= 1
      return true
    }
  }

  func release() {
    let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst().continuation }
      state.free += 1
      return nil
    }
    next?.resume(returning: true)
  }

  private func enter(_ id: Int, _ continuation: CheckedContinuation<Bool, Never>) {
    let granted = state.withLock { state -> Bool? in
      // A cancellation before this line is seen here, a later one finds the waiting entry.
      if Task.isCancelled { return false }
      if state.free > 0 {
        state.free -= 1
        return true
      }
      state.waiting.append((id, continuation))
      return nil
    }
    if let granted { continuation.resume(returning: granted) }
  }

  private func leave(_ id: Int) {
    let continuation = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard let index = state.waiting.firstIndex(where: { $0.id == id }) else { return nil }
      return state.waiting.remove(at: index).continuation
    }
    continuation?.resume(returning: false)
  }
}
