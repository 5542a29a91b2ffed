import Foundation

/// Reads a file that the user names, and no more of it than can be meant.
enum BoundedFile {
  /// The bytes of the file at `path`.
  ///
  /// - Parameter isRegular: whether it has to be a file on a disk. Else it may be a pipe, as `<(...)` of a shell is, and is
  ///   waited for.
  static func bytes(
    at path: String, limit: Int, isRegular: Bool = false
  ) throws(BoundedFileError) -> [UInt8] {
    // Opening a pipe that nobody writes to would wait for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | (isRegular ? O_NONBLOCK : 0))
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    if isRegular {
      var info = stat()
      guard fstat(descriptor, &info) == 0 else { throw failure() }
      switch info.st_mode & S_IFMT {
      case S_IFREG: break
      case S_IFDIR: throw .folder
      default: throw .notRegular
      }
    }
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
      guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
    }
  }

  /// The UTF-8 text of the file at `path`.
  static func text(at path: String, limit: Int) throws(BoundedFileError) -> String {
    guard let text = String(bytes: try bytes(at: path, limit: limit), encoding: .utf8) else { throw .notUTF8 }
    return text
  }

  /// What `errno` says.
  private static func failure() -> BoundedFileError {
    switch errno {
    case ENOENT, ENOTDIR: .missing
    case EISDIR: .folder
    case let code: .unreadable(reason: String(cString: strerror(code)))
    }
  }
}

/// Why a file could not be read.
enum BoundedFileError: Error, Hashable, CustomStringConvertible {
  case missing
  case folder
  case notRegular
  case tooLarge(limit: Int)
  case notUTF8
  case unreadable(reason: String)

  var description: String {
    switch self {
    case .missing: "there is no such file"
    case .folder: "it is a folder"
    case .notRegular: "it is a pipe or a device and no file"
    case .tooLarge(let limit): "it has more than \(limit / 1_000_000) MB"
    case .notUTF8: "it is not UTF-8 text"
    case .unreadable(let reason): reason
    }
  }
}
