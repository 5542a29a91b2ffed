package import OrganizationModel

/// A trouble that people have with the opt-out, looked for in a snapshot.
package protocol TroubleshootingCheck: Sendable {
  /// Kebab-case; stable, because pipelines filter by it.
  var id: String { get }
  /// The trouble in a few words.
  var title: String { get }
  /// What to do when it is found.
  var advice: String { get }
  /// The page that says so.
  var reference: String { get }

  func result(in posture: OrganizationPosture) -> TroubleshootingResult
}

/// What looking for a trouble gave.
package enum TroubleshootingResult: Hashable, Sendable {
  /// Where it is found, each a clause; never empty.
  case found([String])
  case notFound
  /// Why the snapshot does not tell.
  case notKnown(String)

  /// `found` when there is anything to say.
  static func found(ifAny details: [String]) -> Self { details.isEmpty ? .notFound : .found(details) }
}

/// A check with what it gave.
package struct TroubleshootingAnswer: Sendable {
  package var check: any TroubleshootingCheck
  package var result: TroubleshootingResult

  /// What was found; empty when nothing was.
  package var details: [String] {
    guard case .found(let details) = result else { return [] }
    return details
  }
}

/// Goes through everything that commonly keeps the opt-out from working, in the order in which one thing hides the next.
package enum Troubleshooter {
  package static let checks: [any TroubleshootingCheck] = [
    AllFeaturesMissing(), PolicyTypeNotEnabled(), PolicyDoesNotParse(), AssignIsMissing(), NothingOnTheRoot(),
    DefaultIsMissing(), PolicyBelowOptsIn(), OrderDecides(), OptOutIsOpen(), ServiceControlPolicyInstead(),
    AnswerDiffers(), NeverVerified(), ServiceBehavesDifferently(),
  ]

  package static func answers(for posture: OrganizationPosture) -> [TroubleshootingAnswer] {
    checks.map { TroubleshootingAnswer(check: $0, result: $0.result(in: posture)) }
  }
}
