/// Makes broken documents from good ones, the same for the same seed (SplitMix64).
struct Mutation {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  private mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  private static let pieces: [[UInt8]] =
    [
      "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud834", "\\udd1e", "\u{FEFF}", "é", "𝄞", "\n", "\t",
      "\u{0}",
      "null", "true", "-", "1e9", "0.5", "\"services\"", "\"default\":", "\"@@assign\":", "\"@@none\"",
      "\"optOut\"",
      "\"opt_out_policy\":", "\"@@operators_allowed_for_child_policies\":", "{}", "[]", "\"\":", "*", "&a",
      "!Sub ", "- ",
    ].map { Array($0.utf8) } + [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ]

  /// One of `seeds` with one to eight changes.
  mutating func document(from seeds: [[UInt8]]) -> [UInt8] {
    var bytes = seeds[below(seeds.count)]
    for _ in 0...below(8) { change(&bytes, with: seeds) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8], with seeds: [[UInt8]]) {
    let start = below(bytes.count + 1)
    let end = min(bytes.count, start + below(12))
    switch below(7) {
    case 0: bytes.removeSubrange(start..<end)
    case 1: bytes.insert(contentsOf: Self.pieces[below(Self.pieces.count)], at: start)
    case 2: bytes.replaceSubrange(start..<end, with: Self.pieces[below(Self.pieces.count)])
    case 3: bytes.insert(contentsOf: bytes[start..<end], at: below(bytes.count + 1))
    case 4: bytes.removeSubrange(start...)
    case 5:
      let other = seeds[below(seeds.count)]
      let from = below(other.count)
      bytes.insert(contentsOf: other[from..<min(other.count, from + below(80))], at: start)
    default:
      if start < bytes.count { bytes[start] = UInt8(below(256)) }
    }
  }
}
