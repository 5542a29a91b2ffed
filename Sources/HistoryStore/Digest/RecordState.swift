import Hashing

/// The records in force at one snapshot: their keys, sorted, and the lines that `contentDigest` covers.
struct RecordState {
  private(set) var keys: [RecordKey] = []
  // 65 bytes per key, in the order of the keys: the hash and a line feed. One block, so that a digest over 20,000
  // records is one call.
  private var lines: [UInt8] = []
  private static let lineLength = 65

  /// A change to one key: the record's hash, or nil when the record is gone.
  struct Change {
    var key: RecordKey
    var hash: String?
  }

  var contentDigest: String { SHA256.digest(lines) }

  /// How many records in force lie in `table` and have `firstKeyValue`, where it is given.
  func count(of table: EvidenceTable, _ firstKeyValue: String? = nil) -> Int {
    let prefix = RecordKey(table.recordName, (firstKeyValue.map { [$0] } ?? []) + [""])
    // "0" is the byte after "/", so that nothing with the prefix is at or after it.
    let end = RecordKey(text: prefix.text.dropLast() + "0")
    return firstIndex(notBefore: end, from: 0) - firstIndex(notBefore: prefix, from: 0)
  }

  /// Applies `changes` and names those that change nothing or that meet a key twice.
  mutating func apply(_ changes: [Change]) -> [RecordKey] {
    let changes = changes.sorted { $0.key < $1.key }
    var idle: [RecordKey] = []
    var newKeys: [RecordKey] = []
    var newLines: [UInt8] = []
    newKeys.reserveCapacity(keys.count + changes.count)
    newLines.reserveCapacity(lines.count + changes.count * Self.lineLength)
    var index = 0
    for (place, change) in changes.enumerated() {
      if place > 0, changes[place - 1].key == change.key {
        idle.append(change.key)
        continue
      }
      let start = index
      index = firstIndex(notBefore: change.key, from: index)
      newKeys += keys[start..<index]
      newLines += lines[start * Self.lineLength..<index * Self.lineLength]
      let exists = index < keys.count && keys[index] == change.key
      if let hash = change.hash {
        let line = Self.line(hash)
        if exists, lines[index * Self.lineLength..<(index + 1) * Self.lineLength].elementsEqual(line) {
          idle.append(change.key)
        }
        newKeys.append(change.key)
        newLines += line
      } else if !exists {
        idle.append(change.key)
      }
      if exists { index += 1 }
    }
    newKeys += keys[index...]
    newLines += lines[(index * Self.lineLength)...]
    (keys, lines) = (newKeys, newLines)
    return idle
  }

  private func firstIndex(notBefore key: RecordKey, from start: Int) -> Int {
    var (low, high) = (start, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // A damaged hash may have any length; its own hash stands in, so that lines keep their length and differ.
  private static func line(_ hash: String) -> [UInt8] {
    Array((hash.utf8.count == lineLength - 1 ? hash : SHA256.digest(hash)).utf8) + [UInt8(ascii: "\n")]
  }
}
