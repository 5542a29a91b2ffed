import Foundation
import TestSupport
import Testing

@testable import AWSClient

/// Containers and EC2 instances, whose agents are asked over HTTP.
@Suite struct MachineCredentialsTests {
  private static let keys =
    #"{"Code":"Success","AccessKeyId":"ASIAMACHINE","SecretAccessKey":"s","Token":"t","Expiration":"2024-01-02T09:00:00Z"}"#

  private func container(
    _ variables: [String: String], files: [String: String] = [:], time: VirtualTime = VirtualTime(),
    _ script: @escaping ScriptedTransport.Script = { _, _ in .json(keys) }
  ) async throws -> (found: Credential?, requests: [HTTPRequest]) {
    let transport = ScriptedTransport(script)
    let world = SignInWorld.testing(variables, files: files, time: time, transport: transport)
    let finding = try await ContainerCredentials(world: world).look()
    guard case .found(let credential) = finding else { return (nil, transport.requests) }
    return (credential, transport.requests)
  }

  @Test func `the relative URI goes to the task's host, directly, and before the full one`() async throws {
    let (found, requests) = try await container([
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/x?y=1",
      "AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://example.com/",
    ])
    #expect(found?.accessKeyID == "ASIAMACHINE")
    #expect(found?.sessionToken == "t")
    #expect(found?.expiration == ISOTime.parse("2024-01-02T09:00:00Z"))
    #expect(requests.map(\.url.absoluteString) == ["http://169.254.170.2/v2/credentials/x?y=1"])
    #expect(requests.first?.limits == .init(timeout: .seconds(2), goesDirectly: true))
  }

  @Test func `nothing is asked where no variable is set`() async throws {
    let (found, requests) = try await container([:])
    #expect(found == nil)
    #expect(requests.isEmpty)
  }

