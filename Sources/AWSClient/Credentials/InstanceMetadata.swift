import Foundation

/// Keys of the role of the EC2 instance, by version 2 of the instance metadata service alone.
///
/// [IMDS credential provider](https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html)
struct InstanceMetadata: CredentialSource {
  private static let tokenSeconds = 21_600
  private static let rolePath = "latest/meta-data/iam/security-credentials/"
  /// Keys that end sooner while the service has no newer ones are used on, as the AWS SDKs do.
  private static let extendedBy: TimeInterval = 900

  let world: SignInWorld
  let profile: Profile?

  let name = "instance metadata"

  func look() async throws(CredentialError) -> CredentialFinding {
    if world.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true" {
      return .nothing(reason: "not looked at, because AWS_EC2_METADATA_DISABLED is true")
    }
    let base = try base()
    do throws(Failure) {
      let token = try await send(
        .put, base, "latest/api/token",
        [.init("x-aws-ec2-metadata-token-ttl-seconds", String(Self.tokenSeconds))])
      let header = [HTTPRequest.Header("x-aws-ec2-metadata-token", try oneLine(token))]
      let role = try oneLine(try await send(.get, base, Self.rolePath, header))
      guard role.wholeMatch(of: /[\w+=,.@-]{1,128}/) != nil else {
        return .nothing(reason: "its answer names no role")
      }
      return try credential(in: try await send(.get, base, Self.rolePath + role, header), role: role)
    } catch {
      switch error {
      case .nothing(let reason): return .nothing(reason: reason)
      case .unusable(let error): throw error
      }
    }
  }

  /// Why there are no keys: the service has none to give, or what it gave cannot be used.
  private enum Failure: Error {
    case nothing(String)
    case unusable(CredentialError)
  }

  private func setting(_ variable: String, _ key: String) -> String? {
    world.variable(variable) ?? profile?[key]
  }

  private func base() throws(CredentialError) -> URL {
    let standard = "http://169.254.169.254/"
    if let text = setting("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint") {
      guard let parts = URLComponents(string: text), parts.host?.isEmpty == false, parts.user == nil,
        ["http", "https"].contains(parts.scheme?.lowercased()),
        let url = URL(string: text.hasSuffix("/") ? text : text + "/")
      else {
        throw .unusable(
          source: name, problem: "AWS_EC2_METADATA_SERVICE_ENDPOINT is no URL",
          advice: "expected one such as \(standard)")
      }
      return url
    }
    let mode =
      setting("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode") ?? "IPv4"
    switch mode.lowercased() {
    case "ipv4": return URL(string: standard) ?? URL(filePath: "/")
    case "ipv6": return URL(string: "http://[fd00:ec2::254]/") ?? URL(filePath: "/")
    default:
      throw .unusable(
        source: name,
        problem: "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE is \"\(Excerpt.oneLine(mode, limit: 40))\"",
        advice: "write IPv4 or IPv6")
    }
  }

  private func send(
    _ method: HTTPRequest.Method, _ base: URL, _ path: String, _ headers: [HTTPRequest.Header]
  ) async throws(Failure) -> Data {
    guard let url = URL(string: base.absoluteString + path) else {
      throw .nothing("its address cannot be made")
    }
    let seconds = setting("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout").flatMap { Int($0) } ?? 1
    let tries =
      setting("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts").flatMap { Int($0) } ?? 1
    let request = HTTPRequest(
      method: method, url: url, headers: headers,
      limits: .init(timeout: .seconds(min(60, max(1, seconds))), goesDirectly: true))
    var reason = ""
    for _ in 0..<min(10, max(1, tries)) {
      do throws(HTTPError) {
        let response = try await world.transport.send(request)
        if response.status == 200 { return response.body }
        reason = Self.reason(status: response.status, path: path)
      } catch {
        if error == .cancelled { throw .unusable(.cancelled) }
        reason = "it does not answer, so this seems to be no EC2 instance"
      }
    }
    throw .nothing(reason)
  }

  private static func reason(status: Int, path: String) -> String {
    if path == rolePath, status == 404 { return "the instance has no role" }
    if status == 403 { return "access to it is switched off (HTTP status 403)" }
    return "HTTP status \(status)"
  }

  private func oneLine(_ data: Data) throws(Failure) -> String {
    let text = String(decoding: data.prefix(4096), as: UTF8.self)
    guard let line = text.split(whereSeparator: \.isNewline).first, !line.isEmpty else {
      throw .nothing("it answers nothing")
    }
    return String(line.trimmed)
  }

  private func credential(in data: Data, role: String) throws(Failure) -> CredentialFinding {
    do throws(CredentialError) {
      let document = try KeyDocument(data, source: name)
      if let code = document.text("Code"), code != "Success" {
        return .nothing(reason: "it has no keys for the role \(role): \(code)")
      }
      var credential = try document.credential(token: "Token")
      credential.source = "instance metadata (role \(role))"
      let now = world.timing.wallClock()
      if let expiration = credential.expiration, expiration <= now {
        credential.expiration = now.addingTimeInterval(Self.extendedBy)
      }
      return .found(credential)
    } catch {
      throw .unusable(error)
    }
  }
}
