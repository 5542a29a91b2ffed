/// A checklist with the outcome of each of its items, in catalogue order.
package struct ChecklistResult: Hashable, Sendable {
  package var id: String
  package var title: String
  /// Where the checklist comes from, with edition.
  package var source: String
  /// What a reader must know before the items.
  package var about: String?
  /// Questions of a review that its evidence can be pasted into; empty for most.
  package var reviewQuestions: [ChecklistCatalogue.ReviewQuestion]
  package var items: [ItemResult]

  package init(
    id: String, title: String, source: String, about: String? = nil,
    reviewQuestions: [ChecklistCatalogue.ReviewQuestion] = [], items: [ItemResult]
  ) {
    self.id = id
    self.title = title
    self.source = source
    self.about = about
    self.reviewQuestions = reviewQuestions
    self.items = items
  }

  package var score: Score { Score(of: items.map(\.outcome)) }
}

/// One item with what it says and what it came to.
package struct ItemResult: Hashable, Sendable {
  package var id: String
  package var title: String
  package var question: String
  package var kind: AssessmentKind
  /// How it is assessed, a sentence.
  package var assessedBy: String
  package var passesWhen: String
  package var outcome: Outcome
  /// Of a failure for accepted opt-ins alone. The outcome is failed all the same.
  package var acceptance: Acceptance?
  /// Facts that the outcome rests on, each a sentence without a period. Also given when it passed.
  package var evidence: [String]
  /// Statements of persons about it, the latest recorded first; they also stand in `evidence`.
  package var attestations: [ConsideredAttestation]
  /// What AWS says and nobody can observe.
  package var awsStates: [AWSStatement]
  package var proves: String
  package var doesNotProve: String
  package var references: [Reference]
  package var remediation: String

  package init(
    id: String, title: String, question: String, kind: AssessmentKind = .snapshot, assessedBy: String = "",
    passesWhen: String = "", outcome: Outcome, acceptance: Acceptance? = nil, evidence: [String],
    attestations: [ConsideredAttestation] = [], awsStates: [AWSStatement] = [], proves: String,
    doesNotProve: String, references: [Reference], remediation: String
  ) {
    self.id = id
    self.title = title
    self.question = question
    self.kind = kind
    self.assessedBy = assessedBy
    self.passesWhen = passesWhen
    self.outcome = outcome
    self.acceptance = acceptance
    self.evidence = evidence
    self.attestations = attestations
    self.awsStates = awsStates
    self.proves = proves
    self.doesNotProve = doesNotProve
    self.references = references
    self.remediation = remediation
  }
}

/// Where a requirement is written.
package struct Reference: Hashable, Sendable {
  package var framework: String
  package var edition: String?
  package var section: String?
  package var url: String?

  package init(framework: String, edition: String?, section: String?, url: String?) {
    self.framework = framework
    self.edition = edition
    self.section = section
    self.url = url
  }
}

/// How many items have each outcome, and the share that passed.
package struct Score: Hashable, Sendable, Encodable {
  package var passed = 0
  package var failed = 0
  package var notAssessed = 0
  package var notApplicable = 0

  /// Printed wherever a percentage stands.
  package static let formula = "passed / (passed + failed + notAssessed); notApplicable is left out"

  package init(of outcomes: [Outcome]) {
    for outcome in outcomes {
      switch outcome {
      case .passed: passed += 1
      case .failed: failed += 1
      case .notAssessed: notAssessed += 1
      case .notApplicable: notApplicable += 1
      }
    }
  }

  /// Whole percent, rounded down so that 100 means all; nil when no item counts.
  package var percent: Int? {
    let counted = passed + failed + notAssessed
    return counted == 0 ? nil : passed * 100 / counted
  }
}
