import Foundation

/// A folder that results are written to, found to be writable before any work is done.
struct OutputFolder {
  let path: String

  init(path: String) throws {
    self.path = path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(
        "cannot make the folder \(path): \(Self.reason(of: error)); name another with --output")
    }
    guard access(path, W_OK | X_OK) == 0 else {
      throw CommandFailure("the folder \(path) cannot be written to; name another with --output")
    }
  }

  /// Writes a file whole or not at all, and gives its path.
  func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  /// Writes a file whole or not at all, and gives its path.
  func write(_ data: Data, to name: String) throws -> String {
    let file = "\(path)/\(name)"
    do {
      try FileManager.default.createDirectory(
        atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try data.write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw CommandFailure("cannot write \(file): \(Self.reason(of: error))")
    }
    return file
  }

  /// Foundation's own words for a failure, without the path that the message names already.
  private static func reason(of error: any Error) -> String {
    let code = (error as? CocoaError)?.code
    switch code {
    case .fileWriteOutOfSpace: return "the disk is full"
    case .fileWriteNoPermission, .fileReadNoPermission: return "permission denied"
    case .fileWriteFileExists: return "a file of that name is in the way"
    default: return String(cString: strerror(errno))
    }
  }
}

/// Templates of one's own, by their path in the folder.
struct TemplateFolder {
  /// Far beyond what templates need, so that a folder given by mistake is not read whole.
  static let maxBytes = 5_000_000
  static let maxFiles = 500

  let path: String

  /// - Throws: when there is none, one is no text, or there are more than templates need.
  func files() throws -> [String: String] {
    guard let enumerator = FileManager.default.enumerator(atPath: path) else {
      throw CommandFailure("cannot read the folder \(path), which --templates names")
    }
    var files: [String: String] = [:]
    var (entries, bytesLeft) = (0, Self.maxBytes)
    for case let name as String in enumerator {
      entries += 1
      guard entries <= Self.maxFiles else {
        throw CommandFailure(
          "the folder \(path), which --templates names, holds more than \(Self.maxFiles) files; "
            + "name one with templates alone")
      }
      if name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
        enumerator.skipDescendants()
        continue
      }
      do throws(BoundedFileError) {
        let text = try BoundedFile.text(at: "\(path)/\(name)", limit: bytesLeft, isRegular: true)
        bytesLeft -= text.utf8.count
        files[name] = text
      } catch {
        switch error {
        case .folder: continue
        case .tooLarge:
          throw CommandFailure(
            "the templates in \(path), which --templates names, have more than \(Self.maxBytes / 1_000_000) MB "
              + "together; name a folder with templates alone")
        case .missing, .notRegular, .notUTF8, .unreadable:
          throw CommandFailure("cannot read the template \(path)/\(name): \(error)")
        }
      }
    }
    guard !files.isEmpty else {
      throw CommandFailure("the folder \(path), which --templates names, is empty")
    }
    return files
  }
}
