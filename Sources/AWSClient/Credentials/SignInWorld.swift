import Foundation

/// What signing in may reach: variables, files, the network, the clock and the user.
package struct SignInWorld: Sendable {
  /// The environment variables.
  package var variables: [String: String]
  package var files: FileReading
  /// Puts a text in place of a file that only its owner may read.
  package var replaceFile: @Sendable (_ path: String, _ text: String) throws -> Void
  package var transport: any HTTPTransport
  package var timing: Timing
  package var prompt: MFAPrompt
  /// Where STS and SSO are asked.
  package var endpoints: EndpointResolver

  package init(
    variables: [String: String], files: FileReading = .disk,
    replaceFile: @escaping @Sendable (_ path: String, _ text: String) throws -> Void = PrivateFile.replace,
    transport: any HTTPTransport, timing: Timing = .system(), prompt: MFAPrompt = MFAPrompt(),
    endpoints: EndpointResolver
  ) {
    self.variables = variables
    self.files = files
    self.replaceFile = replaceFile
    self.transport = transport
    self.timing = timing
    self.prompt = prompt
    self.endpoints = endpoints
  }

  /// Nil when the variable is not set or empty.
  func variable(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// - Parameter region: nil for that of the run.
  func endpoint(of service: AWSService, region: String? = nil) throws(CredentialError) -> Endpoint {
    var resolver = endpoints
    resolver.region = region ?? resolver.region
    do { return try resolver.endpoint(for: service) } catch { throw .badEndpoint(error) }
  }

  /// The body of an answer with status 200; what may pass by itself is tried again.
  func answer(to request: HTTPRequest, judge: FailureJudge) async throws(CredentialError) -> Data {
    let policy = RetryPolicy(patience: .seconds(60))
    var attempts = 0
    while true {
      attempts += 1
      let failure: FailureJudge.Failure
      do throws(HTTPError) {
        let response = try await transport.send(request)
        if response.status == 200 { return response.body }
        failure = judge.failure(.answer(response), attempts: attempts)
      } catch {
        if error == .cancelled { throw .cancelled }
        failure = judge.failure(.network(error), attempts: attempts)
      }
      guard let reason = failure.retryReason, attempts < 3 else { throw .callFailed(failure.error) }
      let pause = policy.backoff(
        retry: attempts - 1, reason: reason, hint: failure.retryAfter, random: timing.random())
      guard (try? await timing.sleep(pause)) != nil else { throw .cancelled }
    }
  }
}
