/// Something that gives the keys for each request.
package protocol CredentialProviding: Sendable {
  /// Keys that are good now.
  func credential() async throws(CredentialError) -> Credential

  /// Other keys than `rejected`, which AWS calls expired; nil when there are none.
  func replacement(for rejected: Credential) async -> Credential?
}

extension CredentialProviding {
  package func replacement(for rejected: Credential) async -> Credential? { nil }
}

/// Keys that stay as they are.
extension Credential: CredentialProviding {
  package func credential() async throws(CredentialError) -> Credential { self }
}
