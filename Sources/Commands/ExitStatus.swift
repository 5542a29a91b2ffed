/// What a run tells the shell.
enum ExitStatus: Int32 {
  /// Done, and nothing found wrong.
  case clean = 0
  /// Done, and something is wrong.
  case findings = 1
  /// Could not do the job.
  case failure = 2
  /// Wrong usage (ArgumentParser's EX_USAGE).
  case usage = 64
}
