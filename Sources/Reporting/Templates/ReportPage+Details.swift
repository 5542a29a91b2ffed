import Checklist

extension PostureGroup: Templated {
  static var tags: Tags<PostureGroup> {
    Tags()
      .text("number") { "\($0.number)" }
      .text("title") { $0.title }
      .text("tone") { $0.tone.rawValue }
      .text("sign") { $0.tone.sign }
      .object("verdict") { $0.verdict }
      .object("lock") { $0.lock }
      .text("lockExplanation") { $0.lockExplanation }
      .text("evidence") { $0.evidence }
      .text("evidenceExplanation") { $0.evidenceExplanation }
      .flag("hasOptedIn") { !$0.optedIn.isEmpty }
      .texts("optedIn") { $0.optedIn }
      .text("optedInList") { Words.list($0.optedIn) }
      .flag("hasUncovered") { !$0.uncovered.isEmpty }
      .number("uncoveredCount") { $0.uncovered.count }
      .texts("uncovered") { $0.uncovered }
      .text("uncoveredList") { Words.list($0.uncovered, limit: 5) }
      .text("reason", optional: { $0.reason })
      .text("acceptance", optional: { $0.acceptance })
      .text("fix", optional: { $0.fix })
      .text("who") { $0.who }
      .text("explainCommand") { $0.explainCommand }
      .text("size") { Words.count($0.accounts.count, "account") }
      .number("accountCount") { $0.accounts.count }
      .flag("isShort") { $0.isException && $0.accounts.count <= shortLimit }
      .flag("isLong") { $0.accounts.count > longLimit }
      .flag("hasDates") { group in group.accounts.contains { $0.since != nil } }
      .text("commonSources", optional: { ListedAccount.commonSources(of: $0.accounts) })
      .flag("hasOtherSources") { ListedAccount.all(of: $0.accounts).contains { $0.sources != nil } }
      .list("accounts") { ListedAccount.all(of: $0.accounts) }
      .list("firstAccounts") { Array($0.accounts.prefix(firstLimit)) }
      .text(
        "more",
        optional: {
          $0.accounts.count > firstLimit ? Words.count($0.accounts.count - firstLimit, "more account") : nil
        })
  }
}

/// An account in the whole list of its group, which says what most of its accounts have in common once.
struct ListedAccount: Templated {
  var row: AccountRow
  var groupHasDates: Bool
  /// Nil where the group says them for all.
  var sources: String?

  static func all(of accounts: [AccountRow]) -> [ListedAccount] {
    let common = commonSources(of: accounts)
    let hasDates = accounts.contains { $0.since != nil }
    return accounts.map { row in
      let sources = row.since?.sources
      return ListedAccount(row: row, groupHasDates: hasDates, sources: sources == common ? nil : sources)
    }
  }

  /// The sources of most of the dates; nil when the dates have none in common.
  static func commonSources(of accounts: [AccountRow]) -> String? {
    var counts: [String: Int] = [:]
    for sources in accounts.compactMap(\.since?.sources) { counts[sources, default: 0] += 1 }
    let dated = counts.values.reduce(0, +)
    return counts.first { $0.value > 1 && $0.value * 2 > dated }?.key
  }

  static var tags: Tags<ListedAccount> {
    Tags()
      .text("id") { $0.row.id }
      .text("name") { $0.row.name }
      .text("state") { $0.row.state }
      .text("place") { $0.row.shortPlace }
      .object("verdict") { $0.row.verdict }
      .object("lock") { $0.row.lock }
      .text("lockExplanation") { $0.row.lockExplanation }
      .text("evidence") { $0.row.evidence }
      .text("reason", optional: { $0.row.reason })
      .flag("groupHasDates") { $0.groupHasDates }
      .text("since", optional: { $0.row.since?.text })
      .text("sinceSources", optional: { $0.sources })
  }
}

extension AccountRow: Templated {
  static var tags: Tags<AccountRow> {
    Tags()
      .text("id") { $0.id }
      .text("name") { $0.name }
      .text("state") { $0.state }
      .text("place") { $0.shortPlace }
      .object("verdict") { $0.verdict }
      .object("lock") { $0.lock }
      .text("lockExplanation") { $0.lockExplanation }
      .text("evidence") { $0.evidence }
      .text("reason", optional: { $0.reason })
      .text("since", optional: { $0.since?.text })
      .text("sinceSources", optional: { $0.since?.sources })
  }
}

