import Foundation
import OrganizationSimulator
import Testing

/// A simulated AWS and a store that is collected from it, with secrets that must show nowhere.
struct LiveRun: Sendable {
  static let accessKeyID = "AKIAPLANTEDKEY012345"
  static let secretAccessKey = "planted/Secret+Access0Key1234567890abcde"
  static let sessionToken = "PlantedSessionToken//0123456789+abcdefghijklmnopqrstuvwxyz=="

  let simulator: OrganizationSimulator
  let store: TestStore

  /// Runs `body` beside a simulator, which ends with it.
  static func with<Value>(
    _ organization: SimulatedOrganization, behaviour: SimulatorBehaviour = .init(),
    _ body: (LiveRun) async throws -> Value
  ) async throws -> Value {
    let simulator = try await OrganizationSimulator.start(organization, behaviour: behaviour)
    do {
      let value = try await body(LiveRun(simulator: simulator, store: TestStore()))
      await simulator.stop()
      return value
    } catch {
      await simulator.stop()
      throw error
    }
  }

  static func with<Value>(
    _ tree: String = SampleOrganizations.locked, behaviour: SimulatorBehaviour = .init(),
    _ body: (LiveRun) async throws -> Value
  ) async throws -> Value {
    try await with(SimulatedOrganization(tree: tree), behaviour: behaviour, body)
  }

  var environment: [String: String] {
    [
      "HOME": store.scratch.url.path, "AWS_ACCESS_KEY_ID": Self.accessKeyID,
      "AWS_SECRET_ACCESS_KEY": Self.secretAccessKey, "AWS_SESSION_TOKEN": Self.sessionToken,
    ]
  }

  func arguments(_ more: [String]) -> [String] {
    ["collect", "--endpoint-url", simulator.endpointURL, "--db", store.path] + more
  }

  /// Collects, and expects that no secret shows in the output or lies in any file.
  func collect(_ more: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws
    -> CommandLineRun
  {
    let run = try await CommandLineRun.run(arguments(more), environment: environment, in: store.scratch.url)
    try expectNoSecret(in: run, sourceLocation: sourceLocation)
    return run
  }

  func expectNoSecret(
    in run: CommandLineRun, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var texts = ["stdout": run.output, "stderr": Data(run.errors.utf8)]
    texts.merge(try files(below: store.scratch.url)) { first, _ in first }
    for (name, data) in texts {
      for secret in [Self.secretAccessKey, Self.sessionToken, Self.accessKeyID] {
        #expect(
          data.range(of: Data(secret.utf8)) == nil, "a secret in \(name)", sourceLocation: sourceLocation)
      }
    }
  }

  /// Expects that no snapshot was sealed.
  func expectNothingSealed(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    guard store.scratch.exists("store.sqlite") else { return }
    let answer = try await store.run("snapshots", "--json").json()
    #expect(answer.objects("snapshots").isEmpty, sourceLocation: sourceLocation)
  }
}
