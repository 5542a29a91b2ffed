import OrganizationModel

/// What made the organization's verdict and lock what they are.
struct OrganizationCauses {
  /// Places in the list of changes; nil when not known.
  private(set) var ofVerdict: Int?
  private(set) var ofLock: Int?

  init(of cause: Int) {
    (ofVerdict, ofLock) = (cause, cause)
  }

  /// The commonest cause among the accounts that became what the organization became, of several the first.
  init(
    _ changes: [PostureFollower.Change], verdict: Verdict, lockWord: String,
    cause: (PostureFollower.Change) -> Int?
  ) {
    let verdicts = changes.filter { $0.before?.verdict != $0.after?.verdict }
    let telling = verdicts.filter { change in
      guard let after = change.after else { return verdict == .optedOut }
      return (after.verdict == .optedOut) == (verdict == .optedOut)
    }
    ofVerdict = Self.commonest((telling.isEmpty ? verdicts : telling).compactMap(cause))
    let locks = changes.filter { $0.before?.lock.word != $0.after?.lock.word }
    let alike = locks.filter { $0.after.map { $0.lock.word == lockWord } ?? true }
    ofLock = Self.commonest((alike.isEmpty ? locks : alike).compactMap(cause))
  }

  private static func commonest(_ causes: [Int]) -> Int? {
    var counts: [Int: Int] = [:]
    for cause in causes { counts[cause, default: 0] += 1 }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}
