package import Checklist

/// A checklist with its score and items.
package struct ChecklistSection: Hashable, Sendable, Encodable {
  package var id: String
  package var title: String
  package var source: String
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
    package var evidence: [String]
    package var proves: String
    package var doesNotProve: String
    package var references: [Link]
    package var remediation: String
    /// Failed or not assessed, so that the remediation is due.
    package var needsAction: Bool
  }

  /// Where a requirement is written.
  package struct Link: Hashable, Sendable, Encodable {
    package var text: String
    /// Only https addresses; nil otherwise.
    package var url: String?

    init(_ reference: Reference) {
      text = [reference.framework, reference.edition, reference.section].compactMap { $0 }.joined(
        separator: ", ")
      url = reference.url.flatMap { Self.isPlainAddress($0) ? $0 : nil }
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

  init(_ result: ChecklistResult) {
    id = result.id
    title = result.title
    source = result.source
    score = result.score
    percent = score.percent.map { "\($0) %" } ?? "no item counts"
    calculation = "\(score.passed) / (\(score.passed) + \(score.failed) + \(score.notAssessed))"
    tone = score.failed > 0 ? .bad : score.notAssessed > 0 ? .unknown : score.passed > 0 ? .good : .neutral
    items = result.items.map { item in
      let needsAction =
        switch item.outcome {
        case .failed, .notAssessed: true
        case .passed, .notApplicable: false
        }
      return Item(
        id: item.id, title: item.title, question: item.question, outcome: Status(item.outcome),
        reason: item.outcome.reason, evidence: item.evidence, proves: item.proves,
        doesNotProve: item.doesNotProve, references: item.references.map { Link($0) },
        remediation: item.remediation, needsAction: needsAction)
    }
  }
}
extension ChecklistSection.Item {
  var isManual: Bool { false }
}
