/// One place where credentials may be.
package protocol CredentialSource: Sendable {
  /// For people: `environment variables`.
  var name: String { get }

  /// - Throws: when the place holds credentials that cannot be used, which ends the search.
  func look() throws(CredentialError) -> CredentialFinding
}

/// What one place holds.
package enum CredentialFinding: Hashable, Sendable {
  case found(Credential)
  /// Nothing; the clause says why.
  case nothing(reason: String)
}
