import Foundation

/// Keys that the container's agent hands out: ECS tasks and EKS Pod Identity.
///
/// [Container credential provider](https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html)
struct ContainerCredentials: CredentialSource {
  private static let taskHost = "169.254.170.2"
  private static let otherHosts: Set<String> = [taskHost, "169.254.170.23", "fd00:ec2::23", "localhost"]
  private static let attempts = 3

  let world: SignInWorld

  let name = "container credentials"

  func look() async throws(CredentialError) -> CredentialFinding {
    guard let url = try url() else {
      return .nothing(
        reason: "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set"
      )
    }
    let request = HTTPRequest(
      method: .get, url: url, headers: [.init("Accept", "application/json")] + (try authorization()),
      limits: .init(timeout: .seconds(2), goesDirectly: true))
    let document = try KeyDocument(try await answer(to: request), source: name)
    return .found(try document.credential(token: "Token"))
  }

  /// The relative URI goes first, as in botocore.
  private func url() throws(CredentialError) -> URL? {
    if let relative = world.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
      // Without the slash the text could go on the host's name.
      guard relative.hasPrefix("/"), let url = URL(string: "http://\(Self.taskHost)\(relative)") else {
        throw unusable(
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path", advice: "it has to begin with a slash")
      }
      return url
    }
    guard let text = world.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
    guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
      let url = URL(string: text), parts.user == nil, parts.password == nil,
      ["http", "https"].contains(parts.scheme?.lowercased())
    else {
      throw unusable("AWS_CONTAINER_CREDENTIALS_FULL_URI is no URL", advice: "expected http://host/path")
    }
    let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
    guard
      parts.scheme?.lowercased() == "https" || EndpointResolver.isLoopback(host)
        || Self.otherHosts.contains(bare)
    else {
      throw unusable(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI names the host \"\(Excerpt.oneLine(host, limit: 100))\" over http",
        advice: "use https, this machine, or one of \(Self.otherHosts.sorted().joined(separator: ", "))")
    }
    return url
  }

  /// The file is read each time, since the agent renews it.
  private func authorization() throws(CredentialError) -> [HTTPRequest.Header] {
    let token: String
    if let path = world.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
      let text: String?
      do { text = try world.files.text(path) } catch { throw .unreadable(path, because: error) }
      guard let text else {
        throw unusable(
          "the token file \(path) is not there", advice: "check AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
      }
      token = text
    } else if let text = world.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
      token = text
    } else {
      return []
    }
    guard token.unicodeScalars.allSatisfy({ (0x20...0x7E).contains($0.value) }) else {
      throw unusable(
        "the authorization token holds a line break or another character that no header may have",
        advice: "write it without a line break at its end")
    }
    return [.init("Authorization", token)]
  }

  private func answer(to request: HTTPRequest) async throws(CredentialError) -> Data {
    var problem = ""
    for attempt in 1...Self.attempts {
      do throws(HTTPError) {
        let response = try await world.transport.send(request)
        if response.status == 200 { return response.body }
        problem = "HTTP status \(response.status) from \(request.url.host() ?? "")"
      } catch {
        if error == .cancelled { throw .cancelled }
        problem = error.description
      }
      if attempt < Self.attempts, (try? await world.timing.sleep(.seconds(1))) == nil { throw .cancelled }
    }
    throw unusable(problem, advice: "check the task's role, or unset the AWS_CONTAINER_… variables")
  }

  private func unusable(_ problem: String, advice: String) -> CredentialError {
    .unusable(source: name, problem: problem, advice: advice)
  }
}
