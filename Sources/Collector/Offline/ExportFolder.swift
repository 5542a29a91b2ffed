package import Foundation

/// A folder on disk.
///
/// Files are opened component by component below the folder, and links are not followed: whoever made the export must
/// not choose which other files of this machine are read into the store and its reports.
package struct ExportFolder: ExportSource {
  package static let maxBytes = 256 << 20

  private let folder: URL
  private let limit: Int

  /// - Parameter limit: the bytes that one answer may have.
  package init(_ folder: URL, limit: Int = maxBytes) {
    self.folder = folder
    self.limit = limit
  }

  package func contents(of path: String) throws(ExportSourceError) -> Data? {
    guard !path.split(separator: "/").contains("..") else {
      throw .unreadable(path: path, reason: "it leads out of the export")
    }
    var descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    for component in path.split(separator: "/") where descriptor >= 0 {
      // Without O_NONBLOCK the opening of a pipe would wait for somebody to write to it.
      let next = openat(descriptor, String(component), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      let code = errno
      close(descriptor)
      errno = code
      descriptor = next
    }
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR: return nil
      case ELOOP: throw .unreadable(path: path, reason: "it is a link, and links are not followed")
      case let code: throw .unreadable(path: path, reason: String(cString: strerror(code)))
      }
    }
    defer { close(descriptor) }
    return try contents(of: descriptor, path)
  }

  private func contents(of descriptor: Int32, _ path: String) throws(ExportSourceError) -> Data {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .unreadable(path: path, reason: "it is a folder")
    default: throw .unreadable(path: path, reason: "it is no regular file")
    }
    guard status.st_size <= limit else {
      throw .tooLarge(path: path, bytes: Int(status.st_size), limit: limit)
    }
    var data = Data(count: Int(status.st_size))
    var filled = 0
    while filled < data.count {
      let count = data.withUnsafeMutableBytes { buffer in
        read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
      if count == 0 { break }
      filled += count
    }
    return data.prefix(filled)
  }
}
