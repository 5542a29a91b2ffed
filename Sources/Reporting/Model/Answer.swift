import Checklist
package import OrganizationModel

extension ReportModel {
  /// The first screen: what the answer is, whether it lasts, who could change it, and the numbers.
  package struct Answer: Hashable, Sendable, Encodable {
    package var verdict: Status
    package var verdictSentence: String
    package var lock: Status
    package var lockSentence: String
    /// Whether the policy type is in force.
    package var policyTypeSentence: String
    package var editors: [Editor]
    package var editorsSentence: String
    package var counts: Counts
    /// What the first screen counts, in order.
    package var tiles: [Tile]
    /// The group of exceptions that comes first; in JSON its number alone, since `exceptions` has it.
    package var worst: PostureGroup?
    /// The exceptions after it, by title.
    package var others: [Pointer]

    /// Further exceptions that the first screen names.
    package static let othersLimit = 3

    /// The title of a group with its number.
    package struct Pointer: Hashable, Sendable, Encodable {
      package var number: Int
      package var title: String
      package var tone: Status.Tone
    }

    private enum CodingKeys: String, CodingKey {
      case verdict, verdictSentence, lock, lockSentence, policyTypeSentence, editors, editorsSentence, counts,
        tiles
      case worst, others
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(verdict, forKey: .verdict)
      try container.encode(verdictSentence, forKey: .verdictSentence)
      try container.encode(lock, forKey: .lock)
      try container.encode(lockSentence, forKey: .lockSentence)
      try container.encode(policyTypeSentence, forKey: .policyTypeSentence)
      try container.encode(editors, forKey: .editors)
      try container.encode(editorsSentence, forKey: .editorsSentence)
      try container.encode(counts, forKey: .counts)
      try container.encode(tiles, forKey: .tiles)
      try container.encodeIfPresent(worst?.number, forKey: .worst)
      try container.encode(others, forKey: .others)
    }

    /// Who may change the policies themselves.
    package struct Editor: Hashable, Sendable, Encodable {
      package var principal: String
      package var name: String?
      package var ground: String
    }

    /// A number with its label.
    package struct Tile: Hashable, Sendable, Encodable {
      package var label: String
      package var value: Int
      package var tone: Status.Tone
      /// Of the active accounts, in whole percent rounded down; nil where that has no meaning.
      package var share: Int?
    }

    init(
      _ posture: OrganizationPosture, names: NodeNames, checklists: [ChecklistResult],
      exceptions: [PostureGroup]
    ) {
      counts = posture.counts
      verdict = Status(posture.verdict)
      lock = Status(posture.lock)
      verdictSentence = Self.verdictSentence(posture.verdict, counts)
      lockSentence = Self.lockSentence(posture.lock, counts, names: names)
      policyTypeSentence = Self.policyTypeSentence(posture.snapshot)
      editors = posture.canEdit.editors.map { editor in
        let name = AccountID(editor.principal).map { names.name(of: .account($0)) }
        return Editor(
          principal: editor.principal, name: name == editor.principal ? nil : name, ground: editor.explanation
        )
      }
      editorsSentence =
        "\(Words.count(editors.count, "principal")) can change the policies themselves; a lock does not bind them"
        + (posture.canEdit.unread.isEmpty
          ? "." : ". The list may be too short: \(posture.canEdit.unread.joined(separator: "; ")).")
      tiles = Self.tiles(counts)
      worst = exceptions.first
      others = exceptions.dropFirst().map { Pointer(number: $0.number, title: $0.title, tone: $0.tone) }
    }

    private static func verdictSentence(_ verdict: Verdict, _ counts: Counts) -> String {
      let active = Words.count(counts.active, "active account")
      let unknown =
        counts.unknown == 0
        ? "" : "; \(Words.number(counts.unknown)) \(counts.unknown == 1 ? "is" : "are") unknown"
      switch verdict {
      case .optedOut:
        return counts.active == 1 ? "The one active account is opted out." : "All \(active) are opted out."
      case .notOptedOut: return "None of the \(active) whose state is known is opted out\(unknown)."
      case .unknown:
        return counts.active == 0
          ? "There is no active account to judge."
          : "It cannot be told: \(Words.number(counts.unknown)) of \(active) could not be judged, "
            + "\(Words.number(counts.optedOut)) \(counts.optedOut == 1 ? "is" : "are") opted out."
      case .partial:
        let parts = [
          counts.partial > 0 ? "\(Words.number(counts.partial)) partly" : nil,
          counts.notOptedOut > 0 ? "\(Words.number(counts.notOptedOut)) not" : nil,
        ].compactMap { $0 }
        return
          "\(Words.number(counts.optedOut)) of \(active) \(counts.optedOut == 1 ? "is" : "are") opted out, "
          + "\(parts.joined(separator: ", "))\(unknown)."
      }
    }

    private static func lockSentence(_ lock: Lock, _ counts: Counts, names: NodeNames) -> String {
      switch lock {
      case .locked:
        return "No policy further down can change or add anything, for any of the "
          + "\(Words.count(counts.active, "active account"))."
      case .open:
        return
          "In \(Words.number(counts.open)) of \(Words.count(counts.active, "active account")) a policy further "
          + "down can undo the opt-out or opt in to a service"
          + (counts.lockUnknown == 0 ? "." : "; for \(Words.number(counts.lockUnknown)) it is unknown.")
      case .unknown(let reason): return Words.sentence("it cannot be told: \(reason)")
      }
    }

    private static func policyTypeSentence(_ snapshot: Snapshot) -> String {
      switch snapshot.root {
      case .unread(let reason):
        return "It could not be read whether the policy type \(Root.optOutPolicyType) is enabled: \(reason)."
      case .known(let root):
        switch root.optOutPolicyTypeStatus {
        case "ENABLED"?: return "The policy type \(Root.optOutPolicyType) is enabled on \(root.id)."
        case nil:
          return
            "The policy type \(Root.optOutPolicyType) is not enabled on \(root.id), so no such policy is in force."
        case let status?:
          return
            "The policy type \(Root.optOutPolicyType) is \(status) on \(root.id), so no such policy is in force."
        }
      }
    }

    private static func tiles(_ counts: Counts) -> [Tile] {
      func share(_ value: Int) -> Int? { counts.active == 0 ? nil : value * 100 / counts.active }
      return [
        Tile(label: "active accounts", value: counts.active, tone: .neutral, share: nil),
        Tile(label: "opted out", value: counts.optedOut, tone: .good, share: share(counts.optedOut)),
        Tile(label: "partly", value: counts.partial, tone: .partial, share: share(counts.partial)),
        Tile(label: "not opted out", value: counts.notOptedOut, tone: .bad, share: share(counts.notOptedOut)),
        Tile(label: "unknown", value: counts.unknown, tone: .unknown, share: share(counts.unknown)),
        Tile(label: "locked", value: counts.locked, tone: .good, share: share(counts.locked)),
      ]
    }
  }
}
