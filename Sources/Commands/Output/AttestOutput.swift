import Checklist
import OrganizationModel

/// How attestations are shown.
enum AttestOutput {
  /// One that ends within so many days is marked.
  static let soonDays = 30

  // MARK: - JSON

  static func json(_ book: AttestationBook, on date: Timestamp, only ids: [String]? = nil) -> JSONValue {
    let rows = book.states(on: date).filter { ids?.contains($0.attestation.id) ?? true }
    return .object([
      ("asOf", .string(date.day)),
      ("attestations", .array(rows.map { json($0.attestation, $0.state, book, on: date) })),
    ])
  }

  private static func json(
    _ recorded: RecordedAttestation, _ state: AttestationState, _ book: AttestationBook, on date: Timestamp
  ) -> JSONValue {
    let attestation = recorded.attestation
    var supersededBy: String?
    if case .superseded(let id) = state { supersededBy = id }
    let contradicting = book.standing(of: attestation.item, on: date).contradicting(recorded)
    return .object([
      ("id", .string(recorded.id)), ("item", .string(attestation.item)),
      ("outcome", .string(attestation.outcome.rawValue)), ("statement", .string(attestation.statement)),
      ("by", .string(attestation.attestedBy)), ("systemUser", .string(attestation.systemUser)),
      ("recordedAt", .string(recorded.recordedAt.description)),
      ("effective", .string(attestation.effective.day)), ("expires", .string(attestation.expires.day)),
      ("state", .string(state.word)), ("expiresSoon", .bool(endsSoon(recorded, state, on: date))),
      ("supersededBy", .optional(supersededBy)), ("contradictedBy", .strings(contradicting.map(\.id))),
      ("scope", .optional(attestation.scope)),
      (
        "details",
        .object(attestation.details.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) })
      ),
      (
        "files",
        .array(
          attestation.files.map {
            .object([
              ("name", .string($0.name)), ("sha256", .string($0.sha256)), ("bytes", .number($0.byteCount)),
            ])
          })
      ),
      ("revocation", recorded.revocation.map(json) ?? .null),
      (
        "countersignatures",
        .array(
          recorded.countersignatures.map {
            .object([
              ("by", .string($0.by)), ("systemUser", .string($0.systemUser)),
              ("recordedAt", .string($0.recordedAt.description)),
              ("sameSystemUser", .bool($0.systemUser == attestation.systemUser)),
            ])
          })
      ),
    ])
  }

  private static func json(_ revocation: RecordedAttestation.Revocation) -> JSONValue {
    .object([
      ("reason", .string(revocation.reason)), ("by", .string(revocation.by)),
      ("systemUser", .string(revocation.systemUser)),
      ("recordedAt", .string(revocation.recordedAt.description)),
    ])
  }

  // MARK: - After recording

  /// Prints what was recorded just now.
  static func printRecorded(
    _ ids: [String], in book: AttestationBook, json: Bool, _ loaded: LoadedConfiguration,
    _ context: CommandContext
  ) throws {
    let date = context.today
    if json {
      try context.print(self.json(book, on: date, only: ids).text)
      return
    }
    var lines: [String] = []
    for (recorded, state) in book.states(on: date) where ids.contains(recorded.id) {
      let attestation = recorded.attestation
      lines.append(
        "recorded \(recorded.id): \(TerminalText.safe(attestation.item)) \(word(attestation.outcome)), "
          + "\(attestation.effective.day) to \(attestation.expires.day)")
      if state == .expired { lines.append("  it has expired, so it counts for earlier days alone") }
      for other in book.standing(of: attestation.item, on: date).contradicting(recorded) {
        lines.append(
          "  it contradicts \(other.id), \(word(other.attestation.outcome)) by "
            + "\(TerminalText.safe(other.attestation.attestedBy)); the later one counts, both are kept")
      }
    }
    if let line = loaded.line { lines.append(line) }
    try context.print(wrapped(lines, context))
  }

  /// Prints what became of an attestation.
  static func printChanged(
    _ id: String, _ change: String, in book: AttestationBook, json: Bool, _ context: CommandContext
  ) throws {
    if json {
      try context.print(self.json(book, on: context.today, only: [id]).text)
      return
    }
    let item = book.attestations.first { $0.id == id }?.attestation.item ?? ""
    try context.print(wrapped(["\(id) (\(TerminalText.safe(item))): \(change)"], context))
  }

  // MARK: - List

  static func text(
    _ book: AttestationBook, of organization: OrganizationID, on date: Timestamp, _ context: CommandContext
  ) -> String {
    let rows = book.states(on: date)
    guard !rows.isEmpty else {
      return "nothing is attested about \(organization); begin with: optout-audit attest template"
    }
    var lines = [summary(rows, of: organization, on: date)]
    let byItem = Dictionary(grouping: rows, by: \.attestation.attestation.item)
    for (item, rows) in byItem.sorted(by: { $0.key < $1.key }) {
      lines += ["", context.styled(TerminalText.safe(item), .bold)]
      let standing = book.standing(of: item, on: date)
      // What counts stands first, and of equals the later one.
      let counting = rows.filter { $0.state == .valid }.reversed()
      let others = rows.filter { $0.state != .valid }.reversed()
      for row in Array(counting) + Array(others) {
        lines += self.lines(of: row.attestation, row.state, standing, on: date, context)
      }
    }
    return wrapped(lines, context)
  }

  private typealias Row = (attestation: RecordedAttestation, state: AttestationState)

  private static func summary(_ rows: [Row], of organization: OrganizationID, on date: Timestamp) -> String {
    var parts: [String] = []
    for word in ["valid", "expired", "notYetEffective", "revoked", "superseded"] {
      let count = rows.count { $0.state.word == word }
      guard count > 0 else { continue }
      parts.append("\(count) \(word == "notYetEffective" ? "not yet effective" : word)")
    }
    let soon = rows.count { endsSoon($0.attestation, $0.state, on: date) }
    return "\(organization), attestations on \(date.day): " + parts.joined(separator: ", ")
      + (soon > 0 ? "; \(soon) within \(soonDays) days of the last day" : "")
  }

  private static func lines(
    of recorded: RecordedAttestation, _ state: AttestationState, _ standing: AttestationStanding,
    on date: Timestamp, _ context: CommandContext
  ) -> [String] {
    let attestation = recorded.attestation
    let outcome = TerminalText.padded(word(attestation.outcome), to: 14)
    var lines = ["  \(outcome)  \(phrase(recorded, state, on: date, context))"]
    lines.append(
      "    \(recorded.id) by \(TerminalText.safe(attestation.attestedBy)) "
        + "(\(TerminalText.safe(attestation.systemUser))), recorded \(recorded.recordedAt)")
    lines.append("    \(TerminalText.safe(oneLine(attestation.statement)))")
    var facts = attestation.details.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    if let scope = attestation.scope { facts.insert("scope \(scope)", at: 0) }
    if !facts.isEmpty { lines.append("    \(TerminalText.safe(oneLine(facts.joined(separator: ", "))))") }
    for file in attestation.files {
      lines.append(
        "    evidence: \(TerminalText.safe(file.name)) (\(plural(file.byteCount, "byte")), sha256 \(file.sha256.prefix(12))…)"
      )
    }
    for signature in recorded.countersignatures {
      let isSame = signature.systemUser == attestation.systemUser
      lines.append(
        "    countersigned by \(TerminalText.safe(signature.by)) (\(TerminalText.safe(signature.systemUser))"
          + "\(isSame ? ", the same system user" : "")), \(signature.recordedAt)")
    }
    if let revocation = recorded.revocation {
      lines.append(
        "    revoked by \(TerminalText.safe(revocation.by)) (\(TerminalText.safe(revocation.systemUser))), "
          + "\(revocation.recordedAt): \(TerminalText.safe(oneLine(revocation.reason)))")
    }
    for other in standing.contradicting(recorded) {
      lines.append(
        context.styled("    contradicted by \(other.id): \(word(other.attestation.outcome))", .doubtful))
    }
    return lines
  }

  /// Whether it counts, and until when.
  private static func phrase(
    _ recorded: RecordedAttestation, _ state: AttestationState, on date: Timestamp, _ context: CommandContext
  ) -> String {
    let attestation = recorded.attestation
    switch state {
    case .valid:
      let days = attestation.expires.days(since: date)
      guard endsSoon(recorded, state, on: date) else { return "until \(attestation.expires.day)" }
      let left = days == 0 ? "its last day" : "\(plural(days, "day")) left"
      return context.styled("until \(attestation.expires.day), \(left)", .doubtful)
    case .expired: return context.styled("EXPIRED on \(attestation.expires.day)", .bad)
    case .notYetEffective: return "not yet effective, from \(attestation.effective.day)"
    case .revoked: return "REVOKED"
    case .superseded(let id): return "superseded by \(id)"
    }
  }

  private static func endsSoon(
    _ recorded: RecordedAttestation, _ state: AttestationState, on date: Timestamp
  ) -> Bool {
    state == .valid && recorded.attestation.expires.days(since: date) <= soonDays
  }

  private static func word(_ outcome: AttestedOutcome) -> String {
    outcome == .notApplicable ? "not applicable" : outcome.rawValue
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ")
  }

  private static func wrapped(_ lines: [String], _ context: CommandContext) -> String {
    lines.map { line in
      TerminalText.wrapped(line, to: context.columns, indent: line.prefix { $0 == " " }.count + 2)
    }.joined(separator: "\n")
  }
}
