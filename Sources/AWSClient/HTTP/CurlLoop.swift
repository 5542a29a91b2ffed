import CCurl
import Foundation
import Parallelism
import Synchronization

/// The thread that drives libcurl's multi interface.
///
/// Other threads only put jobs and cancellations into the inbox and wake the thread when it sleeps; the handles of libcurl
/// belong to the thread alone (https://curl.se/libcurl/c/threadsafe.html). libcurl says which sockets it waits for, and is
/// told of those alone on which something happened, so that a request costs the same however many are under way
/// (https://curl.se/libcurl/c/curl_multi_socket_action.html).
///
/// It is a task executor besides: where tasks that send requests run on this thread too, no answer and no request has to
/// wake another thread, which costs as much as the rest of a small request.
final class CurlLoop: TaskExecutor {
  /// A request whose continuation is resumed exactly once.
  struct Job: Sendable {
    let id: UInt64
    let request: HTTPRequest
    let continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>
  }

  private struct Inbox {
    var added: [Job] = []
    var cancelled: [UInt64] = []
    /// Parts of tasks that are to run on the thread.
    var parts: [UnownedJob] = []
    var isStarted = false
    var isStopped = false
    /// Set while the thread sleeps and nobody has woken it yet.
    var sleeper: WakeUpPipe?

    /// Whether the thread has to be started.
    mutating func begin() -> Bool {
      defer { isStarted = true }
      return !isStarted
    }

    /// Wakes the thread once, when it sleeps.
    mutating func wake() {
      sleeper?.write()
      sleeper = nil
    }
  }

  private let options: CurlTransport.Options
  private let inbox = Locked(Inbox())
  private let ids = Atomic<UInt64>(0)

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
      inbox.wake()
    }
  }

  /// An id for a job, by which it can be cancelled.
  func newID() -> UInt64 { ids.add(1, ordering: .relaxed).newValue }

  func add(_ job: Job) {
    // Cancelled before this line: seen here. Cancelled later: `cancel` puts the id behind the job.
    let (refused, isFirst) = inbox.withLock { inbox in
      if Task.isCancelled || inbox.isStopped { return (true, false) }
      inbox.added.append(job)
      inbox.wake()
      return (false, inbox.begin())
    }
    // A run that fails before its first request has no thread that could be at work while it exits.
    if isFirst { start() }
    if refused { job.continuation.resume(returning: .failure(.cancelled)) }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let part = UnownedJob(job)
    let (refused, isFirst) = inbox.withLock { inbox in
      if inbox.isStopped { return (true, false) }
      inbox.parts.append(part)
      inbox.wake()
      return (false, inbox.begin())
    }
    if isFirst { start() }
    if refused { globalConcurrentExecutor.enqueue(ExecutorJob(part)) }
  }

  func cancel(_ id: UInt64) {
    inbox.withLock { inbox in
      inbox.cancelled.append(id)
      inbox.wake()
    }
  }

  private static let isInitialized: Bool = ccurl_global_init() == CURLE_OK

  private func run() {
    guard Self.isInitialized, let pipe = WakeUpPipe(), let multi = curl_multi_init() else {
      return refuseEverything()
    }
    // Idle connections stay open for the next requests, as many as can have been in use.
    _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, options.maxInFlight)
    let sockets = CurlSockets(multi: multi, wakeUp: pipe.reader)
    var pool = CurlPool(multi: multi, options: options)
    while takeInbox(into: &pool) {
      pool.startWaiting()
      sockets.actWhenDue()
      pool.finishDone()
      sockets.wait(isAsleep: !pool.hasNewWork && fallAsleep(pipe))
      inbox.withLock { $0.sleeper = nil }
      sockets.actOnEvents()
      pool.finishDone()
      runParts()
    }
    // libcurl calls the sockets' functions until its handle is gone, and does not keep the object alive.
    withExtendedLifetime(sockets) {
      pool.cancelAll()
      passOnParts()
      _ = curl_multi_cleanup(multi)
    }
    pipe.close()
  }

  /// Runs what tasks have to do on this thread, and what comes of it, until there is nothing more.
  private func runParts() {
    while true {
      let parts = takeParts()
      guard !parts.isEmpty else { return }
      for part in parts { part.runSynchronously(on: asUnownedTaskExecutor()) }
    }
  }

  /// Leaves what cannot run on this thread any more to others.
  private func passOnParts() {
    for part in takeParts() { globalConcurrentExecutor.enqueue(ExecutorJob(part)) }
  }

  private func takeParts() -> [UnownedJob] {
    inbox.withLock { inbox in
      defer { inbox.parts = [] }
      return inbox.parts
    }
  }

  /// False when something has come in meanwhile; else whoever puts something in wakes the thread.
  private func fallAsleep(_ pipe: WakeUpPipe) -> Bool {
    inbox.withLock { inbox in
      guard inbox.added.isEmpty, inbox.cancelled.isEmpty, inbox.parts.isEmpty, !inbox.isStopped else {
        return false
      }
      inbox.sleeper = pipe
      return true
    }
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
    passOnParts()
  }
}

/// A pipe whose only purpose is to end a wait for sockets.
struct WakeUpPipe: Sendable {
  let reader: Int32
  private let writer: Int32

  /// Nil when the process has no descriptors left.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (reader, writer) = (ends[0], ends[1])
  }

  func write() {
    var byte: UInt8 = 1
    // A full pipe wakes as well.
    _ = Foundation.write(writer, &byte, 1)
  }

  func close() {
    _ = Foundation.close(reader)
    _ = Foundation.close(writer)
  }
}
