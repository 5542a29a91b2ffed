import AWSClient

/// Makes the client for AWS from options, environment and the shared AWS files.
struct AWSConnection {
  var options: AWSOptions
  var context: CommandContext

  /// A client that has sent nothing yet.
  func client() throws -> AWSClient {
    do {
      let environment = context.environment
      let choice = ProfileChoice(explicit: options.profile, environment: environment)
      let configuration = try SharedConfiguration(environment: environment, files: .disk)
      let chain = CredentialChain(choice: choice, environment: environment, configuration: configuration)
      let region = RegionChoice.region(
        explicit: options.region, environment: environment, profile: configuration.profile(choice.name))
      let credential = try chain.credential()
      let resolver = EndpointResolver(
        region: region, endpointURL: options.endpointURL, environment: environment,
        allowHTTP: options.allowHTTP)
      // Last, because it starts a thread, which must not be at work while a failed run exits.
      var transport = CurlTransport.Options(version: Version.current)
      transport.caBundlePath = environment["AWS_CA_BUNDLE"].flatMap { $0.isEmpty ? nil : $0 }
      var settings = AWSClient.Options()
      settings.pace = options.pace
      settings.rateShare = options.rateShare
      // Against the bound in flight, requests wait for answers and not for each other; pacing is the limiter's.
      settings.maxInFlight = 64
      return try AWSClient(
        transport: CurlTransport(options: transport), credential: credential, resolver: resolver,
        options: settings)
    } catch {
      throw CommandFailure(error)
    }
  }
}
