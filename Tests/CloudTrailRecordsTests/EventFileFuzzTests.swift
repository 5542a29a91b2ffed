import Foundation
import OrganizationModel
import TestSupport
import Testing

@testable import CloudTrailRecords

/// Any bytes are a log file, or a problem.
@Suite struct EventFileFuzzTests {
  private static let words = [
    "{", "}", "[", "]", "\"", "\\", ",", ":", "\"Records\":", "null", "\"eventID\":", "\\u0000",
  ]

  @Test func `however the bytes are cut, the answer is the same`() {
    let plain = EventFileReaderTests.file([1, 2, 3].map { EventFileReaderTests.record($0) })
    var mutation = ByteMutation([Array(plain.utf8), EventFileReaderTests.gzipped(plain)], words: Self.words)
    var whole = 0
    for _ in 0..<ByteMutation.count(1_500) {
      let bytes = mutation.next()
      let once = Result { try EventFileReaderTests.read(bytes, limit: 1 << 20) }
      let cut = Result { try EventFileReaderTests.read(bytes, pieces: 7, limit: 1 << 20) }
      #expect((try? once.get())?.events == (try? cut.get())?.events)
      if let events = try? once.get().events {
        whole += 1
        #expect(events.allSatisfy { $0.id.utf8.count <= 100 })
      }
    }
    #expect(whole > 0)
  }

  @Test func `any text is a record, or none`() {
    var mutation = ByteMutation([EventFileReaderTests.record(1)], words: Self.words)
    for _ in 0..<ByteMutation.count(1_500) {
      _ = CloudTrailRecord(parsing: Data(mutation.next()), of: EventFileReaderTests.owner)
    }
  }
}
