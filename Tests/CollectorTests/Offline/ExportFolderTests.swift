import Collector
import Foundation
import Testing

/// Whoever made an export must not choose which other files are read.
@Suite struct ExportFolderTests {
  private func error(_ folder: URL, _ path: String, limit: Int = 100) -> ExportSourceError? {
    #expect(throws: ExportSourceError.self) { try ExportFolder(folder, limit: limit).contents(of: path) }
  }

  @Test func `links to files and folders are not followed`() throws {
    let (folder, outside) = try (FolderOfTest(), FolderOfTest())
    try outside.write("secret", to: "secret.json")
    let manager = FileManager.default
    try manager.createSymbolicLink(
      at: folder.url.appendingPathComponent("list-roots.json"),
      withDestinationURL: outside.url.appendingPathComponent("secret.json"))
    try manager.createSymbolicLink(
      at: folder.url.appendingPathComponent("describe-policy"), withDestinationURL: outside.url)
    #expect(error(folder.url, "list-roots.json")?.description.contains("link") == true)
    #expect(error(folder.url, "describe-policy/secret.json")?.description.contains("link") == true)
    #expect(error(folder.url, "../\(outside.url.lastPathComponent)/secret.json") != nil)
  }

  @Test func `a folder, a pipe and a file above the limit are no answers`() throws {
    let folder = try FolderOfTest()
    try folder.write(String(repeating: "x", count: 101), to: "list-accounts.json")
    try folder.write("{}", to: "list-policies.json/inner.json")
    #expect(mkfifo(folder.url.appendingPathComponent("list-roots.json").path, 0o600) == 0)
    #expect(
      error(folder.url, "list-accounts.json") == .tooLarge(path: "list-accounts.json", bytes: 101, limit: 100)
    )
    #expect(try ExportFolder(folder.url, limit: 101).contents(of: "list-accounts.json")?.count == 101)
    #expect(error(folder.url, "list-policies.json")?.description.contains("folder") == true)
    #expect(error(folder.url, "list-roots.json")?.description.contains("no regular file") == true)
  }

  @Test func `the folder itself may be a link`() throws {
    let (folder, outside) = try (FolderOfTest(), FolderOfTest())
    try outside.write("answer", to: "list-roots.json")
    let link = folder.url.appendingPathComponent("link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: outside.url)
    #expect(try ExportFolder(link).contents(of: "list-roots.json") == Data("answer".utf8))
    #expect(try ExportFolder(link).contents(of: "missing.json") == nil)
    #expect(try ExportFolder(link).contents(of: "describe-policy/missing.json") == nil)
  }
}

/// A folder that is gone with the value.
private final class FolderOfTest {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("export-folder-\(UUID())")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to path: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}
