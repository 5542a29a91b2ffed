import CCurl
import Foundation
import Synchronization

/// The thread that drives libcurl's multi interface.
///
/// Other threads only put jobs and cancellations into the inbox and wake the thread; the handles of libcurl
/// belong to the thread alone (https://curl.se/libcurl/c/threadsafe.html).
final class CurlLoop: Sendable {
  /// A request whose continuation is resumed exactly once.
  struct Job: Sendable {
    let id: UUID
    let request: HTTPRequest
    let continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>
  }

  private struct Inbox {
    var added: [Job] = []
    var cancelled: [UUID] = []
    var isStarted = false
    var isStopped = false
    /// Nil before the thread has its multi handle and after it has freed it.
    var wakeHandle: WakeHandle?
  }

  // Unchecked because a pointer is not Sendable: it is read and cleared only under the lock of `inbox`, and
  // curl_multi_wakeup is the one function of libcurl that any thread may call.
  private struct WakeHandle: @unchecked Sendable {
    let multi: UnsafeMutableRawPointer
  }

  private let options: CurlTransport.Options
  private let inbox = Mutex(Inbox())

  init(options: CurlTransport.Options) {
    self.options = options
  }

  private func start() {
    let thread = Thread { [self] in run() }
    thread.name = "optout-audit HTTP"
    thread.start()
  }

  /// Ends the thread. All requests have had their answers by then, since each keeps the transport alive.
  func stop() {
    inbox.withLock { inbox in
      inbox.isStopped = true
      wake(inbox)
    }
  }

  func add(_ job: Job) {
    // Cancelled before this line: seen here. Cancelled later: `cancel` puts the id behind the job.
    let (refused, isFirst) = inbox.withLock { inbox in
      if Task.isCancelled || inbox.isStopped { return (true, false) }
      inbox.added.append(job)
      wake(inbox)
      defer { inbox.isStarted = true }
      return (false, !inbox.isStarted)
    }
    // A run that fails before its first request has no thread that could be at work while it exits.
    if isFirst { start() }
    if refused { job.continuation.resume(returning: .failure(.cancelled)) }
  }

  func cancel(_ id: UUID) {
    inbox.withLock { inbox in
      inbox.cancelled.append(id)
      wake(inbox)
    }
  }

  private func wake(_ inbox: borrowing Inbox) {
    if let handle = inbox.wakeHandle { curl_multi_wakeup(handle.multi) }
  }

  private static let isInitialized: Bool = ccurl_global_init() == CURLE_OK

  private func run() {
    guard Self.isInitialized, let multi = curl_multi_init() else { return refuseEverything() }
    // Idle connections stay open for the next requests, as many as can have been in use.
    _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, options.maxInFlight)
    let handle = WakeHandle(multi: multi)
    inbox.withLock { $0.wakeHandle = handle }
    var pool = CurlPool(multi: multi, options: options)
    while takeInbox(into: &pool) {
      pool.advance()
      if !pool.hasNewWork { curl_multi_poll(multi, nil, 0, 1000, nil) }
    }
    inbox.withLock { $0.wakeHandle = nil }
    pool.cancelAll()
    curl_multi_cleanup(multi)
  }

  /// False once the transport is gone.
  private func takeInbox(into pool: inout CurlPool) -> Bool {
    let (added, cancelled, isStopped) = inbox.withLock { inbox in
      defer { (inbox.added, inbox.cancelled) = ([], []) }
      return (inbox.added, inbox.cancelled, inbox.isStopped)
    }
    for job in added { pool.add(job) }
    for id in cancelled { pool.cancel(id) }
    return !isStopped
  }

  private func refuseEverything() {
    let jobs = inbox.withLock { inbox in
      inbox.isStopped = true
      return inbox.added
    }
    let failure = HTTPError.other(code: Int(CURLE_FAILED_INIT.rawValue), text: "libcurl could not be started")
    for job in jobs { job.continuation.resume(returning: .failure(failure)) }
  }
}
