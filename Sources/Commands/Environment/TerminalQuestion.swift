import Foundation

/// Asks the user something on the terminal, whatever standard output is.
enum TerminalQuestion {
  /// The code of an MFA device; nil when the input ended.
  static func mfaCode(device: String) async -> String? {
    await withCheckedContinuation { continuation in
      // A thread of its own: the user takes time.
      Thread.detachNewThread {
        continuation.resume(returning: ask("MFA code of \(TerminalText.safe(device)): "))
      }
    }
  }

  private static func ask(_ question: String) -> String? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    _ = question.withCString { write(terminal, $0, strlen($0)) }
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < 100 {
      let count = read(terminal, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
      if byte == UInt8(ascii: "\n") { break }
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self)
  }
}
