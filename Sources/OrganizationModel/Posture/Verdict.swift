/// Whether something is opted out, as its effective policy says.
package enum Verdict: String, Hashable, Sendable, CaseIterable {
  /// `default` is optOut and no service is optIn.
  case optedOut
  /// Some services are opted out and some are not, or services are opted out one by one without `default`, so that
  /// future services are not covered.
  case partial
  /// Nothing is opted out.
  case notOptedOut
  /// It could not be told; the reason stands beside it.
  case unknown
}

/// Whether a policy further down could undo the opt-out.
///
/// Judged on the root and the organizational units above an account: a policy on the account itself cannot lock it,
/// since control over child policies never binds the node it stands on.
package enum Lock: Hashable, Sendable {
  /// Nothing below `node`, the highest node of which that holds, can change or add anything.
  case locked(by: NodeID)
  /// What a policy further down could do; never empty.
  case open([String])
  case unknown(reason: String)

  /// `locked`, `open` or `unknown`.
  package var word: String {
    switch self {
    case .locked: "locked"
    case .open: "open"
    case .unknown: "unknown"
    }
  }
}
