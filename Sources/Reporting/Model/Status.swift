import Checklist
import OrganizationModel

/// A state as it is shown: a word, with a tone that formats may turn into a sign and a colour. The word alone says it.
package struct Status: Hashable, Sendable, Encodable {
  package enum Tone: String, Hashable, Sendable, CaseIterable, Encodable {
    case good
    case partial
    case bad
    case unknown
    case neutral

    /// A sign for formats that have only text.
    package var sign: String {
      switch self {
      case .good: "✓"
      case .partial: "◐"
      case .bad: "✗"
      case .unknown: "?"
      case .neutral: "–"
      }
    }
  }

  package var tone: Tone
  package var word: String

  package init(_ tone: Tone, _ word: String) {
    self.tone = tone
    self.word = word
  }

  init(_ verdict: Verdict) {
    switch verdict {
    case .optedOut: self.init(.good, "opted out")
    case .partial: self.init(.partial, "partly opted out")
    case .notOptedOut: self.init(.bad, "not opted out")
    case .unknown: self.init(.unknown, "unknown")
    }
  }

  init(_ lock: Lock) {
    switch lock {
    case .locked: self.init(.good, "locked")
    case .open: self.init(.partial, "open")
    case .unknown: self.init(.unknown, "lock unknown")
    }
  }

  init(_ outcome: Outcome) {
    switch outcome {
    case .passed: self.init(.good, "passed")
    case .failed: self.init(.bad, "failed")
    case .notAssessed: self.init(.unknown, "not assessed")
    case .notApplicable: self.init(.neutral, "not applicable")
    }
  }

  init(_ state: ReportInput.ChainState) {
    switch state {
    case .intact: self.init(.good, "intact")
    case .broken: self.init(.bad, "broken")
    case .unverified: self.init(.unknown, "not verified")
    }
  }
}

extension EvidenceKind {
  /// How the effective policy is known, as a clause after "known".
  var explanation: String {
    switch self {
    case .reported: "AWS answered for the account itself"
    case .representative: "AWS answered for another account with the same path and policies"
    case .computed: "computed from the policies on the path; AWS did not confirm it"
    case .none: "nothing is known"
    }
  }
}
