import Foundation

/// Reads a whole text file.
package struct FileReading: Sendable {
  /// No file that signing in reads is anywhere near this size.
  static let maxBytes = 4 * 1024 * 1024

  /// The text of the file at a path; nil when there is no such file.
  package var text: @Sendable (String) throws -> String?

  package init(text: @escaping @Sendable (String) throws -> String?) {
    self.text = text
  }

  /// The file system of this machine.
  package static let disk = FileReading { path in
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk[..<count]
      guard bytes.count <= maxBytes else { throw POSIXError(.EFBIG) }
    }
  }
}
