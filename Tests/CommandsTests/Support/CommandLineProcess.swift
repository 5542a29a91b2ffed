import Foundation

/// A run that has been started, so that a test can send it a signal.
///
/// It is spawned without Foundation's `Process`, which leaves the files of its output open. Output goes to files and not
/// to pipes, which fill up when nobody reads them.
struct CommandLineProcess: Sendable {
  let identifier: pid_t
  private let folder: Scratch

  struct NotStarted: Error {
    var path: String
    var reason: String
  }

  /// - Parameters:
  ///   - environment: the whole environment.
  ///   - working: the working folder; else an empty one.
  init(
    _ arguments: [String], environment: [String: String] = [:], in working: URL? = nil,
    executable: URL = CommandLineRun.binary
  ) throws {
    folder = try Scratch()
    try FileManager.default.createDirectory(at: folder["working"], withIntermediateDirectories: true)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, folder.path("stdout"), O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, folder.path("stderr"), O_WRONLY | O_CREAT, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A child starts as from a shell, whatever the test runner ignores or blocks.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGINT, SIGTERM, SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    // env changes the folder and then becomes the program, with the same process id.
    let env = ["/usr/bin/env", "-C", working?.path ?? folder.path("working"), executable.path]
    let words = (env + arguments).map { strdup($0) }
    let variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    defer { (words + variables).forEach { free($0) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, env[0], &actions, &attributes, words + [nil], variables + [nil])
    guard code == 0 else {
      throw NotStarted(path: executable.path, reason: String(cString: strerror(code)))
    }
    identifier = child
  }

  /// The text on standard error so far.
  var errorsSoFar: String {
    String(decoding: (try? Data(contentsOf: folder["stderr"])) ?? Data(), as: UTF8.self)
  }

  /// Waits until standard error has what `pattern` matches, and gives that.
  @discardableResult
  func waitForError(matching pattern: Regex<Substring>) async throws -> String {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
      if let match = errorsSoFar.firstMatch(of: pattern) { return String(match.0) }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw NotReady(log: errorsSoFar)
  }

  struct NotReady: Error {
    var log: String
  }

  /// Waits for its end, once.
  func finished() async throws -> CommandLineRun {
    let child = identifier
    let status = await withCheckedContinuation { continuation in
      // A thread of its own: waiting blocks, and the tests' own threads are few.
      Thread.detachNewThread {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        continuation.resume(returning: status)
      }
    }
    let signal = status & 0x7f
    return CommandLineRun(
      status: (status >> 8) & 0xff, signal: signal == 0 ? nil : signal,
      output: try Data(contentsOf: folder["stdout"]), errors: errorsSoFar)
  }
}
