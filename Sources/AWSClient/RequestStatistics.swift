/// What was sent so far, by operation name.
package struct RequestStatistics: Hashable, Sendable {
  /// Every try counts.
  package var requests: [String: Int] = [:]
  package var throttled: [String: Int] = [:]
  /// Tries after the first one of a call.
  package var retries: [String: Int] = [:]

  package init() {}

  package var totalRequests: Int { requests.values.reduce(0, +) }
}
