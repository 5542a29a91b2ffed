/// The keys of a role, assumed with other keys.
package struct AssumedRole: CredentialSource {
  let request: RoleRequest
  let base: any CredentialProviding
  package let name: String
  let world: SignInWorld

  package init(request: RoleRequest, base: any CredentialProviding, name: String, world: SignInWorld) {
    self.request = request
    self.base = base
    self.name = name
    self.world = world
  }

  package func look() async throws(CredentialError) -> CredentialFinding {
    let signer = try await base.credential()
    var code: String?
    if let serial = request.mfaSerial {
      code = try await world.prompt.code(device: serial, role: request.arn)
    }
    let source = "role \(Excerpt.oneLine(request.arn, limit: 200)) (\(name)), assumed with \(signer.source)"
    let service = SecurityTokenService(world: world)
    return .found(try await service.assume(request, mfaCode: code, signer: signer, source: source))
  }
}

/// A chain of roles: the role below signs for the role above.
extension AssumedRole: CredentialProviding {
  package func credential() async throws(CredentialError) -> Credential {
    switch try await look() {
    case .found(let credential): return credential
    case .nothing(let reason):
      throw .noCredentials([CredentialError.Tried(source: name, reason: reason)])
    }
  }
}
