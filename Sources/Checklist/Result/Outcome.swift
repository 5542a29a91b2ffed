/// What the assessment of one checklist item came to.
///
/// What was not assessed is neither passed nor failed, and always has its reason.
package enum Outcome: Hashable, Sendable {
  case passed
  /// The reason says what is wrong.
  case failed(reason: String)
  case notAssessed(reason: String)
  /// The reason says who said so and why.
  case notApplicable(reason: String)

  /// `passed`, `failed`, `notAssessed` or `notApplicable`.
  package var word: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .notAssessed: "notAssessed"
    case .notApplicable: "notApplicable"
    }
  }

  /// Nil when passed.
  package var reason: String? {
    switch self {
    case .passed: nil
    case .failed(let reason), .notAssessed(let reason), .notApplicable(let reason): reason
    }
  }
}
