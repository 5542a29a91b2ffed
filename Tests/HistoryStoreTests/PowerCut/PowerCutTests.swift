import Foundation
import OrganizationModel
import TestSupport
import Testing

@testable import HistoryStore

/// The power goes at any moment of a seal: the store is as it was, or has the whole snapshot.
@Suite struct PowerCutTests {
  @Test(arguments: UInt64(1)...3)
  func `at every moment the store is whole, and what was sealed stays`(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    // Links in the path to the temporary folder would hide it from the recording.
    let root = URL(fileURLWithPath: folder.path).resolvingSymlinksInPath().path
    let path = root + "/history.sqlite"
    let first = try HistoryStore(path: path, access: .readWrite).seal(Fixture.rich(day: 1))
    let before = [path: Array(try Data(contentsOf: URL(fileURLWithPath: path)))]
    var second: SealedSnapshot?
    let events = try RecordingFileSystem.events(below: root) {
      second = try HistoryStore(path: path, access: .readWrite).seal(Fixture.plain(day: 2, accounts: 40))
    }
    let sealed = [first, try #require(second)]
    #expect(events.contains { if case .sync = $0 { true } else { false } })
    var random = SeededNumbers(seed: seed)
    var disk = CutDisk(before: before)
    var found: Set<Int> = []
    for (number, event) in events.enumerated() {
      disk.follow(event)
      let snapshots = try check(disk.cut(&random), sealed, in: folder, "after event \(number)")
      found.insert(snapshots)
      // Once `seal` has returned, the snapshot is not lost any more.
      if number == events.count - 1 { #expect(snapshots == 2) }
    }
    #expect(found == [1, 2])
  }

  /// The number of snapshots in a store that the power cut left; each of them is as it was sealed.
  private func check(
    _ files: [String: [UInt8]], _ sealed: [SealedSnapshot], in folder: TemporaryFolder, _ moment: String
  ) throws -> Int {
    let copy = folder.file("copy")
    try? FileManager.default.removeItem(atPath: copy)
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    for (path, bytes) in files {
      let name = URL(fileURLWithPath: path).lastPathComponent
      try Data(bytes).write(to: URL(fileURLWithPath: "\(copy)/\(name)"))
    }
    do {
      let store = try HistoryStore(path: "\(copy)/history.sqlite", access: .readOnly)
      let snapshots = try store.snapshots()
      #expect(snapshots == Array(sealed.prefix(snapshots.count)), "\(moment)")
      #expect(try store.verifyChains().isIntact, "\(moment)")
      return snapshots.count
    } catch {
      Issue.record("\(moment): \(error)")
      return 0
    }
  }
}
