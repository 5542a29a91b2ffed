import AWSClient
import Testing

@Suite struct ClientSettingsTests {
  private func settings(
    _ environment: [String: String] = [:], config: String = ""
  ) throws -> ClientSettings {
    let environment = environment.merging(["HOME": "/home/a"]) { $1 }
    let configuration = try SharedConfiguration(
      environment: environment, files: FileReading { $0.hasSuffix("config") ? config : nil })
    return try ClientSettings(
      environment: environment, profile: configuration.profile("default"), configuration: configuration)
  }

  @Test func `the environment goes before the profile`() throws {
    let config = "[default]\nca_bundle = /profile.pem\nmax_attempts = 7\nuse_fips_endpoint = true\n"
    #expect(try settings(config: config).caBundlePath == "/profile.pem")
    #expect(try settings(config: config).maxAttempts == 7)
    #expect(try settings(config: config).endpoints.usesFIPS)
    let environment = [
      "AWS_CA_BUNDLE": "/env.pem", "AWS_MAX_ATTEMPTS": "2", "AWS_USE_FIPS_ENDPOINT": "FALSE",
      "AWS_USE_DUALSTACK_ENDPOINT": "True",
    ]
    let both = try settings(environment, config: config)
    #expect(both.caBundlePath == "/env.pem")
    #expect(both.maxAttempts == 2)
    #expect(!both.endpoints.usesFIPS && both.endpoints.usesDualStack)
    #expect(try settings().maxAttempts == nil)
  }

  @Test(arguments: [
    (["AWS_MAX_ATTEMPTS": "0"], "", "AWS_MAX_ATTEMPTS is \"0\""),
    (["AWS_MAX_ATTEMPTS": "many"], "", "AWS_MAX_ATTEMPTS"),
    ([:], "[default]\nmax_attempts = x\n", "max_attempts of profile \"default\""),
    (["AWS_RETRY_MODE": "wild"], "", "AWS_RETRY_MODE is \"wild\""),
    ([:], "[default]\nservices = none\n", "names \"none\""),
  ])
  func `a setting that says nothing known is refused by its name`(
    environment: [String: String], config: String, words: String
  ) {
    let error = #expect(throws: CredentialError.self) { try settings(environment, config: config) }
    #expect(error?.description.contains(words) == true)
  }

  @Test func `the number of tries is kept`() async throws {
    let transport = ScriptedTransport { _, _ in .json("", status: 503) }
    let client = try AWSClient.testing(transport) { $0.maxAttempts = 2 }
    await #expect(throws: AWSCallError.self) { try await client.call(.organizations("ListRoots")) }
    #expect(transport.requests.count == 2)
  }
}
