import Foundation

/// Reads the bytes of a file to lint, and no more than a policy or a template can need.
package enum InputFile {
  package static let maxBytes = 10_000_000

  /// The bytes of the file at `path`; standard input when that is `-`.
  package static func bytes(at path: String) throws(PolicyFileError) -> [UInt8] {
    if path == "-" { return try bytes(from: STDIN_FILENO) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    return try bytes(from: descriptor)
  }

  private static func bytes(from descriptor: Int32) throws(PolicyFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw failure()
      }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= maxBytes else { throw .tooLarge(limit: maxBytes) }
    }
  }

  /// What `errno` says.
  private static func failure() -> PolicyFileError {
    switch errno {
    case ENOENT, ENOTDIR: .missing
    case EISDIR: .directory
    case let code: .unreadable(reason: String(cString: strerror(code)))
    }
  }
}
