import EvidencePack
import OrganizationModel
import Testing

@Suite struct ZipArchiveTests {
  private let files = [
    PackFile(path: "b/two.txt", text: String(repeating: "two\n", count: 1000), role: .evidence),
    PackFile(path: "a.txt", text: "one\n", role: .report),
    PackFile(path: "empty", bytes: [], role: .evidence),
  ]
  private let time = Timestamp(milliseconds: 1_790_726_400_000)

  @Test func `what goes in comes out, sorted by path`() throws {
    let bytes = try ZipArchive.archive(files, folder: "pack", time: time)
    let read = try ZipArchive.contents(of: bytes)
    #expect(read.folder == "pack")
    #expect(read.files == Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.bytes) }))
    #expect(read.problems.isEmpty)
  }

  @Test func `the same files give the same bytes, whatever their order`() throws {
    let one = try ZipArchive.archive(files, folder: "pack", time: time)
    let two = try ZipArchive.archive(files.reversed(), folder: "pack", time: time)
    #expect(one == two)
    #expect(one != (try ZipArchive.archive(files, folder: "pack", time: time.adding(.seconds(86_400)))))
  }

  @Test(arguments: ["../evil", "/etc/passwd", "a/../../evil", "a//b", "a\\b", "-rf", "a\nb", ""])
  func `a path that could leave its folder is refused`(path: String) throws {
    #expect(!PackFile.isSafe(path: path))
    let bytes = try ZipArchive.archive(
      [PackFile(path: path, text: "x", role: .evidence)], folder: "pack", time: time)
    #expect(throws: PackError.self) { try ZipArchive.contents(of: bytes) }
  }

  @Test func `an archive that unpacks to more than the limit is refused`() throws {
    let zeros = PackFile(path: "zeros", bytes: [UInt8](repeating: 0, count: 3_000_000), role: .evidence)
    let bytes = try ZipArchive.archive([zeros, files[1]], folder: "pack", time: time)
    #expect(bytes.count < 10_000)
    #expect(throws: PackError.self) { try ZipArchive.contents(of: bytes, limit: 3_000_003) }
    #expect(try ZipArchive.contents(of: bytes, limit: 3_000_004).files.count == 2)
  }

  @Test func `bytes that are no archive are refused, cut off or changed ones too`() throws {
    let bytes = try ZipArchive.archive(files, folder: "pack", time: time)
    #expect(throws: PackError.self) { try ZipArchive.contents(of: Array("no archive".utf8)) }
    #expect(throws: PackError.self) { try ZipArchive.contents(of: []) }
    #expect(throws: PackError.self) { try ZipArchive.contents(of: Array(bytes.prefix(60))) }
  }
}
