/// Looks at places in their order; the first one that holds credentials decides.
package struct FirstFound: CredentialProviding {
  let sources: [any CredentialSource]
  /// The error when no place holds any.
  let failure: @Sendable ([CredentialError.Tried]) -> CredentialError

  package func credential() async throws(CredentialError) -> Credential { try await find().credential }

  /// The credentials with the place that holds them.
  func find() async throws(CredentialError) -> (source: any CredentialSource, credential: Credential) {
    var tried: [CredentialError.Tried] = []
    for source in sources {
      switch try await source.look() {
      case .found(let credential): return (source, credential)
      case .nothing(let reason): tried.append(CredentialError.Tried(source: source.name, reason: reason))
      }
    }
    throw failure(tried)
  }
}
