import ArgumentParser
import Dispatch
import Foundation
import OrganizationSimulator

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Serves or exports a made-up organization, for demonstrations, benchmarks and tests from outside.
@main
struct OrganizationSimulatorTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "organization-simulator",
    abstract: "Plays AWS Organizations for a made-up organization on 127.0.0.1.",
    discussion: """
      Prints "listening on http://127.0.0.1:PORT" and serves until SIGTERM or SIGINT. Any credentials do: \
      the requests have to be signed, but the signature is not verified.
      """)

  @Option(help: "A file with an organization tree; without it the organization is generated.")
  var tree: String?

  @Option(help: "Accounts of the generated organization.")
  var accounts = 300

  @Option(help: "Organizational units of the generated organization.")
  var organizationalUnits = 20

  @Option(help: "Policies of the generated organization.")
  var policies = 8

  @Option(help: "The same seed generates the same organization.")
  var seed: UInt64 = 1

  @Option(help: "Milliseconds between a request and its answer.")
  var latencyMs = 0

  @Option(help: "Throttle as AWS documents, this many times as fast (1 = as AWS).")
  var throttle: Double?

  @Option(
    help:
      "Requests a second for operations whose limit AWS does not document, before the factor of --throttle.")
  var assumedRate = 10.0

  @Option(parsing: .upToNextOption, help: "Operations that every caller is denied, one or more names.")
  var denied: [String] = []

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port = 0

  @Option(help: "Event loop threads.")
  var threads = 1

  @Flag(help: "End when standard input ends.")
  var untilStdinCloses = false

  @Option(help: "Write the organization as a folder of AWS CLI answers and exit.")
  var export: String?

  @Flag(
    help: "Give accounts, organizational units and policies names that try to fool whoever reads a report.")
  var hostileNames = false

  mutating func validate() throws {
    guard accounts >= 1, organizationalUnits >= 0, policies >= 0, latencyMs >= 0, threads >= 1 else {
      throw ValidationError("numbers count from 0, --accounts and --threads from 1")
    }
    if let throttle, throttle <= 0 {
      throw ValidationError("--throttle \(throttle): expected a factor above 0")
    }
  }

  mutating func run() async throws {
    var organization = try organization()
    if hostileNames { try HostileNames.rename(&organization) }
    if let export {
      try organization.writeExport(to: URL(fileURLWithPath: export, isDirectory: true))
      return
    }
    let simulator = try await OrganizationSimulator.start(
      organization, behaviour: behaviour, port: port, threads: threads)
    print("listening on \(simulator.endpointURL)")
    fflush(nil)
    await untilAskedToEnd()
    await simulator.stop()
  }

  private func organization() throws -> SimulatedOrganization {
    guard let tree else {
      return .generated(
        accounts: accounts, organizationalUnits: organizationalUnits, policies: policies, seed: seed)
    }
    do {
      return try SimulatedOrganization(tree: String(contentsOfFile: tree, encoding: .utf8))
    } catch let error as OrganizationTreeError {
      throw ValidationError("\(tree): \(error)")
    }
  }

  private var behaviour: SimulatorBehaviour {
    var behaviour = SimulatorBehaviour()
    behaviour.latency = .milliseconds(latencyMs)
    behaviour.deniedOperations = Set(denied)
    behaviour.throttling = throttle.map { factor in
      let assumed = Throttling.Bucket(rate: assumedRate, burst: assumedRate * 1.5)
      return Throttling(factor: factor, assumed: .init(account: assumed, organization: nil))
    }
    return behaviour
  }

  /// Waits for SIGTERM or SIGINT, or for the end of standard input where that is wanted.
  private func untilAskedToEnd() async {
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    let sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { end.yield() }
      source.resume()
      return source
    }
    if untilStdinCloses {
      Thread.detachNewThread {
        while readLine() != nil {}
        end.yield()
      }
    }
    for await _ in ends { break }
    for source in sources { source.cancel() }
  }
}
