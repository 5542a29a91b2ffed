/// One place where credentials may be.
package protocol CredentialSource: Sendable {
  /// For people: `environment variables`.
  var name: String { get }

  /// Looks again each time it is called.
  /// - Throws: when the place holds credentials that cannot be used, which ends the search.
  func look() async throws(CredentialError) -> CredentialFinding
}

/// What one place holds.
package enum CredentialFinding: Hashable, Sendable {
  case found(Credential)
  /// Nothing; the clause says why.
  case nothing(reason: String)
}
