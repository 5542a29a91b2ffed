import Foundation
import Testing

@testable import AWSClient

@Suite struct ExpiringCredentialsTests {
  private func credentials(
    _ first: Credential, _ source: ScriptedSource, _ time: VirtualTime
  ) throws -> ExpiringCredentials {
    try ExpiringCredentials(source: source, first: first, timing: time.movingTiming())
  }

  @Test func `keys are used until five minutes before their end, and then renewed`() async throws {
    let time = VirtualTime()
    let source = ScriptedSource([.success(.found(.ending("SECOND", after: 7200)))])
    let credentials = try credentials(.ending("FIRST", after: 3600), source, time)
    time.advance(.seconds(3299))
    #expect(try await credentials.credential().accessKeyID == "FIRST")
    #expect(source.looks == 0)
    time.advance(.seconds(2))
    #expect(try await credentials.credential().accessKeyID == "SECOND")
    #expect(try await credentials.credential().accessKeyID == "SECOND")
    #expect(source.looks == 1)
  }

  @Test func `a hundred requests at once share one renewal`() async throws {
    let time = VirtualTime()
    let source = ScriptedSource([.success(.found(.ending("SECOND", after: 7200)))])
    let credentials = try credentials(.ending("FIRST", after: 100), source, time)
    time.advance(.seconds(101))
    let keys = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<100 { group.addTask { try await credentials.credential().accessKeyID } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(keys == ["SECOND"])
    #expect(source.looks == 1)
  }

  @Test func `a renewal that fails is tolerated while the keys last, and tried each minute`() async throws {
    let time = VirtualTime()
    let failure = CredentialError.unusable(source: "script", problem: "down", advice: "wait")
    let source = ScriptedSource([.failure(failure)])
    let credentials = try credentials(.ending("FIRST", after: 200), source, time)
    #expect(try await credentials.credential().accessKeyID == "FIRST")
    #expect(try await credentials.credential().accessKeyID == "FIRST")
    #expect(source.looks == 1)
    time.advance(.seconds(60))
    #expect(try await credentials.credential().accessKeyID == "FIRST")
    #expect(source.looks == 2)
    time.advance(.seconds(140))
    let error = await #expect(throws: CredentialError.self) { try await credentials.credential() }
    #expect(error == failure)
  }

  @Test func `keys that have ended, at first or renewed, are an error`() async throws {
    let time = VirtualTime()
    let source = ScriptedSource([.success(.found(.ending("OLD", after: -1)))])
    #expect(throws: CredentialError.self) { try self.credentials(.ending("OLD", after: 0), source, time) }
    let credentials = try credentials(.ending("FIRST", after: 1), source, time)
    time.advance(.seconds(2))
    let error = await #expect(throws: CredentialError.self) { try await credentials.credential() }
    guard case .expired? = error else {
      Issue.record("expected expired, got \(String(describing: error))")
      return
    }
  }

  @Test func `keys that AWS rejects are replaced once where the source has others`() async throws {
    let time = VirtualTime()
    let source = ScriptedSource([.success(.found(.ending("SECOND", after: nil)))])
    let first = Credential.ending("FIRST", after: nil)
    let credentials = try credentials(first, source, time)
    #expect(await credentials.replacement(for: first)?.accessKeyID == "SECOND")
    #expect(await credentials.replacement(for: first)?.accessKeyID == "SECOND")
    #expect(source.looks == 1)
    let second = try await credentials.credential()
    for _ in 0..<10 { #expect(await credentials.replacement(for: second) == nil) }
    #expect(source.looks == 2)
  }

  @Test func `a client goes on with other keys when those in use expire midway`() async throws {
    let time = VirtualTime()
    let source = ScriptedSource([.success(.found(.ending("SECOND", after: nil)))])
    let credentials = try credentials(.ending("FIRST", after: nil), source, time)
    let transport = ScriptedTransport { _, request in
      request.signing?.credential.accessKeyID == "FIRST"
        ? .error("ExpiredTokenException", "The security token is expired") : .json("{}")
    }
    let client = try AWSClient(
      transport: transport, credential: credentials,
      resolver: EndpointResolver(region: "us-east-1", endpointURL: "http://127.0.0.1:1/"),
      timing: time.timing())
    _ = try await client.call(.organizations("ListRoots"))
    _ = try await client.call(.organizations("ListAccounts"))
    let used = transport.requests.map { $0.signing?.credential.accessKeyID }
    #expect(used == ["FIRST", "SECOND", "SECOND"])
  }

  @Test func `a client says in one line why there are no more keys, and gives its place free`() async throws {
    let time = VirtualTime()
    let source = ScriptedSource([
      .failure(.signInNeeded(source: "SSO", problem: "ended", command: "aws sso login", profile: "a"))
    ])
    let credentials = try credentials(.ending("FIRST", after: 10), source, time)
    let client = try AWSClient(
      transport: ScriptedTransport { _, _ in .json("{}") }, credential: credentials,
      resolver: EndpointResolver(region: "us-east-1", endpointURL: "http://127.0.0.1:1/"),
      timing: time.timing())
    time.advance(.seconds(11))
    for _ in 0..<40 {
      let error = await #expect(throws: AWSCallError.self) {
        try await client.call(.organizations("ListRoots"))
      }
      #expect(error?.kind == .expiredCredential)
      #expect(error?.description.contains("aws sso login --profile a") == true)
    }
    #expect(client.statistics.totalRequests == 0)
  }
}
