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
  let path: String

  func files() throws -> [String: String] {
    guard let enumerator = FileManager.default.enumerator(atPath: path) else {
      throw CommandFailure("cannot read the folder \(path), which --templates names")
    }
    var files: [String: String] = [:]
    for case let name as String in enumerator {
      guard !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { continue }
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
      guard !isFolder.boolValue else { continue }
      guard let data = FileManager.default.contents(atPath: "\(path)/\(name)"),
        let text = String(data: data, encoding: .utf8)
      else { throw CommandFailure("the template \(path)/\(name) is not UTF-8 text") }
      files[name] = text
    }
    guard !files.isEmpty else {
      throw CommandFailure("the folder \(path), which --templates names, is empty")
    }
    return files
  }
}
