import Checklist

extension PostureGroup: Templated {
  static var tags: Tags<PostureGroup> {
    var tags = Tags<PostureGroup>()
    tags.text("number") { "\($0.number)" }
    tags.text("title") { $0.title }
    tags.text("tone") { $0.tone.rawValue }
    tags.text("sign") { $0.tone.sign }
    tags.object("verdict") { $0.verdict }
    tags.object("lock") { $0.lock }
    tags.text("lockExplanation") { $0.lockExplanation }
    tags.text("evidence") { $0.evidence }
    tags.text("evidenceExplanation") { $0.evidenceExplanation }
    tags.flag("hasOptedIn") { !$0.optedIn.isEmpty }
    tags.texts("optedIn") { $0.optedIn }
    tags.text("optedInList") { Words.list($0.optedIn) }
    tags.flag("hasUncovered") { !$0.uncovered.isEmpty }
    tags.number("uncoveredCount") { $0.uncovered.count }
    tags.texts("uncovered") { $0.uncovered }
    tags.text("uncoveredList") { Words.list($0.uncovered, limit: 5) }
    tags.text("reason", optional: { $0.reason })
    tags.text("acceptance", optional: { $0.acceptance })
    tags.text("fix", optional: { $0.fix })
    tags.text("who") { $0.who }
    tags.text("explainCommand") { $0.explainCommand }
    tags.text("size") { Words.count($0.accounts.count, "account") }
    tags.number("accountCount") { $0.accounts.count }
    tags.flag("isShort") { $0.isException && $0.accounts.count <= shortLimit }
    tags.flag("isLong") { $0.accounts.count > longLimit }
    tags.flag("hasDates") { group in group.accounts.contains { $0.since != nil } }
    tags.text("commonSources", optional: { ListedAccount.commonSources(of: $0.accounts) })
    tags.flag("hasOtherSources") { ListedAccount.all(of: $0.accounts).contains { $0.sources != nil } }
    tags.list("accounts") { ListedAccount.all(of: $0.accounts) }
    tags.list("firstAccounts") { Array($0.accounts.prefix(firstLimit)) }
    tags.text(
      "more",
      optional: {
        $0.accounts.count > firstLimit ? Words.count($0.accounts.count - firstLimit, "more account") : nil
      })
    return tags
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
    var tags = Tags<ListedAccount>()
    tags.text("id") { $0.row.id }
    tags.text("name") { $0.row.name }
    tags.text("state") { $0.row.state }
    tags.text("place") { $0.row.shortPlace }
    tags.object("verdict") { $0.row.verdict }
    tags.object("lock") { $0.row.lock }
    tags.text("lockExplanation") { $0.row.lockExplanation }
    tags.text("evidence") { $0.row.evidence }
    tags.text("reason", optional: { $0.row.reason })
    tags.flag("groupHasDates") { $0.groupHasDates }
    tags.text("since", optional: { $0.row.since?.text })
    tags.text("sinceSources", optional: { $0.sources })
    return tags
  }
}

extension AccountRow: Templated {
  static var tags: Tags<AccountRow> {
    var tags = Tags<AccountRow>()
    tags.text("id") { $0.id }
    tags.text("name") { $0.name }
    tags.text("state") { $0.state }
    tags.text("place") { $0.shortPlace }
    tags.object("verdict") { $0.verdict }
    tags.object("lock") { $0.lock }
    tags.text("lockExplanation") { $0.lockExplanation }
    tags.text("evidence") { $0.evidence }
    tags.text("reason", optional: { $0.reason })
    tags.text("since", optional: { $0.since?.text })
    tags.text("sinceSources", optional: { $0.since?.sources })
    return tags
  }
}

extension Coverage: Templated {
  static var tags: Tags<Coverage> {
    var tags = Tags<Coverage>()
    tags.text("sentence") { $0.sentence }
    tags.number("activeAccounts") { $0.activeAccounts }
    tags.list("rows") { $0.rows }
    tags.list("notableRows") { $0.notableRows }
    return tags
  }
}

extension Coverage.Row: Templated {
  static var tags: Tags<Coverage.Row> {
    var tags = Tags<Coverage.Row>()
    tags.text("key") { $0.key }
    tags.text("name") { $0.name }
    tags.text("note", optional: { $0.note })
    tags.number("explicit") { $0.explicit }
    tags.number("byDefault") { $0.byDefault }
    tags.number("optedOut") { $0.optedOut }
    tags.number("optedIn") { $0.optedIn }
    tags.number("uncovered") { $0.uncovered }
    tags.number("unknown") { $0.unknown }
    tags.text("percent") { $0.total == 0 ? "0" : "\($0.optedOut * 100 / $0.total)" }
    tags.flag("isFull") { $0.isFull }
    return tags
  }
}

extension PolicyRow: Templated {
  static var tags: Tags<PolicyRow> {
    var tags = Tags<PolicyRow>()
    tags.text("id") { $0.id }
    tags.text("name") { $0.name }
    tags.text("description", optional: { $0.description })
    tags.flag("isAWSManaged") { $0.isAWSManaged }
    tags.text("size") { $0.size.map { Words.count($0, "character") } ?? "size not known" }
    tags.text("sha256", optional: { $0.sha256 })
    tags.flag("hasAttachments") { !$0.attachments.isEmpty }
    tags.list("attachments") { $0.attachments }
    tags.flag("hasProblems") { !$0.problems.isEmpty }
    tags.texts("problems") { $0.problems }
    tags.flag("hasLines") { !$0.lines.isEmpty }
    tags.list("lines") { $0.lines.map { SourceLine($0) } }
    return tags
  }
}

extension PolicyRow.Place: Templated {
  static var tags: Tags<PolicyRow.Place> {
    var tags = Tags<PolicyRow.Place>()
    tags.text("id") { $0.id }
    tags.text("name") { $0.name }
    tags.text("kind") { $0.kind }
    return tags
  }
}

extension HistoryRow: Templated {
  static var tags: Tags<HistoryRow> {
    var tags = Tags<HistoryRow>()
    tags.text("id") { $0.id }
    tags.text("startedAt") { $0.startedAt }
    tags.text("observedAt") { $0.observedAt }
    tags.number("accounts") { $0.accounts }
    tags.flag("isComplete") { $0.isComplete }
    tags.text("source") { $0.source }
    tags.text("toolVersion") { $0.toolVersion }
    tags.text("digest") { $0.digest }
    tags.text("previousDigest", optional: { $0.previousDigest })
    tags.flag("isThis") { $0.isThis }
    return tags
  }
}

extension ReportModel.Method: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.list("facts") { $0.facts }
    tags.object("chain") { $0.chain }
    tags.text("chainHead") { $0.chainHead }
    tags.text("formula") { $0.formula }
    tags.text("statement") { $0.statement }
    tags.texts("proves") { $0.proves }
    tags.texts("doesNotProve") { $0.doesNotProve }
    tags.flag("hasOutOfReach") { !$0.outOfReach.isEmpty }
    tags.list("outOfReach") { $0.outOfReach }
    return tags
  }
}

extension ReportModel.Method.Fact: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.text("label") { $0.label }
    tags.text("value") { $0.value }
    tags.flag("isIdentifier") { $0.isIdentifier }
    return tags
  }
}

extension ReportModel.Method.Control: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.text("name") { $0.name }
    tags.text("control") { $0.control }
    return tags
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
    var tags = Tags<SourceLine>()
    tags.text("indentation") { $0.indentation }
    tags.text("text") { $0.text }
    return tags
  }
}
