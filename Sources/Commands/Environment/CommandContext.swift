import Foundation
import OrganizationModel

/// The world as commands see it: the clock, the environment and the terminal enter here and nowhere else.
struct CommandContext: Sendable {
  var environment: [String: String]
  var now: @Sendable () -> Timestamp
  /// Columns of the terminal, 80 where there is none.
  var columns: Int
  var usesColour: Bool
  /// Whether standard error is a terminal, so that progress may be shown.
  var showsProgress: Bool
  /// Whether standard input and standard error are a terminal, so that somebody can be asked.
  var asksOnTerminal: Bool

  static func system() -> CommandContext {
    let environment = ProcessInfo.processInfo.environment
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let noColour = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    var size = winsize()
    var columns = 80
    if isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 {
      columns = min(Int(size.ws_col), 120)
    }
    return CommandContext(
      environment: environment, now: { Timestamp(Date()) }, columns: columns,
      usesColour: isTerminal && !noColour && environment["TERM"] != "dumb",
      showsProgress: isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb",
      asksOnTerminal: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1)
  }

  var today: Timestamp { Timestamp(now().day) ?? now() }

  /// Prints a result.
  ///
  /// - Throws: `CommandFailure` when standard output cannot take it. A reader that went away wants no more, which is no
  ///   failure.
  func print(_ text: String) throws {
    let code = Self.write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO)
    guard code != 0, code != EPIPE else { return }
    throw CommandFailure("cannot write the result to standard output: \(String(cString: strerror(code)))")
  }

  /// Prints a message beside the result.
  func note(_ text: String) {
    Self.write(text + "\n", to: STDERR_FILENO)
  }

  /// Rewrites the line of progress; an empty text clears it.
  func progress(_ text: String) {
    guard showsProgress else { return }
    Self.write("\r\u{1B}[2K" + TerminalText.truncated(text, to: columns - 1), to: STDERR_FILENO)
  }

  /// Writes all of `text`, and gives the error that kept it from that, else 0.
  @discardableResult
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return errno
      }
      bytes = bytes.dropFirst(written)
    }
    return 0
  }

  func styled(_ text: String, _ style: TextStyle) -> String {
    usesColour ? "\u{1B}[\(style.code)m\(text)\u{1B}[0m" : text
  }
}

/// Emphasis on a terminal. Words carry the meaning; a style only helps the eye.
enum TextStyle {
  case bold
  case dim
  case good
  case bad
  case doubtful

  var code: String {
    switch self {
    case .bold: "1"
    case .dim: "2"
    case .good: "1;32"
    case .bad: "1;31"
    case .doubtful: "1;33"
    }
  }
}
