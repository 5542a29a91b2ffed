package import Checklist
import OrganizationModel

/// A checklist with its score and items.
package struct ChecklistSection: Hashable, Sendable, Encodable {
  package var id: String
  package var title: String
  package var source: String
  /// What a reader must know before the items.
  package var about: String?
  package var score: Score
  /// `62 %`, or that no item counts.
  package var percent: String
  package var formula: String { Score.formula }
  /// The formula with this checklist's numbers: `5 / (5 + 2 + 1)`.
  package var calculation: String
  package var tone: Status.Tone
  package var items: [Item]

  package struct Item: Hashable, Sendable, Encodable {
    package var id: String
    package var title: String
    package var question: String
    package var outcome: Status
    package var reason: String?
    /// The last day, `YYYY-MM-DD`, on which its failure is accepted; nil when it passed or something of it is not.
    package var acceptedUntil: String?
    /// What answers it: `evidence`, `a probe`, `a person`.
    package var answeredBy: String
    /// How it is assessed, a sentence; empty when the result does not say.
    package var assessedBy: String
    package var passesWhen: String
    /// Who attested what counts, and until when: `Ida Holm until 2027-03-02`; nil when nothing does.
    package var attestedBy: String?
    /// Without the statements of persons, which stand in `attestations`.
    package var evidence: [String]
    package var attestations: [AttestationRow]
    /// What AWS says and this tool cannot observe.
    package var awsStates: [Statement]
    package var proves: String
    package var doesNotProve: String
    package var references: [Link]
    package var remediation: String
    /// Failed or not assessed, so that the remediation is due.
    package var needsAction: Bool
    /// Failed, so that it should be seen at once.
    package var isFailed: Bool
  }

  /// Where a requirement is written.
  package struct Link: Hashable, Sendable, Encodable {
    package var text: String
    /// Only https addresses; nil otherwise.
    package var url: String?

    init(text: String, url: String?) {
      self.text = text
      self.url = url.flatMap { Self.isPlainAddress($0) ? $0 : nil }
    }

    init(_ reference: Reference) {
      self.init(
        text: [reference.framework, reference.edition, reference.section].compactMap { $0 }.joined(
          separator: ", "), url: reference.url)
    }

    /// Whether `url` is https and made of characters that mean nothing to HTML or Markdown around it.
    private static func isPlainAddress(_ url: String) -> Bool {
      url.hasPrefix("https://")
        && url.unicodeScalars.allSatisfy { scalar in
          scalar.isASCII
            && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
              || "-._~:/?#&=%+,;@!".unicodeScalars.contains(scalar))
        }
    }
  }

  /// What AWS says, with the page that says it.
  package struct Statement: Hashable, Sendable, Encodable {
    package var text: String
    package var page: Link
    /// Of the page's text.
    package var date: String
  }

  init(_ result: ChecklistResult) {
    id = result.id
    title = result.title
    source = result.source
    about = result.about
    score = result.score
    percent = score.percent.map { "\($0) %" } ?? "no item counts"
    calculation = "\(score.passed) / (\(score.passed) + \(score.failed) + \(score.notAssessed))"
    tone = score.failed > 0 ? .bad : score.notAssessed > 0 ? .unknown : score.passed > 0 ? .good : .neutral
    items = result.items.map { Item($0) }
  }
}

extension ChecklistSection.Item {
  fileprivate init(_ item: ItemResult) {
    id = item.id
    title = item.title
    question = item.question
    outcome = Status(item.outcome)
    reason = item.outcome.reason
    acceptedUntil = item.acceptance?.until.day
    answeredBy =
      switch item.kind {
      case .snapshot, .timeline: "evidence"
      case .probe: "a probe, or a person"
      case .usageAndAttestation: "evidence and a person"
      case .attestation: "a person"
      }
    assessedBy = item.assessedBy
    passesWhen = item.passesWhen
    let said = Set(item.attestations.map(\.sentence))
    evidence = item.evidence.filter { !said.contains($0) }
    attestations = item.attestations.map { AttestationRow($0, item: item) }
    let counting = attestations.filter(\.counts)
    attestedBy =
      counting.isEmpty ? nil : Words.list(counting.map { "\($0.by) until \($0.expires)" }, limit: 3)
    awsStates = item.awsStates.map { statement in
      ChecklistSection.Statement(
        text: statement.statement, page: ChecklistSection.Link(text: statement.page, url: statement.url),
        date: statement.date)
    }
    proves = item.proves
    doesNotProve = item.doesNotProve
    references = item.references.map { ChecklistSection.Link($0) }
    remediation = item.remediation
    switch item.outcome {
    case .failed: (needsAction, isFailed) = (true, true)
    case .notAssessed: (needsAction, isFailed) = (true, false)
    case .passed, .notApplicable: (needsAction, isFailed) = (false, false)
    }
  }
}
extension ChecklistSection.Item {
  /// Whether the snapshots and what was recorded of changes answer it.
  var isAutomatic: Bool { answeredBy == "evidence" }
  /// Whether a person's statement answers it.
  var isManual: Bool { answeredBy == "a person" }
}
