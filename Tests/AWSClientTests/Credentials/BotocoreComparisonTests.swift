import Foundation
import TestSupport
import Testing

@testable import AWSClient

/// Compares keys, Region and endpoints with what botocore finds in the same files, environment and network.
@Suite(.enabled(if: Botocore.python != nil, "\(Botocore.isMissing)")) struct BotocoreComparisonTests {
  /// A situation. `$URL` in variables and files stands for a local server that plays STS, SSO and a container's agent.
  struct Case: Sendable {
    var name: String
    var profile: String?
    var environment: [String: String] = [:]
    var config = ""
    var credentials = ""
    /// By path below the home folder.
    var files: [String: String] = [:]
    /// The access key that both have to find; nil where both have to fail.
    var key: String?
  }

  private static let services = ["organizations", "sts"]

  @Test func `keys, Region and endpoints are botocore's`() async throws {
    let server = try LocalServer { Self.answer($0) }
    defer { server.stop() }
    let home = FileManager.default.temporaryDirectory.appending(path: "sign-in-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: home) }
    var asked: [[String: Any]] = []
    var found: [Outcome] = []
    for (index, row) in SignInCases.all.enumerated() {
      let folder = home.appending(path: "\(index)")
      let environment = try write(row, to: folder, url: "http://127.0.0.1:\(server.port)")
      found.append(await Outcome.of(row, environment: environment))
      asked.append([
        "environment": environment, "profile": row.profile as Any? ?? NSNull(), "services": Self.services,
      ])
    }
    let output = try Botocore.output(of: "botocore_sign_in.py", input: ["chains": asked])
    let expected = try JSONDecoder().decode(Answers.self, from: output).chains
    try #require(expected.count == found.count)
    for (row, (own, other)) in zip(SignInCases.all, zip(found, expected)) {
      #expect(other.keys?.first.flatMap { $0 } == row.key, "botocore, \(row.name): \(other.error ?? "")")
      #expect(own.keys == other.keys?.map { $0 ?? "" }, "\(row.name): \(own.error ?? "")")
      guard row.key != nil else { continue }
      #expect(own.region == other.region ?? "us-east-1", "\(row.name)")
      for service in Self.services {
        #expect(own.endpoints[service] == other.endpoints[service], "\(row.name), \(service)")
      }
    }
  }

  @Test func `every host of every partition is botocore's`() throws {
    let names: [(AWSService, String)] = [
      (.organizations, "organizations"), (.sts, "sts"), (.cloudTrail, "cloudtrail"), (.costExplorer, "ce"),
      (.cloudWatch, "cloudwatch"), (.sso, "sso"), (.ssoOIDC, "sso-oidc"),
    ]
    var asked: [[String: Any]] = []
    var own: [Endpoint] = []
    for partition in Partition.all {
      for (service, name) in names {
        for (fips, dualStack) in [(false, false), (true, false), (false, true), (true, true)] {
          var settings = EndpointSettings()
          (settings.usesFIPS, settings.usesDualStack) = (fips, dualStack)
          // The Region of the control plane: this botocore has hosts for others that its newer versions took back.
          let region = partition.controlRegion
          own.append(try EndpointResolver(region: region, settings: settings).endpoint(for: service))
          asked.append(["service": name, "region": region, "fips": fips, "dualStack": dualStack])
        }
      }
    }
    let output = try Botocore.output(of: "botocore_sign_in.py", input: ["hosts": asked])
    let expected = try JSONDecoder().decode(Answers.self, from: output).hosts
    var compared = 0
    for (endpoint, (question, other)) in zip(own, zip(asked, expected)) {
      // Nil where this botocore knows no dual stack in a partition.
      guard let other else { continue }
      compared += 1
      #expect(endpoint.url.absoluteString == other.url + "/", "\(question)")
      if let region = other.signingRegion { #expect(endpoint.signingRegion == region, "\(question)") }
    }
    #expect(compared > 180)
  }

  @Test func `commands are split into the words of shlex`() throws {
    let lines = [
      "", "a b", "  a\t b\n c ", "'a b' c", "\"a b\"c", "a'b'\"c\"d", "''", "\"\" x", "a\\ b", "a\\'b",
      "'a\\b'",
      "\"a\\\"b\\\\c\\d\"", "\"a", "'a", "a\\", "\"a\\", "# no comment", "a;b|c&&d $(e) `f` *", "é \"日 本\"",
      "/opt/tool --x=\"y z\" '{\"a\": 1}'",
    ]
    let output = try Botocore.output(of: "botocore_sign_in.py", input: ["words": lines])
    let expected = try JSONDecoder().decode(Answers.self, from: output).words
    for (line, words) in zip(lines, expected) { #expect(ShellWords.split(line) == words, "\(line)") }
    #expect(expected.count == lines.count)
  }

  /// What was found for a row.
  private struct Outcome {
    var keys: [String]?
    var region = ""
    var endpoints: [String: String] = [:]
    var error: String?

    static func of(_ row: Case, environment: [String: String]) async -> Outcome {
      var outcome = Outcome()
      do {
        let choice = ProfileChoice(explicit: row.profile, environment: environment)
        let configuration = try SharedConfiguration(environment: environment, files: .disk)
        let profile = configuration.profile(choice.name)
        outcome.region = RegionChoice(explicit: nil, environment: environment, profile: profile).region
        let settings = try ClientSettings(
          environment: environment, profile: profile, configuration: configuration)
        let resolver = EndpointResolver(
          region: outcome.region, environment: environment, settings: settings.endpoints)
        let world = SignInWorld(
          variables: environment, transport: CurlTransport(options: .init(version: "0")), endpoints: resolver)
        let chain = CredentialChain(choice: choice, configuration: configuration, world: world)
        let credential = try await chain.credential()
        outcome.keys = [
          credential.accessKeyID, credential.secretAccessKey, credential.sessionToken ?? "",
        ]
        for (service, name) in [(AWSService.organizations, "organizations"), (.sts, "sts")] {
          let url = try resolver.endpoint(for: service).url.absoluteString
          outcome.endpoints[name] = url.hasSuffix("/") ? String(url.dropLast()) : url
        }
      } catch {
        outcome.error = "\(error)"
      }
      return outcome
    }
  }

  private struct Answers: Decodable {
    struct Chain: Decodable {
      var keys: [String?]?
      var region: String?
      var endpoints: [String: String]
      var error: String?
    }

    struct Host: Decodable {
      var url: String
      var signingRegion: String?
    }

    var chains: [Chain]
    var hosts: [Host?]
    var words: [[String]?]
  }

  /// Writes the row's files, and gives the whole environment.
  private func write(_ row: Case, to home: URL, url: String) throws -> [String: String] {
    func filled(_ text: String) -> String {
      text.replacingOccurrences(of: "$URL", with: url).replacingOccurrences(of: "$HOME", with: home.path)
    }
    var files = row.files
    if !row.config.isEmpty { files[".aws/config"] = row.config }
    if !row.credentials.isEmpty { files[".aws/credentials"] = row.credentials }
    for (path, text) in files {
      let file = home.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(filled(text).utf8).write(to: file)
    }
    var environment = row.environment.mapValues(filled)
    environment["HOME"] = home.path
    environment["AWS_EC2_METADATA_DISABLED"] = "true"
    environment["PATH"] = "/usr/bin:/bin"
    // botocore has no standard Region.
    if !(row.config + row.credentials + files.values.joined()).lowercased().contains("\nregion") {
      environment["AWS_DEFAULT_REGION"] = environment["AWS_DEFAULT_REGION"] ?? "us-east-1"
    }
    return environment
  }

  /// Keys whose name says what was asked, so that equal keys mean equal questions.
  private static func answer(_ request: LocalServer.Request) -> LocalServer.Reply {
    let target = request.head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    let path = String(target.prefix { $0 != "?" })
    switch path {
    case "/token":
      return .answer(
        #"{"accessToken":"renewed","tokenType":"Bearer","expiresIn":28800,"refreshToken":"next"}"#,
        headers: ["Content-Type: application/json"])
    case "/federation/credentials":
      let query = FormFields.parse(String(target.drop { $0 != "?" }.dropFirst()))
      let token = request.headers["x-amz-sso_bearer_token"] ?? ""
      let key = "SSO-\(query["role_name"] ?? "")-\(query["account_id"] ?? "")-\(token)"
      return .answer(
        #"{"roleCredentials":{"accessKeyId":"\#(key)","secretAccessKey":"s","sessionToken":"t","expiration":4070908800000}}"#,
        headers: ["Content-Type: application/json"])
    case "/container":
      let key = "CONTAINER-\(request.headers["authorization"] ?? "none")"
      return .answer(
        #"{"AccessKeyId":"\#(key)","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}"#)
    default:
      let form = FormFields.parse(String(decoding: request.body, as: UTF8.self))
      let signer =
        request.headers["authorization"]?.firstMatch(of: /Credential=([^\/]+)\//).map { String($0.1) }
        ?? "nobody"
      let parts = [
        form["RoleArn"]?.split(separator: "/").last.map(String.init), form["ExternalId"],
        form["DurationSeconds"], form["WebIdentityToken"],
        // botocore makes up a name of its own, with the time in it.
        form["RoleSessionName"].flatMap { $0.hasPrefix("named") ? $0 : nil },
      ]
      let key = (["ROLE"] + parts.compactMap { $0 } + ["BY", signer]).joined(separator: "-")
      return .answer(RoleAnswer.xml(form["Action"] ?? "", key: key), headers: ["Content-Type: text/xml"])
    }
  }
}
