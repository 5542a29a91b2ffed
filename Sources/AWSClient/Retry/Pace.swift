/// How fast operations are asked.
package enum Pace: String, Hashable, Sendable, CaseIterable {
  /// At a share of the documented rates from the first call on.
  case documented
  /// Without pacing, until the endpoint throttles an operation; then that operation is paced.
  case adaptive
}
