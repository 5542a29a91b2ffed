import Foundation

/// A folder of a test's own, which goes away with the value, and with the process at the latest.
final class Scratch: Sendable {
  let url: URL

  init() throws {
    url = Self.parent.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// One folder for the whole process, because fixtures that tests share live until its end.
  private static let parent: URL = {
    atexit { try? FileManager.default.removeItem(at: Scratch.parentURL) }
    return parentURL
  }()

  private static let parentURL = FileManager.default.temporaryDirectory
    .appendingPathComponent("optout-audit-tests-\(ProcessInfo.processInfo.processIdentifier)")

  subscript(name: String) -> URL { url.appendingPathComponent(name) }

  /// The path of `name` in the folder.
  func path(_ name: String) -> String { self[name].path }

  func write(_ text: String, to name: String) throws {
    let file = self[name]
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}

/// The files below `folder` by their path from there.
func files(below folder: URL) throws -> [String: Data] {
  var files: [String: Data] = [:]
  for path in FileManager.default.enumerator(atPath: folder.path)?.compactMap({ $0 as? String }) ?? [] {
    var isFolder: ObjCBool = false
    let file = folder.appendingPathComponent(path)
    guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue
    else { continue }
    files[path] = try Data(contentsOf: file)
  }
  return files
}
