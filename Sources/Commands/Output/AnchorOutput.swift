import HistoryStore
import OrganizationModel

/// How `anchor` shows the end of the chain and its time stamps.
struct AnchorOutput {
  var organization: OrganizationID
  var head: ChainLink
  var stamps: [StoredTimeStamp]
  /// Paths of the files written.
  var files: [String]

  var json: JSONValue {
    .object([
      ("organization", .string(organization.rawValue)), ("head", .string(head.digest)),
      ("entries", .number(Int(head.position))), ("timeStamps", .array(stamps.map(Self.json))),
      ("files", .strings(files)),
    ])
  }

  static func json(_ stamp: StoredTimeStamp) -> JSONValue {
    .object([
      ("entry", .number(Int(stamp.entry.position))), ("digest", .optional(stamp.record?.digest)),
      ("time", .optional(stamp.record?.time.description)), ("url", .optional(stamp.record?.url)),
      ("signer", .optional(stamp.record?.signer)), ("serialNumber", .optional(stamp.record?.serialNumber)),
      ("valid", .bool(stamp.problem == nil)), ("signerJudged", .bool(stamp.isSignerJudged)),
      ("problem", .optional(stamp.problem)),
    ])
  }

  func text(_ context: CommandContext) -> String {
    var lines = [
      context.styled(head.digest, .bold),
      "  head of the chain of \(organization), entry \(head.position)",
    ]
    lines += stamps.map { TerminalText.wrapped("  " + Self.text($0), to: context.columns, indent: 4) }
    lines += files.map { "  wrote \(TerminalText.safe($0))" }
    if stamps.isEmpty {
      lines.append("  check it later with: optout-audit verify --anchor \(head.digest.prefix(12))")
    }
    return lines.joined(separator: "\n")
  }

  /// One time stamp in one sentence.
  static func text(_ stamp: StoredTimeStamp) -> String {
    guard let record = stamp.record else { return "entry \(stamp.entry.position) is no time stamp" }
    let what =
      "time stamp of \(record.digest.prefix(12)) at \(record.time) by "
      + TerminalText.safe(record.signer ?? record.url)
    return stamp.problem.map { "\(what): NOT VALID, \(TerminalText.safe($0))" } ?? "\(what): valid"
      + (stamp.isSignerJudged ? "" : ", its signer not judged (--tsa-ca FILE)")
  }
}
