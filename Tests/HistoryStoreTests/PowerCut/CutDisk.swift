import Foundation
import TestSupport

/// Files as a power cut may leave them: all that was synchronized, and of the rest any part.
struct CutDisk {
  private struct File {
    /// Nil when the file is not there for sure.
    var lasting: [UInt8]?
    /// What was done since the last synchronization, which may have reached the disk or not, in any order.
    var pending: [DiskEvent] = []
  }

  private var files: [String: File]
  /// Nothing, everything or half of what was not synchronized reached the disk.
  private static let chances = [0.0, 1.0, 0.5]

  /// - Parameter files: what was there before, by path.
  init(before files: [String: [UInt8]]) {
    self.files = files.mapValues { File(lasting: $0) }
  }

  mutating func follow(_ event: DiskEvent) {
    switch event {
    case .open(let file), .truncate(let file, _), .write(let file, _, _):
      files[file, default: File(lasting: nil)].pending.append(event)
    case .sync(let file):
      guard var synchronized = files[file] else { return }
      var bytes = synchronized.lasting ?? []
      for event in synchronized.pending { Self.apply(event, to: &bytes) }
      synchronized.lasting = bytes
      synchronized.pending = []
      files[file] = synchronized
    case .delete(let file, let isLasting):
      if isLasting { files[file] = File(lasting: nil) } else { files[file]?.pending.append(event) }
    }
  }

  /// The files when the power goes at this moment, by path.
  func cut(_ random: inout SeededNumbers) -> [String: [UInt8]] {
    var result: [String: [UInt8]] = [:]
    for (path, file) in files.sorted(by: { $0.key < $1.key }) {
      let chance = Self.chances[Int.random(in: 0..<Self.chances.count, using: &random)]
      var bytes = file.lasting
      for event in file.pending {
        if case .delete = event {
          if Double.random(in: 0..<1, using: &random) < chance { bytes = nil }
          continue
        }
        for piece in Self.sectors(of: event) where Double.random(in: 0..<1, using: &random) < chance {
          var changed = bytes ?? []
          Self.apply(piece, to: &changed)
          bytes = changed
        }
      }
      result[path] = bytes
    }
    return result
  }

  /// A write in pieces of 512 bytes, of which each reaches the disk or does not.
  private static func sectors(of event: DiskEvent) -> [DiskEvent] {
    guard case .write(let file, let offset, let bytes) = event else { return [event] }
    return stride(from: 0, to: bytes.count, by: 512).map {
      .write(file: file, offset: offset + $0, bytes: Array(bytes[$0..<min($0 + 512, bytes.count)]))
    }
  }

  private static func apply(_ event: DiskEvent, to bytes: inout [UInt8]) {
    switch event {
    case .write(_, let offset, let written):
      let end = offset + written.count
      if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
      bytes.replaceSubrange(offset..<end, with: written)
    case .truncate(_, let size): bytes = Array(bytes.prefix(size))
    case .delete: bytes = []
    case .open, .sync: break
    }
  }
}
