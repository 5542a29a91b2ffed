import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

/// A local server that plays AWS Organizations, the caller's identity of AWS STS and CloudTrail's LookupEvents for a
/// `SimulatedOrganization`. Changes leave records in `organization.trail`, in the name of `trail.actor`.
///
/// It listens on 127.0.0.1, speaks AWS JSON 1.1 (POST /, X-Amz-Target) and STS's query protocol on the same
/// port, wants the Authorization header of Signature Version 4 without verifying the signature, and answers,
/// refuses, throttles and fails as its `SimulatorBehaviour` says:
///
/// ```swift
/// let simulator = try await OrganizationSimulator.start(SimulatedOrganization(tree: tree))
/// simulator.behaviour.faults = [FaultRule("ListAccounts", when: .first(2), .throttled())]
/// try simulator.attach("p-hardened", to: "r-ab12")
/// await simulator.stop()
/// ```
package final class OrganizationSimulator: Sendable {
  private let state: NIOLockedValueBox<SimulatorState>
  private let group: MultiThreadedEventLoopGroup
  private let listener: NIOLockedValueBox<(any Channel)?>
  private let connections = NIOLockedValueBox<[ObjectIdentifier: any Channel]>([:])

  private init(_ organization: SimulatedOrganization, _ behaviour: SimulatorBehaviour, threads: Int) {
    state = NIOLockedValueBox(SimulatorState(organization: organization, behaviour: behaviour))
    group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
    listener = NIOLockedValueBox(nil)
  }

  /// Starts to listen.
  /// - Parameter port: 0 lets the system choose a free one.
  /// - Throws: NIO's error when the port cannot be had.
  package static func start(
    _ organization: SimulatedOrganization, behaviour: SimulatorBehaviour = .init(), port: Int = 0,
    threads: Int = 1
  ) async throws -> OrganizationSimulator {
    let simulator = OrganizationSimulator(organization, behaviour, threads: threads)
    let bootstrap = ServerBootstrap(group: simulator.group)
      .serverChannelOption(.backlog, value: 512)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        simulator.remember(channel)
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
          try channel.pipeline.syncOperations.addHandler(SimulatorHandler(simulator))
        }
      }
    do {
      let channel = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
      simulator.listener.withLockedValue { $0 = channel }
    } catch {
      try? await simulator.group.shutdownGracefully()
      throw error
    }
    return simulator
  }

  /// `http://127.0.0.1:PORT`, for every service.
  package var endpointURL: String {
    "http://127.0.0.1:\(listener.withLockedValue { $0?.localAddress?.port } ?? 0)"
  }

  /// Ends the server and every open connection. The endpoint refuses connections when it returns.
  package func stop() async {
    try? await listener.withLockedValue { $0 }?.close()
    for channel in connections.withLockedValue({ Array($0.values) }) { try? await channel.close() }
    try? await group.shutdownGracefully()
  }

  /// Takes effect with the next request. A change of the fault rules starts their counting again.
  package var behaviour: SimulatorBehaviour {
    get { state.withLockedValue { $0.behaviour } }
    set { state.withLockedValue { $0.behaviour = newValue } }
  }

  package var statistics: SimulatorStatistics { state.withLockedValue { $0.statistics } }

  /// Counts from zero again; requests that are under way stay counted as such.
  package func resetStatistics() {
    state.withLockedValue { state in
      let inFlight = state.statistics.inFlight
      state.statistics = SimulatorStatistics()
      state.statistics.inFlight = inFlight
      state.statistics.maximumInFlight = inFlight
    }
  }

  package var organization: SimulatedOrganization { state.withLockedValue { $0.organization } }

  /// Changes the organization in one step between two requests.
  package func change<Result>(_ body: (inout SimulatedOrganization) throws -> Result) rethrows -> Result {
    try state.withLockedValue { try $0.change(body) }
  }

  // MARK: For the connections

  func connectionOpened() { state.withLockedValue { $0.statistics.connectionsOpened += 1 } }

  func requestFinished() { state.withLockedValue { $0.statistics.inFlight -= 1 } }

  func reply(to request: ReceivedRequest) -> Reply {
    let (seen, hook) = state.withLockedValue { ($0.received(request), $0.behaviour.onRequest) }
    hook?(seen, self)
    return state.withLockedValue { $0.reply(to: request) }
  }

  private func remember(_ channel: any Channel) {
    let key = ObjectIdentifier(channel)
    connections.withLockedValue { $0[key] = channel }
    channel.closeFuture.whenComplete { [connections] _ in
      _ = connections.withLockedValue { $0.removeValue(forKey: key) }
    }
  }
}
