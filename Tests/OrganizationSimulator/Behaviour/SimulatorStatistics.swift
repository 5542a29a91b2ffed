/// What a simulator has seen since it was started or its statistics were reset.
package struct SimulatorStatistics: Hashable, Sendable {
  /// Requests by operation name, those refused included.
  package var requests: [String: Int] = [:]
  /// Requests answered with TooManyRequestsException by a token bucket.
  package var throttled: [String: Int] = [:]
  /// Requests that met a fault rule.
  package var faults: [String: Int] = [:]
  package var connectionsOpened = 0
  /// The most requests that waited for their answer at one time.
  package var maximumInFlight = 0
  package internal(set) var inFlight = 0

  package var totalRequests: Int { requests.values.reduce(0, +) }
}
