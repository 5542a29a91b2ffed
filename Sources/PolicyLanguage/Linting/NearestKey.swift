/// Finds what somebody meant to write.
enum NearestKey {
  /// The candidate nearest to `text`, when it is near enough for a typing mistake; the first of several.
  static func candidate(for text: String, among candidates: [String]) -> String? {
    guard !text.isEmpty, text.unicodeScalars.count <= 64 else { return nil }
    let folded = text.lowercased()
    let allowed = max(1, min(3, folded.unicodeScalars.count / 3))
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let distance = distance(from: folded, to: candidate.lowercased())
      if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// `write "lex"`, when there is a near candidate.
  static func suggestion(for text: String, among candidates: [String]) -> String? {
    candidate(for: text, among: candidates).map { "write \"\($0)\"" }
  }

  /// How many insertions, deletions and replacements of one character lead from one text to the other.
  static func distance(from left: String, to right: String) -> Int {
    let target = Array(right.unicodeScalars)
    var row = Array(0...target.count)
    for (index, scalar) in left.unicodeScalars.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in target.indices {
        let replaced = diagonal + (scalar == target[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[target.count]
  }
}
