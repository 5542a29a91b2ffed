import AWSClient
import Foundation
import Parallelism

extension SignInWorld {
  /// A home folder with files, a scripted network, and a clock that stands at 2024-01-02T03:04:05Z.
  static func testing(
    _ variables: [String: String] = [:], files: [String: String] = [:],
    replaceFile: @escaping @Sendable (String, String) throws -> Void = { _, _ in },
    time: VirtualTime = VirtualTime(), timing: Timing? = nil, prompt: MFAPrompt = MFAPrompt(),
    transport: any HTTPTransport = ScriptedTransport { _, _ throws(HTTPError) in
      throw .couldNotConnect(address: "nobody", reason: "refused")
    }
  ) -> SignInWorld {
    SignInWorld(
      variables: variables.merging(["HOME": "/home/a"]) { old, _ in old },
      files: FileReading { files[$0] }, replaceFile: replaceFile, transport: transport,
      timing: timing ?? time.timing(random: 0.5), prompt: prompt,
      endpoints: EndpointResolver(region: "us-east-1", environment: variables))
  }
}

extension CredentialChain {
  /// The chain of a profile in `config` and `credentials`.
  static func testing(
    _ profile: String? = nil, credentials: String = "", config: String = "", world: SignInWorld
  ) throws -> CredentialChain {
    let configuration = try SharedConfiguration(
      environment: world.variables,
      files: FileReading { path in
        switch path {
        case "/home/a/.aws/credentials": credentials
        case "/home/a/.aws/config": config
        default: try world.files.text(path)
        }
      })
    return CredentialChain(
      choice: ProfileChoice(explicit: profile, environment: world.variables), configuration: configuration,
      world: world)
  }
}

/// A source that gives one finding after another; the last one stays.
final class ScriptedSource: CredentialSource {
  let name = "script"
  private let rest: Locked<[Result<CredentialFinding, CredentialError>]>
  private let count = Locked(0)

  init(_ findings: [Result<CredentialFinding, CredentialError>]) {
    rest = Locked(findings)
  }

  var looks: Int { count.withLock { $0 } }

  func look() async throws(CredentialError) -> CredentialFinding {
    count.withLock { $0 += 1 }
    await Task.yield()
    return try rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }.get()
  }
}

extension Credential {
  /// Keys that end so many seconds after the clock of `SignInWorld.testing` begins; nil for keys that last.
  static func ending(_ id: String, after seconds: TimeInterval?) -> Credential {
    Credential(
      accessKeyID: id, secretAccessKey: "s-\(id)", sessionToken: "t-\(id)",
      expiration: seconds.map { VirtualTime.start.addingTimeInterval($0) }, source: "script")
  }
}

extension VirtualTime {
  static let start = Date(timeIntervalSince1970: 1_704_164_645)

  /// A timing whose wall clock goes on as the clock is advanced.
  func movingTiming() -> Timing {
    var timing = timing(random: 0.5)
    timing.wallClock = { Self.start.addingTimeInterval(self.now.seconds) }
    return timing
  }
}

extension HTTPRequest {
  var text: String { String(decoding: body, as: UTF8.self) }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// The fields of a form, with `%XX` undone.
  var form: [String: String] { FormFields.parse(text) }
}

enum FormFields {
  static func parse(_ text: String) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? String(parts[1]) : ""
      fields[String(parts[0])] = value.replacingOccurrences(of: "+", with: " ").removingPercentEncoding
    }
    return fields
  }
}

/// The XML in which STS gives keys.
enum RoleAnswer {
  static func xml(_ operation: String, key: String, expiration: String = "2099-01-01T00:00:00Z") -> String {
    """
    <\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(operation)Result>
      <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn></AssumedRoleUser>
      <Credentials><AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>secret-of-\(key)</SecretAccessKey>
        <SessionToken>token-of-\(key)</SessionToken><Expiration>\(expiration)</Expiration></Credentials>
    </\(operation)Result></\(operation)Response>
    """
  }

  static func response(_ operation: String, key: String, expiration: String = "2099-01-01T00:00:00Z")
    -> HTTPResponse
  {
    HTTPResponse(status: 200, body: Data(xml(operation, key: key, expiration: expiration).utf8))
  }
}
