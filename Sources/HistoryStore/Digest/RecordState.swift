import Hashing

/// The records in force at one snapshot: their keys, sorted, and the lines that `contentDigest` covers.
///
/// They lie in blocks, so that a change moves what stands in its block and not the twenty thousand records of a large
/// organization, at each of a thousand snapshots.
struct RecordState {
  /// In the order of the keys; none is empty.
  private var blocks: [Block] = []

  private struct Block {
    var keys: [RecordKey]
    /// 65 bytes per key: the hash and a line feed.
    var lines: [UInt8]

    static let maximumCount = 512
    static let lineLength = 65

    func lineRange(_ index: Int) -> Range<Int> { index * Self.lineLength..<(index + 1) * Self.lineLength }

    func firstIndex(notBefore key: RecordKey) -> Int {
      keys.partitioningIndex { !($0 < key) }
    }
  }

  /// A change to one key: the record's hash, or nil when the record is gone.
  struct Change {
    var key: RecordKey
    var hash: String?
  }

  var contentDigest: String { SHA256.digest(ofParts: blocks.lazy.map(\.lines)) }

  /// How many records in force lie in `table` and have `firstKeyValue`, where it is given.
  func count(of table: EvidenceTable, _ firstKeyValue: String? = nil) -> Int {
    let prefix = RecordKey(table.recordName, (firstKeyValue.map { [$0] } ?? []) + [""])
    // "0" is the byte after "/", so that nothing with the prefix is at or after it.
    let end = RecordKey(text: prefix.text.dropLast() + "0")
    return count(before: end) - count(before: prefix)
  }

  /// Applies `changes` and names those that change nothing or that meet a key twice.
  mutating func apply(_ changes: [Change]) -> [RecordKey] {
    let changes = changes.sorted { $0.key < $1.key }
    var idle: [RecordKey] = []
    for (place, change) in changes.enumerated() {
      let isSecond = place > 0 && changes[place - 1].key == change.key
      if isSecond || !apply(change) { idle.append(change.key) }
    }
    return idle
  }

  /// Whether the change makes a difference.
  private mutating func apply(_ change: Change) -> Bool {
    if blocks.isEmpty { blocks.append(Block(keys: [], lines: [])) }
    defer { if blocks.first?.keys.isEmpty == true { blocks.removeFirst() } }
    let place = self.place(of: change.key)
    let index = blocks[place].firstIndex(notBefore: change.key)
    let exists = index < blocks[place].keys.count && blocks[place].keys[index] == change.key
    guard let hash = change.hash else {
      if exists { remove(index, from: place) }
      return exists
    }
    let line = Self.line(hash)
    guard exists else {
      insert(change.key, line, at: index, into: place)
      return true
    }
    let range = blocks[place].lineRange(index)
    if blocks[place].lines[range].elementsEqual(line) { return false }
    blocks[place].lines.replaceSubrange(range, with: line)
    return true
  }

  private mutating func insert(_ key: RecordKey, _ line: [UInt8], at index: Int, into place: Int) {
    blocks[place].keys.insert(key, at: index)
    blocks[place].lines.insert(contentsOf: line, at: index * Block.lineLength)
    guard blocks[place].keys.count > Block.maximumCount else { return }
    let half = Block.maximumCount / 2
    let second = Block(
      keys: Array(blocks[place].keys[half...]),
      lines: Array(blocks[place].lines[(half * Block.lineLength)...]))
    blocks[place].keys.removeSubrange(half...)
    blocks[place].lines.removeSubrange((half * Block.lineLength)...)
    blocks.insert(second, at: place + 1)
  }

  private mutating func remove(_ index: Int, from place: Int) {
    let range = blocks[place].lineRange(index)
    blocks[place].lines.removeSubrange(range)
    blocks[place].keys.remove(at: index)
    if blocks[place].keys.isEmpty, blocks.count > 1 { blocks.remove(at: place) }
  }

  /// The block in which `key` stands or would stand: the last one that does not begin after it.
  private func place(of key: RecordKey) -> Int {
    max(0, blocks.partitioningIndex { block in block.keys.first.map { key < $0 } ?? false } - 1)
  }

  private func count(before key: RecordKey) -> Int {
    guard !blocks.isEmpty else { return 0 }
    let place = place(of: key)
    return blocks[..<place].reduce(0) { $0 + $1.keys.count } + blocks[place].firstIndex(notBefore: key)
  }

  // A damaged hash may have any length; its own hash stands in, so that lines keep their length and differ.
  private static func line(_ hash: String) -> [UInt8] {
    let isWhole = hash.utf8.count == Block.lineLength - 1
    return Array((isWhole ? hash : SHA256.digest(hash)).utf8) + [UInt8(ascii: "\n")]
  }
}

extension Array {
  /// The first place from which on `belongs` holds for every element; it holds for none before.
  fileprivate func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
