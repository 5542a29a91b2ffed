import AWSClient
import Foundation

/// Makes the client for AWS from options, environment and the shared AWS files.
struct AWSConnection {
  var options: AWSOptions
  var context: CommandContext

  /// A client that has sent nothing yet but what signing in needs.
  func client() async throws -> AWSClient { try await signIn().client }

  /// A client with everything that decided how it calls AWS.
  func signIn() async throws -> SignedIn {
    do {
      let environment = context.environment
      let choice = ProfileChoice(explicit: options.profile, environment: environment)
      let configuration = try SharedConfiguration(environment: environment, files: .disk)
      let profile = configuration.profile(choice.name)
      let region = RegionChoice(explicit: options.region, environment: environment, profile: profile)
      let settings = try ClientSettings(
        environment: environment, profile: profile, configuration: configuration)
      let resolver = EndpointResolver(
        region: region.region, endpointURL: options.endpointURL, environment: environment,
        allowHTTP: options.allowHTTP, settings: settings.endpoints)
      try resolver.check()
      var transportOptions = CurlTransport.Options(version: Version.current)
      transportOptions.caBundlePath = try CertificateBundle.checked(settings.caBundlePath)
      let world = SignInWorld(
        variables: environment, transport: CurlTransport(options: transportOptions),
        prompt: MFAPrompt(context.asksOnTerminal ? TerminalQuestion.mfaCode : nil), endpoints: resolver)
      let chain = CredentialChain(choice: choice, configuration: configuration, world: world)
      let credentials = try await credentials(of: chain, world: world)
      world.prompt.close()
      let client = try AWSClient(
        transport: world.transport, credential: credentials, resolver: resolver,
        options: clientOptions(settings))
      return SignedIn(
        client: client, credential: await credentials.inUse, profile: choice, region: region,
        partition: Partition.containing(region: region.region))
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The keys of the chain, or of the role that the options want assumed with them.
  private func credentials(
    of chain: CredentialChain, world: SignInWorld
  ) async throws(CredentialError) -> ExpiringCredentials {
    let base = try await chain.expiring()
    guard let request = options.role else { return base }
    let role = AssumedRole(request: request, base: base, name: "--assume-role", world: world)
    return try ExpiringCredentials(source: role, first: try await role.credential(), timing: world.timing)
  }

  private func clientOptions(_ settings: ClientSettings) -> AWSClient.Options {
    var result = AWSClient.Options()
    result.pace = options.pace
    result.rateShare = options.rateShare
    result.maxAttempts = settings.maxAttempts
    // Against the bound in flight, requests wait for answers and not for each other; pacing is the limiter's.
    result.maxInFlight = 64
    return result
  }
}

/// A client, and how it came to its keys, Region and endpoints.
struct SignedIn {
  var client: AWSClient
  var credential: Credential
  var profile: ProfileChoice
  var region: RegionChoice
  var partition: Partition

  /// - Throws: where the policy type does not exist, before anything is asked.
  func requireOptOutPolicies() throws {
    guard partition.hasOptOutPolicies else {
      throw CommandFailure(
        "AI services opt-out policies do not exist in AWS GovCloud (US), so there is nothing to audit "
          + "(Region \(region.region), from \(region.chosenBy)); choose a Region of another partition with --region"
      )
    }
  }
}
