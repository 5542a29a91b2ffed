/// Finds what somebody who mistyped a word is likely to have meant.
package enum NearMiss {
  /// The word of `known` with the fewest edits from `word`, letters compared without case; nil when even that is far
  /// from it: more than a third of its letters, where two are allowed from four letters on.
  package static func nearest(to word: String, among known: [String]) -> String? {
    let candidates = known.map { (word: $0, distance: distance(word.lowercased(), $0.lowercased())) }
    guard let best = candidates.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }),
      best.distance <= Swift.max(best.word.count < 4 ? 1 : 2, best.word.count / 3)
    else { return nil }
    return best.word
  }

  /// How many letters have to be put in, taken out or replaced (Levenshtein).
  package static func distance(_ left: String, _ right: String) -> Int {
    let target = Array(right)
    var row = Array(0...target.count)
    for (index, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in target.indices {
        let replaced = diagonal + (letter == target[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = Swift.min(replaced, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[target.count]
  }
}
