import Foundation

/// One run of another program, without a shell, with bounds on time and output.
///
/// Standard input and the terminal are this process's, so that the program may ask the user.
struct Subprocess: Sendable {
  static let maxOutputBytes = 64 * 1024
  /// More of standard error is read and thrown away.
  private static let maxErrorBytes = 4096

  enum Outcome: Sendable {
    /// `status` is 128 and the signal's number when a signal ended it.
    case ended(status: Int, output: Data, errors: Data)
    case notStarted(reason: String)
    case timedOut
    case tooMuchOutput
  }

  /// The program, looked for in PATH, and its arguments.
  let words: [String]
  let environment: [String: String]
  let timeout: Duration

  func run() async -> Outcome {
    await withCheckedContinuation { continuation in
      // A thread of its own: reading and waiting block.
      Thread.detachNewThread { continuation.resume(returning: runBlocking()) }
    }
  }

  private func runBlocking() -> Outcome {
    guard let output = Channel(), let errors = Channel() else {
      return .notStarted(reason: String(cString: strerror(errno)))
    }
    defer {
      output.close()
      errors.close()
    }
    switch spawn(output, errors) {
    case .failure(let error): return .notStarted(reason: error.reason)
    case .success(let child):
      output.closeWriting()
      errors.closeWriting()
      return collect(child, output, errors)
    }
  }

  private struct NotStarted: Error {
    var reason: String
  }

  private func spawn(_ output: Channel, _ errors: Channel) -> Result<pid_t, NotStarted> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors.writing, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The child starts as from a shell, whatever this process ignores.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let arguments = words.map { strdup($0) }
    let variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    defer { (arguments + variables).forEach { free($0) } }
    var child: pid_t = 0
    let code = posix_spawnp(&child, words[0], &actions, &attributes, arguments + [nil], variables + [nil])
    return code == 0 ? .success(child) : .failure(NotStarted(reason: String(cString: strerror(code))))
  }

  /// Reads both channels to their ends, or to a bound, at which the child is killed.
  private func collect(_ child: pid_t, _ output: Channel, _ errors: Channel) -> Outcome {
    let deadline = ContinuousClock.now + timeout
    var (text, errorText) = (Data(), Data())
    var isOpen = (output: true, errors: true)
    while isOpen.output || isOpen.errors {
      let left = (deadline - ContinuousClock.now).seconds
      guard left > 0 else { return killed(child, .timedOut) }
      var polled = [
        pollfd(fd: isOpen.output ? output.reading : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isOpen.errors ? errors.reading : -1, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&polled, nfds_t(polled.count), Int32(min(left * 1000, 1000).rounded(.up))) > 0 else {
        continue
      }
      if polled[0].revents != 0 { isOpen.output = output.read(into: &text) }
      if polled[1].revents != 0 { isOpen.errors = errors.read(into: &errorText) }
      guard text.count <= Self.maxOutputBytes else { return killed(child, .tooMuchOutput) }
      errorText = Data(errorText.prefix(Self.maxErrorBytes))
    }
    guard let status = wait(for: child, until: deadline) else { return killed(child, .timedOut) }
    return .ended(status: status, output: text, errors: errorText)
  }

  private func killed(_ child: pid_t, _ outcome: Outcome) -> Outcome {
    kill(child, SIGKILL)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return outcome
  }

  /// Nil when the child, which has closed its output, goes on past the deadline.
  private func wait(for child: pid_t, until deadline: ContinuousClock.Instant) -> Int? {
    var status: Int32 = 0
    while true {
      let result = waitpid(child, &status, WNOHANG)
      if result == child {
        let signal = Int(status & 0x7f)
        return signal == 0 ? Int((status >> 8) & 0xff) : 128 + signal
      }
      if result < 0, errno != EINTR { return 127 }
      guard ContinuousClock.now < deadline else { return nil }
      usleep(2000)
    }
  }
}

/// A pipe from a child process.
private final class Channel {
  let reading: Int32
  let writing: Int32
  private var isWritingOpen = true

  /// Nil when the system gives no pipe; `errno` says why.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  func closeWriting() {
    if isWritingOpen { Foundation.close(writing) }
    isWritingOpen = false
  }

  func close() {
    closeWriting()
    Foundation.close(reading)
  }

  /// Adds what is there; false at the end.
  func read(into data: inout Data) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 16_384)
    let count = Foundation.read(reading, &chunk, chunk.count)
    if count > 0 { data += chunk[..<count] }
    return count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN))
  }
}
