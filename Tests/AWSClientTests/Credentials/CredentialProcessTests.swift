import Foundation
import Testing

@testable import AWSClient

@Suite struct CredentialProcessTests {
  private static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

  private func look(_ command: String, timeout: Duration = .seconds(20)) async throws -> Credential? {
    let profile = Profile(name: "p", credentials: [:], config: ["credential_process": command])
    let world = SignInWorld.testing(["PATH": "/usr/bin:/bin", "MARK": "from the environment"])
    let process = CredentialProcess(profileName: "p", profile: profile, world: world, timeout: timeout)
    guard case .found(let credential) = try await process.look() else { return nil }
    return credential
  }

  private func failure(_ command: String, timeout: Duration = .seconds(20)) async -> String {
    let error = await #expect(throws: CredentialError.self) { try await look(command, timeout: timeout) }
    return error?.description ?? ""
  }

  @Test func `keys with all their fields are read`() async throws {
    let json =
      #"{"Version":1,"AccessKeyId":"PROC","SecretAccessKey":"s","SessionToken":"t","Expiration":"2024-01-02T09:00:00.5+01:00"}"#
    let found = try #require(try await look("printf %s '\(json)'"))
    #expect(found.accessKeyID == "PROC")
    #expect(found.sessionToken == "t")
    #expect(found.expiration == ISOTime.parse("2024-01-02T08:00:00Z"))
    #expect(found.source == "credential process printf (profile \"p\")")
  }

  @Test func `no shell sees the command`() async throws {
    let json = #"{"Version":1,"AccessKeyId":"$HOME;`id`|x","SecretAccessKey":"s"}"#
    #expect(try await look("printf %s '\(json)'")?.accessKeyID == "$HOME;`id`|x")
  }

  @Test func `the program has the environment`() async throws {
    let script = #"printf '{"Version":1,"AccessKeyId":"K","SecretAccessKey":"%s"}' "${MARK%% *}""#
    #expect(try await look("sh -c '\(script.replacing("'", with: "'\\''"))'")?.secretAccessKey == "from")
  }

  @Test func `a failure shows the beginning of what the program says, on one line and without keys`() async {
    let says =
      "cannot\\tlog in\\033[31m as AKIAIOSFODNN7EXAMPLE with \(Self.secret)\\n"
      + String(repeating: "blah ", count: 2000)
    let text = await failure("sh -c 'printf \"\(says)\" >&2; exit 7' --token \(Self.secret)")
    #expect(text.contains("credential process sh (profile \"p\"): it ended with status 7: cannot log in"))
    #expect(text.contains("as (redacted) with (redacted)"))
    #expect(!text.contains(Self.secret) && !text.contains("AKIAIOSFODNN7EXAMPLE"))
    #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
    #expect(text.count < 500)
  }

  @Test func `output that is no answer is never repeated`() async {
    for command in [
      "echo hunter2hunter2", "echo '[\"hunter2hunter2\"]'",
      "echo '{\"Version\":1,\"SecretAccessKey\":\"hunter2hunter2\"}'",
      "echo '{\"Version\":2,\"AccessKeyId\":\"K\",\"SecretAccessKey\":\"hunter2hunter2\"}'",
      "echo '{\"Version\":1,\"AccessKeyId\":\"K\",\"SecretAccessKey\":\"hunter2hunter2\",\"Expiration\":\"soon\"}'",
      "echo '{\"Version\":1,\"AccessKeyId\":\"K\",\"SecretAccessKey\":\"hunter2 hunter2\"}'", "true",
    ] {
      let text = await failure(command)
      #expect(!text.isEmpty && !text.contains("hunter2"), "\(command)")
    }
  }

  @Test func `a program that is not there is named`() async {
    let text = await failure("/no/such/program --secret hunter2")
    #expect(text.contains("/no/such/program") && text.contains("could not be started"))
    #expect(!text.contains("hunter2"))
  }

  @Test func `time and output have bounds`() async {
    #expect(await failure("sleep 600", timeout: .milliseconds(200)).contains("did not end within"))
    // The pipes are held open by a grandchild after the program's end.
    #expect(
      await failure("sh -c 'sleep 600 & exit 0'", timeout: .milliseconds(200)).contains("did not end within"))
    #expect(await failure("yes").contains("more than 65536 bytes"))
    #expect(await failure("sh -c 'yes >&2'", timeout: .milliseconds(300)).contains("did not end within"))
  }

  @Test func `an open quotation is told`() async {
    #expect(await failure("echo 'a").contains("open quotation"))
  }
}