  @Test(arguments: [
    "https://anywhere.example/creds", "http://127.0.0.1:8000/", "http://127.3.2.1/", "http://[::1]/x",
    "http://localhost/", "http://169.254.170.2/", "http://169.254.170.23/v1", "http://[fd00:ec2::23]/v1",
  ])
  func `https anywhere and http to this machine and AWS's agents are fine`(url: String) async throws {
    let (_, requests) = try await container(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url])
    #expect(requests.map(\.url.absoluteString) == [url])
  }

  @Test(arguments: [
    ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://192.0.2.1/"),
    ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.2.evil.example/"),
    ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.2@evil.example/"),
    ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "ftp://localhost/"),
    ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "localhost"),
    ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "@evil.example/"),
    ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", ".evil.example/"),
  ])
  func `no other host is asked`(variable: String, value: String) async throws {
    let error = await #expect(throws: CredentialError.self) {
      _ = try await container([variable: value]) { _, _ in
        Issue.record("was asked")
        return .json(Self.keys)
      }
    }
    #expect(error?.description.contains(variable) == true)
  }

  @Test func `the token of the file goes first, and none with a line break goes out`() async throws {
    var variables = [
      "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN": "direct",
    ]
    #expect(try await container(variables).requests.first?.header("Authorization") == "direct")
    variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/token"
    let files = ["/token": "from file"]
    #expect(
      try await container(variables, files: files).requests.first?.header("Authorization") == "from file")
    for text in ["hunter2\n", "hunter2\r\nX-Evil: 1"] {
      let error = await #expect(throws: CredentialError.self) {
        _ = try await container(variables, files: ["/token": text])
      }
      #expect(error?.description.contains("line break") == true)
      #expect(error?.description.contains("hunter2") == false)
    }
    await #expect(throws: CredentialError.self) { _ = try await container(variables) }
  }

  @Test func `a container that fails is asked three times, and ends the search`() async throws {
    let time = VirtualTime()
    let error = await #expect(throws: CredentialError.self) {
      _ = try await container(["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/"], time: time) {
        _, _ in
        .json("{}", status: 500)
      }
    }
    #expect(error?.description.contains("HTTP status 500") == true)
    #expect(time.naps == [.seconds(1), .seconds(1)])
  }

  // MARK: - Instance metadata

  /// An instance's metadata service on a local server, as version 2 of it behaves.
  private func metadata(
    role: String = "auditor-role", document: String = keys, tokenStatus: String = "200 OK",
    environment: [String: String] = [:]
  ) async throws -> (finding: CredentialFinding, requests: [LocalServer.Request]) {
    let server = try LocalServer { request in
      let line = request.head.split(separator: "\r\n").first ?? ""
      switch line {
      case "PUT /latest/api/token HTTP/1.1":
        guard request.headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600" else {
          return .answer("", status: "400 Bad Request")
        }
        return .answer("the-token\n", status: tokenStatus)
      case "GET /latest/meta-data/iam/security-credentials/ HTTP/1.1"
      where request.headers["x-aws-ec2-metadata-token"] == "the-token":
        return role.isEmpty ? .answer("", status: "404 Not Found") : .answer(role)
      case "GET /latest/meta-data/iam/security-credentials/\(role) HTTP/1.1"
      where request.headers["x-aws-ec2-metadata-token"] == "the-token":
        return .answer(document)
      default: return .answer("", status: "401 Unauthorized")
      }
    }
    var variables = environment
    variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:\(server.port)"
    let world = SignInWorld.testing(
      variables, transport: CurlTransport(options: .init(version: "0")))
    let finding = try await InstanceMetadata(world: world, profile: nil).look()
    server.stop()
    var requests: [LocalServer.Request] = []
    for await event in server.events { if case .request(let request) = event { requests.append(request) } }
    return (finding, requests)
  }

  @Test func `a token is fetched first and sent with every question`() async throws {
    let (finding, requests) = try await metadata()
    guard case .found(let credential) = finding else {
      Issue.record("expected keys, found \(finding)")
      return
    }
    #expect(credential.accessKeyID == "ASIAMACHINE")
    #expect(credential.source == "instance metadata (role auditor-role)")
    #expect(requests.count == 3)
  }

  @Test(arguments: ["403 Forbidden", "404 Not Found", "405 Method Not Allowed"])
  func `without a token nothing more is asked: version 1 is not spoken`(status: String) async throws {
    let (finding, requests) = try await metadata(tokenStatus: status)
    guard case .nothing(let reason) = finding else {
      Issue.record("expected nothing")
      return
    }
    #expect(reason.contains(status.prefix(3)))
    #expect(requests.count == 1)
  }

  @Test func `an instance without a role, and one whose role gives no keys, say so`() async throws {
    #expect(try await metadata(role: "").finding == .nothing(reason: "the instance has no role"))
    let refused = try await metadata(
      document: #"{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role"}"#)
    #expect(
      refused.finding
        == .nothing(reason: "it has no keys for the role auditor-role: AssumeRoleUnauthorizedAccess"))
    #expect(try await metadata(role: "../../evil").finding == .nothing(reason: "its answer names no role"))
  }

  @Test func `keys that ended are used on while the service has no newer ones`() async throws {
    let (finding, _) = try await metadata(
      document: Self.keys.replacing("2024-01-02T09:00:00Z", with: "2024-01-02T03:00:00Z"))
    guard case .found(let credential) = finding else {
      Issue.record("expected keys")
      return
    }
    #expect(credential.expiration == VirtualTime.start.addingTimeInterval(900))
  }

  @Test func `it is not asked when switched off`() async throws {
    let (finding, requests) = try await metadata(environment: ["AWS_EC2_METADATA_DISABLED": "TRUE"])
    guard case .nothing(let reason) = finding else {
      Issue.record("expected nothing")
      return
    }
    #expect(reason.contains("AWS_EC2_METADATA_DISABLED"))
    #expect(requests.isEmpty)
  }

  @Test(arguments: ["IPv6", "ipv4", "IPv5"]) func `the mode chooses the address`(mode: String) async throws {
    let transport = ScriptedTransport { _, _ in .json("", status: 404) }
    let world = SignInWorld.testing(["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": mode], transport: transport)
    if mode == "IPv5" {
      await #expect(throws: CredentialError.self) {
        try await InstanceMetadata(world: world, profile: nil).look()
      }
      return
    }
    _ = try await InstanceMetadata(world: world, profile: nil).look()
    let host = mode == "IPv6" ? "[fd00:ec2::254]" : "169.254.169.254"
    #expect(transport.requests.map(\.url.absoluteString) == ["http://\(host)/latest/api/token"])
    #expect(transport.requests.first?.limits == .init(timeout: .seconds(1), goesDirectly: true))
  }
}
