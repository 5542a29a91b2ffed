import OrganizationModel
import Testing

@testable import EvidencePack

/// What is done to the bytes of an archive outside of its files.
@Suite struct ZipLayoutTests {
  private let files = [
    PackFile(path: "a.txt", text: String(repeating: "one of many\n", count: 20), role: .report),
    PackFile(path: "b/two.txt", text: "two\n", role: .evidence),
    PackFile(path: "empty", bytes: [], role: .evidence),
  ]

  private func archive() throws -> [UInt8] {
    try ZipArchive.archive(files, folder: "pack", time: Timestamp(milliseconds: 1_790_726_400_000))
  }

  /// Whether reading `bytes` fails or names a problem.
  private func isNoticed(_ bytes: [UInt8]) -> Bool {
    guard let read = try? ZipArchive.contents(of: bytes) else { return true }
    return !read.problems.isEmpty
  }

  private func places(of signature: [UInt8], in bytes: [UInt8]) -> [Int] {
    bytes.indices.filter { bytes[$0...].starts(with: signature) }
  }

  /// The least significant byte first.
  private func number(_ value: Int, _ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(value >> (8 * $0) & 0xFF) }
  }

  @Test func `an archive that was cut off anywhere is none`() throws {
    let bytes = try archive()
    for count in bytes.indices {
      #expect(throws: PackError.self, "\(count) bytes") {
        try ZipArchive.contents(of: Array(bytes.prefix(count)))
      }
    }
  }

  @Test func `bytes in front, between and behind are noticed everywhere`() throws {
    let bytes = try archive()
    for place in 0...bytes.count {
      for strange in [[0], Array("PK".utf8), [UInt8](repeating: 0x41, count: 100)] {
        #expect(isNoticed(Array(bytes[..<place]) + strange + bytes[place...]), "\(strange.count) at \(place)")
      }
    }
    let behind = try ZipArchive.contents(of: bytes + [1, 2, 3])
    #expect(behind.problems == ["3 bytes lie behind the end of the archive, in no file of the archive"])
  }

  @Test func `bytes that are taken away are noticed everywhere`() throws {
    let bytes = try archive()
    for place in bytes.indices {
      #expect(isNoticed(Array(bytes[..<place] + bytes[(place + 1)...])), "byte \(place)")
    }
  }

  /// All but what zip says once and what means nothing to a pack; the archive made again shows that too.
  @Test func `every changed bit is noticed, but for attributes and spellings of the same data`() throws {
    let bytes = try archive()
    let whole = try ZipArchive.contents(of: bytes)
    let entries = places(of: [0x50, 0x4B, 1, 2], in: bytes)
    #expect(entries.count == files.count)
    // Of an entry: version and system that wrote it, attributes.
    var once: Set<Int> = []
    for entry in entries {
      for offset in [4, 5, 36, 37, 38, 39, 40, 41] { once.insert(entry + offset) }
    }
    // Data lies between a header, which has 30 bytes, name and extra part, and the record behind it.
    var data: Set<Int> = []
    let ends = places(of: [0x50, 0x4B, 7, 8], in: bytes)
    for (header, end) in zip(places(of: [0x50, 0x4B, 3, 4], in: bytes), ends) {
      let start: Int = header + 30 + Int(bytes[header + 26]) + Int(bytes[header + 28])
      data.formUnion(start..<end)
    }
    var unnoticed: Set<Int> = []
    for place in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << UInt8(bit)
        guard !isNoticed(changed) else { continue }
        unnoticed.insert(place)
        #expect(try ZipArchive.contents(of: changed).files == whole.files, "byte \(place), bit \(bit)")
      }
    }
    #expect(unnoticed.subtracting(once).subtracting(data).isEmpty, "\(unnoticed.subtracting(once).sorted())")
    // Of the data, the unused bits of a file's last byte and little more.
    #expect(unnoticed.intersection(data).count <= 2 * files.count, "\(unnoticed.intersection(data).sorted())")
  }

  @Test func `a file that the list leaves out is noticed`() throws {
    var bytes = try archive()
    let entries = places(of: [0x50, 0x4B, 1, 2], in: bytes)
    let end = try #require(places(of: [0x50, 0x4B, 5, 6], in: bytes).first)
    let length = entries[1] - entries[0]
    // Two files in place of three, and a list that is shorter by the first and begins later.
    bytes[end + 8] -= 1
    bytes[end + 10] -= 1
    bytes[end + 12] -= UInt8(length)
    bytes.removeSubrange(entries[0]..<entries[1])
    let read = try ZipArchive.contents(of: bytes)
    #expect(read.files.keys.sorted() == ["b/two.txt", "empty"])
    let hidden = places(of: [0x50, 0x4B, 3, 4], in: bytes)[1]
    #expect(
      read.problems == ["\(hidden) bytes lie in front of \"pack/b/two.txt\", in no file of the archive"])
  }

  /// The field for numbers of 8 bytes, the times of NTFS and of Unix, and one that nobody knows.
  @Test(arguments: [0x0001, 0x000A, 0x5455, 0x9999])
  func `a field that only a file's own header has is noticed`(id: Int) throws {
    var bytes = try archive()
    let hidden = Array("not in any list!".utf8)
    let field = number(id, 2) + number(hidden.count, 2) + hidden
    // Behind the last file lies the list alone.
    let header = places(of: [0x50, 0x4B, 3, 4], in: bytes)[2]
    let extra = header + 30 + Int(bytes[header + 26])
    let extraLength = Int(bytes[header + 28])
    bytes.insert(contentsOf: field, at: extra + extraLength)
    bytes.replaceSubrange(header + 28..<header + 30, with: number(extraLength + field.count, 2))
    let start = try #require(places(of: [0x50, 0x4B, 1, 2], in: bytes).first)
    let end = try #require(places(of: [0x50, 0x4B, 5, 6], in: bytes).first)
    bytes.replaceSubrange(end + 16..<end + 20, with: number(start, 4))
    #expect(
      try ZipLayout(bytes).problems == [
        "\"pack/empty\" has a header of its own that differs from the archive's list"
      ])
  }

  @Test func `more files than fit the small end record are read and checked`() throws {
    let many = (0..<65_600).map { PackFile(path: "f\($0)", bytes: [UInt8($0 & 0xFF)], role: .evidence) }
    let bytes = try ZipArchive.archive(
      many, folder: "pack", time: Timestamp(milliseconds: 1_790_726_400_000))
    let read = try ZipArchive.contents(of: bytes)
    #expect(read.files.count == many.count)
    #expect(read.problems.isEmpty)
  }

  @Test func `every changed bit of the end record for many files is noticed`() throws {
    let small = try archive()
    let end = try #require(places(of: [0x50, 0x4B, 5, 6], in: small).first)
    let start = try #require(places(of: [0x50, 0x4B, 1, 2], in: small).first)
    let record =
      [0x50, 0x4B, 6, 6] + number(44, 8) + number(0x32D, 2) + number(45, 2) + number(0, 8) + number(3, 8)
      + number(3, 8) + number(end - start, 8) + number(start, 8)
    let locator = [0x50, 0x4B, 6, 7] + number(0, 4) + number(end, 8) + number(1, 4)
    let bytes = Array(small[..<end]) + record + locator + small[end...]
    #expect(try ZipLayout(bytes).problems.isEmpty)
    // But for the version and system that wrote it, the two bytes at 12.
    for place in end..<bytes.count where ![12, 13].contains(place - end) {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << UInt8(bit)
        #expect((try? ZipLayout(changed).problems)?.isEmpty != true, "byte \(place - end), bit \(bit)")
      }
    }
  }
}
