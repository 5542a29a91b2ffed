import Checklist
package import OrganizationModel

extension ReportModel {
  /// What is not known, counted, so that nothing missing passes for fine.
  package struct Gaps: Hashable, Sendable, Encodable {
    /// `3 kinds of things are not known`, or that everything was read.
    package var sentence: String
    package var lines: [Line]
    package var unread: [UnreadSubject]
    package var mismatches: [Mismatch]
    package var moved: [String]
    /// What the operator asserts and AWS did not answer directly; nil when there is nothing.
    package var asserted: String?

    /// How many of something are not known.
    package struct Line: Hashable, Sendable, Encodable {
      package var count: Int
      package var text: String
    }

    /// AWS's answer beside what the policies on the path amount to.
    package struct Mismatch: Hashable, Sendable, Encodable {
      package var account: String
      package var computed: String
      package var reported: String
      package var cause: String
    }

    package var isEmpty: Bool { lines.isEmpty }

    init(_ posture: OrganizationPosture, source: SnapshotSource, checklists: [ChecklistResult]) {
      let snapshot = posture.snapshot
      let counts = posture.counts
      unread = snapshot.unread.sorted()
      mismatches = snapshot.mismatches.sorted { $0.account < $1.account }.map {
        Mismatch(account: $0.account.rawValue, computed: $0.computed, reported: $0.reported, cause: $0.cause)
      }
      moved = snapshot.movedWhileReading
      asserted = source.assertedByOperator.map { "Asserted by the operator: \($0)." }
      let notAssessed = checklists.map(\.score.notAssessed).reduce(0, +)
      let candidates = [
        (counts.unknown, "active account could not be judged", "active accounts could not be judged"),
        (counts.lockUnknown, "active account has an unknown lock", "active accounts have an unknown lock"),
        (
          counts.computed, "active account is known by computation only",
          "active accounts are known by computation only"
        ),
        (unread.count, "subject could not be read", "subjects could not be read"),
        (
          mismatches.count, "account where AWS's answer and the policies on its path differ",
          "accounts where AWS's answer and the policies on their path differ"
        ),
        (moved.count, "thing moved while it was read", "things moved while they were read"),
        (
          posture.canEdit.unread.count, "source of who can edit could not be read",
          "sources of who can edit could not be read"
        ),
        (notAssessed, "checklist item was not assessed", "checklist items were not assessed"),
      ]
      lines = candidates.filter { $0.0 > 0 }.map { count, singular, plural in
        Line(count: count, text: count == 1 ? singular : plural)
      }
      sentence =
        lines.isEmpty
        ? "Everything that was asked for was read."
        : "Not everything is known. What is missing counts neither for nor against."
    }
  }
}
