import Foundation

/// Reads a file that somebody names, without waiting for anybody and without reading more than can be meant.
///
/// A named pipe is refused before it is read: opening one waits until somebody writes to it, and nobody may. A pipe that the
/// process was given open, as `<(...)` of a shell is, has its writer and is read to its end.
package enum BoundedInput {
  /// Which files are read.
  package enum Kind: Hashable, Sendable {
    /// Files on a disk, and what of the process's own descriptors or of the system's devices comes to an end.
    case anyThatEnds
    /// Files on a disk alone.
    case regular
  }

  /// The bytes of the file at `path`.
  package static func bytes(
    at path: String, limit: Int, kind: Kind = .anyThatEnds
  ) throws(BoundedInputError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw BoundedInputError(errno) }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw BoundedInputError(errno) }
    switch info.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .folder
    case S_IFIFO where kind == .anyThatEnds && isOwnDescriptor(path):
      guard fcntl(descriptor, F_SETFL, O_RDONLY) == 0 else { throw BoundedInputError(errno) }
    // The null device is an empty file to many; a terminal answers that it has nothing yet.
    case S_IFCHR where kind == .anyThatEnds: break
    default: throw .notRegular
    }
    return try bytes(from: descriptor, limit: limit)
  }

  /// The bytes of an open descriptor up to its end.
  package static func bytes(from descriptor: Int32, limit: Int) throws(BoundedInputError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw BoundedInputError(errno)
      }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
    }
  }

  private static func isOwnDescriptor(_ path: String) -> Bool {
    path == "/dev/stdin" || ["/dev/fd/", "/proc/self/fd/"].contains { path.hasPrefix($0) }
  }
}

/// Why a file could not be read.
package enum BoundedInputError: Error, Hashable, CustomStringConvertible {
  case missing
  case folder
  case notRegular
  case tooLarge(limit: Int)
  case unreadable(reason: String)

  /// What a value of `errno` says.
  init(_ code: Int32) {
    switch code {
    case ENOENT, ENOTDIR: self = .missing
    case EISDIR: self = .folder
    // A socket cannot be opened, and a device that would have to be waited for answers EAGAIN.
    case ENXIO, EAGAIN: self = .notRegular
    default: self = .unreadable(reason: String(cString: strerror(code)))
    }
  }

  package var description: String {
    switch self {
    case .missing: "there is no such file"
    case .folder: "it is a folder"
    case .notRegular: "it is a pipe or a device and no file"
    case .tooLarge(let limit) where limit < 1_000_000: "it has more than \(limit) bytes"
    case .tooLarge(let limit): "it has more than \(limit / 1_000_000) MB"
    case .unreadable(let reason): reason
    }
  }
}
