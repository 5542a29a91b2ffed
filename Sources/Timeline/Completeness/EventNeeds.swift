internal import OrganizationModel

/// Whose trails must have been read for which spans, so that no change between snapshots stays unseen.
///
/// A change by the management account is in its own trail, and one by a delegated account in that account's trail only:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html>.
struct EventNeeds {
  private typealias Span = (from: Timestamp, to: Timestamp)

  /// Spans by account, sorted, none touching another.
  private var spans: [AccountID: [Span]] = [:]
  /// Why it is not known who could edit, with the spans.
  private var unknown: [String: [Span]] = [:]

  /// Between two snapshots everybody counts who could edit at either, from the start of the earlier one to the end of
  /// the later one.
  init(_ outlines: [SnapshotOutline]) {
    for (earlier, later) in zip(outlines, outlines.dropFirst()) {
      let span = (earlier.sealed.header.startedAt, later.sealed.header.observedAt)
      for outline in [earlier, later] {
        if outline.canEdit.editors.allSatisfy({ $0.ground != .managementAccount }) {
          Self.add(span, to: &unknown["the management account is not known", default: []])
        }
        for reason in outline.canEdit.unread { Self.add(span, to: &unknown[reason, default: []]) }
        for editor in outline.canEdit.editors {
          if let account = Self.account(of: editor.principal) {
            Self.add(span, to: &spans[account, default: []])
          } else {
            let reason = "the delegation policy lets \"\(editor.principal)\" edit policies"
            Self.add(span, to: &unknown[reason, default: []])
          }
        }
      }
    }
  }

  /// The spans longer than `longest` that `coverage` leaves, by account and then by time.
  func uncovered(by coverage: [EventCoverage], longerThan longest: Duration) -> [MissingEvidence] {
    var covered: [AccountID: [Span]] = [:]
    for span in coverage.sorted(by: { ($0.account, $0.from, $0.to) < ($1.account, $1.from, $1.to) })
    where span.from < span.to {
      Self.add((span.from, span.to), to: &covered[span.account, default: []])
    }
    var missing: [MissingEvidence] = []
    for (account, needed) in spans.sorted(by: { $0.key < $1.key }) {
      for span in needed.flatMap({ Self.subtract(covered[account] ?? [], from: $0) })
      where span.to.since(span.from) > longest {
        missing.append(.events(account: account, from: span.from, to: span.to))
      }
    }
    for (reason, needed) in unknown.sorted(by: { $0.key < $1.key }) {
      missing += needed.map { .editors(reason: reason, from: $0.from, to: $0.to) }
    }
    return missing
  }

  /// Adds a span that begins no earlier than the last one.
  private static func add(_ span: Span, to spans: inout [Span]) {
    if let last = spans.last, span.from <= last.to {
      spans[spans.count - 1].to = max(last.to, span.to)
    } else {
      spans.append(span)
    }
  }

  /// What of `span` none of `covered` holds, which are sorted and apart.
  private static func subtract(_ covered: [Span], from span: Span) -> [Span] {
    var rest: [Span] = []
    var start = span.from
    for cover in covered where cover.to > start && cover.from < span.to {
      if cover.from > start { rest.append((start, cover.from)) }
      start = max(start, cover.to)
    }
    if start < span.to { rest.append((start, span.to)) }
    return rest
  }

  /// The account of an account id or an ARN; nil for `*` and anything else.
  private static func account(of principal: String) -> AccountID? {
    if let account = AccountID(principal) { return account }
    let parts = principal.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn" else { return nil }
    return AccountID(String(parts[4]))
  }
}