extension Coverage: Templated {
  static var tags: Tags<Coverage> {
    Tags()
      .text("sentence") { $0.sentence }
      .number("activeAccounts") { $0.activeAccounts }
      .list("rows") { $0.rows }
      .list("notableRows") { $0.notableRows }
  }
}

extension Coverage.Row: Templated {
  static var tags: Tags<Coverage.Row> {
    Tags()
      .text("key") { $0.key }
      .text("name") { $0.name }
      .text("note", optional: { $0.note })
      .number("explicit") { $0.explicit }
      .number("byDefault") { $0.byDefault }
      .number("optedOut") { $0.optedOut }
      .number("optedIn") { $0.optedIn }
      .number("uncovered") { $0.uncovered }
      .number("unknown") { $0.unknown }
      .text("percent") { $0.total == 0 ? "0" : "\($0.optedOut * 100 / $0.total)" }
      .flag("isFull") { $0.isFull }
  }
}

extension PolicyRow: Templated {
  static var tags: Tags<PolicyRow> {
    Tags()
      .text("id") { $0.id }
      .text("name") { $0.name }
      .text("description", optional: { $0.description })
      .flag("isAWSManaged") { $0.isAWSManaged }
      .text("size") { $0.size.map { Words.count($0, "character") } ?? "size not known" }
      .text("sha256", optional: { $0.sha256 })
      .flag("hasAttachments") { !$0.attachments.isEmpty }
      .list("attachments") { $0.attachments }
      .flag("hasProblems") { !$0.problems.isEmpty }
      .texts("problems") { $0.problems }
      .flag("hasLines") { !$0.lines.isEmpty }
      .list("lines") { $0.lines.map { SourceLine($0) } }
  }
}

extension PolicyRow.Place: Templated {
  static var tags: Tags<PolicyRow.Place> {
    Tags()
      .text("id") { $0.id }
      .text("name") { $0.name }
      .text("kind") { $0.kind }
  }
}

extension HistoryRow: Templated {
  static var tags: Tags<HistoryRow> {
    Tags()
      .text("id") { $0.id }
      .text("startedAt") { $0.startedAt }
      .text("observedAt") { $0.observedAt }
      .number("accounts") { $0.accounts }
      .flag("isComplete") { $0.isComplete }
      .text("source") { $0.source }
      .text("toolVersion") { $0.toolVersion }
      .text("digest") { $0.digest }
      .text("previousDigest", optional: { $0.previousDigest })
      .flag("isThis") { $0.isThis }
  }
}

extension ReportModel.Method: Templated {
  static var tags: Tags<Self> {
    Tags()
      .list("facts") { $0.facts }
      .object("chain") { $0.chain }
      .text("chainHead") { $0.chainHead }
      .text("formula") { $0.formula }
      .text("statement") { $0.statement }
      .texts("proves") { $0.proves }
      .texts("doesNotProve") { $0.doesNotProve }
      .flag("hasOutOfReach") { !$0.outOfReach.isEmpty }
      .list("outOfReach") { $0.outOfReach }
  }
}

extension ReportModel.Method.Fact: Templated {
  static var tags: Tags<Self> {
    Tags()
      .text("label") { $0.label }
      .text("value") { $0.value }
      .flag("isIdentifier") { $0.isIdentifier }
  }
}

extension ReportModel.Method.Control: Templated {
  static var tags: Tags<Self> {
    Tags()
      .text("name") { $0.name }
      .text("control") { $0.control }
  }
}

/// A line of a policy's text. Its indentation is apart, since it is no edge that needs to be made visible.
private struct SourceLine: Templated {
  /// Spaces and tabs only.
  var indentation: String
  var text: String

  init(_ line: String) {
    indentation = String(line.prefix { $0 == " " || $0 == "\t" })
    text = String(line.dropFirst(indentation.count))
  }

  static var tags: Tags<SourceLine> {
    Tags()
      .text("indentation") { $0.indentation }
      .text("text") { $0.text }
  }
}
