import Foundation

/// Broken documents made from good ones, the same for the same seed.
package struct ByteMutation {
  private var random: SeededNumbers
  private let seeds: [[UInt8]]
  private let pieces: [[UInt8]]

  /// - Parameters:
  ///   - seeds: documents as they should be.
  ///   - words: what has a meaning in their language.
  package init(_ seeds: [[UInt8]], words: [String], seed: UInt64 = 20_261_128) {
    self.seeds = seeds
    random = SeededNumbers(seed: seed)
    pieces =
      (words + [
        "\u{0}", "\u{FEFF}", "\n", "\r\n", "\t", "\u{1B}", "é", "𝄞", "-1", "0", "1e999",
        "9999999999999999999",
      ])
      .map { Array($0.utf8) } + [
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
      ]
  }

  package init(_ seeds: [String], words: [String], seed: UInt64 = 20_261_128) {
    self.init(seeds.map { Array($0.utf8) }, words: words, seed: seed)
  }

  /// How many documents a test tries: as many as `OPTOUT_AUDIT_FUZZ` says, else `few`.
  package static func count(_ few: Int) -> Int {
    ProcessInfo.processInfo.environment["OPTOUT_AUDIT_FUZZ"].flatMap(Int.init) ?? few
  }

  /// One of the seeds with one to six changes.
  package mutating func next() -> [UInt8] {
    var bytes = seeds.isEmpty ? [] : seeds[below(seeds.count)]
    for _ in 0...below(6) { change(&bytes) }
    return bytes
  }

  package mutating func nextText() -> String { String(decoding: next(), as: UTF8.self) }

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &random) }

  private mutating func change(_ bytes: inout [UInt8]) {
    let start = below(bytes.count + 1)
    let end = min(bytes.count, start + below(16))
    switch below(9) {
    case 0: bytes.removeSubrange(start..<end)
    case 1, 2: bytes.insert(contentsOf: pieces[below(pieces.count)], at: start)
    case 3: bytes.replaceSubrange(start..<end, with: pieces[below(pieces.count)])
    case 4: bytes.insert(contentsOf: bytes[start..<end], at: below(bytes.count + 1))
    case 5: bytes.removeSubrange(start...)
    case 6:
      // Nesting is what recursion breaks on.
      let piece = pieces[below(pieces.count)]
      for _ in 0..<below(3_000) { bytes.insert(contentsOf: piece, at: start) }
    case 7:
      if start < bytes.count { bytes[start] ^= UInt8(1 << below(8)) }
    default:
      if start < bytes.count { bytes[start] = UInt8(below(256)) }
    }
  }
}
