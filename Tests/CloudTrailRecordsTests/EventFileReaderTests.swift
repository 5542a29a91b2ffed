import CZlib
import Foundation
import OrganizationModel
import Testing

@testable import CloudTrailRecords

@Suite struct EventFileReaderTests {
  static let owner = RecordOwner(
    organization: OrganizationID(unchecked: "o-exampleorg1"),
    accounts: [AccountID(unchecked: "111111111111")])

  static func record(
    _ number: Int, source: String = "organizations.amazonaws.com", name: String = "AttachPolicy",
    account: String = "111111111111"
  ) -> String {
    """
    {"eventSource":"\(source)","eventName":"\(name)","eventTime":"2026-03-01T10:00:00Z","eventID":"e-\(number)",\
    "recipientAccountId":"\(account)","requestParameters":{"policyId":"p-1 \\"}]\\\\","targetId":"r-ab12"}}
    """
  }

  static func file(_ records: [String]) -> String { "{\"Records\":[\(records.joined(separator: ","))]}" }

  /// As gzip makes it.
  static func gzipped(_ text: String) -> [UInt8] {
    var stream = z_stream()
    var input = Array(text.utf8)
    var output = [UInt8](repeating: 0, count: input.count + 1024)
    deflateInit2_(
      &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    let count = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        deflate(&stream, Z_FINISH)
        return output.count - Int(stream.avail_out)
      }
    }
    deflateEnd(&stream)
    return Array(output.prefix(count))
  }

  static func read(
    _ bytes: [UInt8], pieces: Int = 1 << 16, limit: Int = EventFileReader.maxBytes
  ) throws(EventFileProblem) -> EventFileContents {
    var reader = EventFileReader(of: owner, limit: limit)
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + pieces)
      try reader.read(Array(bytes[start..<end]))
      start = end
    }
    try reader.finish()
    return reader.contents
  }

  static let mixed = file([
    record(1), record(2, source: "iam.amazonaws.com", name: "AttachRolePolicy"),
    record(3, name: "ListRoots"), record(4, account: "999999999999"), "17", "[[]]", record(5),
  ])

  @Test(arguments: [1, 2, 3, 7, 64, 1 << 16], [true, false])
  func `records are counted by what they are, in whatever pieces they come`(pieces: Int, packed: Bool) throws
  {
    let bytes = packed ? Self.gzipped(Self.mixed) : Array(Self.mixed.utf8)
    let contents = try Self.read(bytes, pieces: pieces)
    #expect(contents.records == 7)
    #expect(contents.events.map(\.id) == ["e-1", "e-5"])
    #expect(contents.events[0].details["policyId"] == #"p-1 "}]\"#)
    #expect(contents.otherServices == 1)
    #expect(contents.otherCalls == 1)
    #expect(contents.refusedCount == 3)
    #expect(contents.refused.keys.contains { $0.contains("999999999999") })
  }

  @Test func `an answer of lookup-events is read, as the CLI lays it out`() throws {
    let inner = Self.record(1).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let text = """
      {
          "Events": [
              {
                  "EventId": "e-1", "EventName": "AttachPolicy", "EventSource": "organizations.amazonaws.com",
                  "Resources": [],
                  "CloudTrailEvent": "\(inner)"
              }
          ]
      }
      """
    let contents = try Self.read(Array("\u{FEFF}\(text)\n".utf8))
    #expect(contents.events.map(\.id) == ["e-1"])
  }

  @Test func `joined files are read to the end`() throws {
    let one = Self.gzipped(Self.file([Self.record(1)]))
    let two = Self.gzipped(Self.file([Self.record(2)]))
    #expect(try Self.read(one + two, pieces: 5).events.map(\.id) == ["e-1", "e-2"])
  }

  @Test func `an empty list is a file without records`() throws {
    #expect(try Self.read(Array("{\"Records\":[]}".utf8)).records == 0)
  }

  static let bad: [(name: String, bytes: [UInt8], problem: EventFileProblem)] = [
    ("no bytes", [], .empty),
    ("white space", Array(" \n ".utf8), .empty),
    ("text", Array("hello".utf8), .neitherGzipNorJSON),
    ("a list", Array("[1,2]".utf8), .neitherGzipNorJSON),
    ("zeros", [0, 0, 0, 0], .neitherGzipNorJSON),
    ("a page", Array("<html></html>".utf8), .neitherGzipNorJSON),
    ("another object", Array("{\"digestStartTime\":\"x\"}".utf8), .noRecords),
    ("cut-off JSON", Array(mixed.utf8.dropLast(30)), .cutOff),
    ("cut inside of a text", Array(mixed.utf8.prefix(40)), .cutOff),
    ("cut-off gzip", gzipped(mixed).dropLast(9), .cutOff),
    ("brackets", Array("{\"Records\":[}]".utf8), .malformed("brackets do not match")),
    ("more after the end", Array("{\"Records\":[]}x".utf8), .malformed("text after the end")),
    (
      "deep", Array(("{\"a\":" + String(repeating: "[", count: 9000)).utf8),
      .malformed("too many brackets inside each other")
    ),
  ]

  @Test(arguments: bad.indices)
  func `a bad file is named for what it is`(index: Int) {
    let (name, bytes, problem) = Self.bad[index]
    for pieces in [1, 1 << 16] {
      #expect(throws: problem, "\(name)") { try Self.read(bytes, pieces: pieces) }
    }
  }

  @Test func `damaged gzip is found`() throws {
    var bytes = Self.gzipped(Self.mixed)
    bytes[bytes.count / 2] ^= 0xFF
    #expect {
      try Self.read(bytes)
    } throws: { error in
      guard case .unpacking? = error as? EventFileProblem else { return "\(error)".contains("JSON") }
      return true
    }
    var checksum = Self.gzipped(Self.mixed)
    checksum[checksum.count - 6] ^= 0xFF
    #expect(throws: EventFileProblem.unpacking("incorrect data check")) { try Self.read(checksum) }
  }

  @Test func `a bomb ends at the limit`() throws {
    let bomb = Self.gzipped("{\"Records\":[\"" + String(repeating: "a", count: 40 << 20) + "\"]}")
    #expect(bomb.count < 100_000)
    #expect(throws: EventFileProblem.tooLarge(limit: 1 << 20)) { try Self.read(bomb, limit: 1 << 20) }
  }

  @Test func `a record longer than any of CloudTrail's is refused and the next one read`() throws {
    let long =
      "{\"eventSource\":\"organizations.amazonaws.com\",\"x\":\"\(String(repeating: "y", count: 5 << 20))\"}"
    let contents = try Self.read(Array(Self.file([long, Self.record(2)]).utf8))
    #expect(contents.refusedCount == 1)
    #expect(contents.events.map(\.id) == ["e-2"])
  }

  @Test func `reasons do not grow with the accounts that a file makes up`() throws {
    let records = (0..<100).map { Self.record($0, account: String(900_000_000_000 + $0)) }
    let contents = try Self.read(Array(Self.file(records).utf8))
    #expect(contents.refusedCount == 100)
    #expect(contents.refused.count == 21)
  }
}
