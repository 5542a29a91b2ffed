import HistoryStore
import OrganizationModel
import Probes

/// How `probe` shows what it found.
enum ProbeOutput {
  // MARK: - robots.txt

  static func json(_ results: [RobotsResult], entry: LedgerEntry?) -> JSONValue {
    let catalogue = CrawlerCatalogue.builtIn
    return .object([
      ("recorded", json(entry)), ("catalogueCheckedOn", .string(catalogue.checkedOn)),
      ("blocked", .bool(results.allSatisfy(\.keepsRequiredCrawlersOut))),
      ("sites", .array(results.map { json($0, catalogue) })),
    ])
  }

  private static func json(_ result: RobotsResult, _ catalogue: CrawlerCatalogue) -> JSONValue {
    let (word, status, reason): (String, JSONValue, String?) =
      switch result.site.reading {
      case .read: ("read", .null, nil)
      case .absent(let status): ("absent", .number(status), nil)
      case .unreachable(let reason): ("unreachable", .null, reason)
      }
    return .object([
      ("site", .string(result.site.site)), ("reading", .string(word)), ("status", status),
      ("reason", .optional(reason)), ("addresses", .strings(result.answer.addresses)),
      ("sha256", .optional(result.site.file?.sha256)),
      ("bytes", result.site.file.map { .number($0.byteCount) } ?? .null), ("cut", .bool(result.text.isCut)),
      ("open", .strings(result.open)),
      (
        "crawlers",
        .array(
          zip(catalogue.crawlers, result.site.crawlers).map { crawler, found in
            .object([
              ("name", .string(found.name)), ("operator", .string(crawler.company)),
              ("purpose", .string(crawler.purpose)), ("required", .bool(crawler.isRequired)),
              ("blocked", .bool(found.isBlocked)),
            ])
          })
      ),
    ])
  }

  static func text(_ results: [RobotsResult], entry: LedgerEntry?, _ context: CommandContext) -> String {
    var blocks = results.map { text($0, context) }
    let required = CrawlerCatalogue.builtIn.required.map(\.name).joined(separator: ", ")
    blocks.append(
      wrapped(
        "Required: \(required), whose pages may train models. Crawlers as of "
          + "\(CrawlerCatalogue.builtIn.checkedOn). A robots.txt asks; it keeps out only who obeys it.",
        context))
    return (blocks + recordedLine(entry)).joined(separator: "\n\n")
  }

  private static func text(_ result: RobotsResult, _ context: CommandContext) -> String {
    let site = TerminalText.safe(result.site.site)
    switch result.site.reading {
    case .unreachable(let reason):
      return wrapped(
        "\(context.styled("UNKNOWN", .doubtful))  \(site): \(TerminalText.safe(reason))", context, indent: 4)
    case .read, .absent: break
    }
    let open = result.open
    let word = open.isEmpty ? context.styled("CLOSED", .good) : context.styled("OPEN", .bad)
    var head = open.isEmpty ? "\(word)  \(site)" : "\(word)  \(site) lets in \(open.joined(separator: ", "))"
    if case .absent(let status) = result.site.reading {
      head += ": there is no robots.txt (HTTP \(status)), so nothing is kept out"
    }
    var lines = [wrapped(head, context, indent: 4)]
    if let last = result.answer.addresses.last, result.answer.addresses.count > 1 {
      lines.append(wrapped("  read at \(TerminalText.safe(last))", context, indent: 4))
    }
    if result.text.isCut { lines.append("  only its first 500 KiB count") }
    var table = TextTable(header: ["  CRAWLER", "OPERATOR", "KEPT OUT", "REQUIRED"])
    table.rows = zip(CrawlerCatalogue.builtIn.crawlers, result.site.crawlers).map { crawler, found in
      [
        "  \(found.name)", crawler.company, found.isBlocked ? "yes" : "no",
        crawler.isRequired ? "yes" : crawler.isRetired ? "old name" : "no",
      ]
    }
    lines.append(table.text(columns: context.columns))
    for crawler in open {
      for rule in result.text.openings(for: crawler) ?? [] {
        lines.append("  line \(rule.line) allows \(crawler) a part of the site")
      }
    }
    return lines.joined(separator: "\n")
  }

  // MARK: - Settings

  static func json(_ summary: SettingsSummary, entry: LedgerEntry?) -> JSONValue {
    .object([
      ("recorded", json(entry)),
      ("declaredDevelopers", summary.probe.declaredDevelopers.map { .number($0) } ?? .null),
      ("understood", .number(summary.understood.count)), ("sharing", .number(summary.sharing.count)),
      ("off", .bool(summary.isInOrder)),
      (
        "files",
        .array(
          summary.probe.files.map {
            .object([
              ("path", .string($0.path)), ("editor", .string($0.editor)),
              ("contentSharing", .string($0.contentSharing.rawValue)),
              ("telemetry", .string($0.telemetry.rawValue)), ("notes", .strings($0.notes)),
              ("problem", .optional($0.problem)), ("sha256", .string($0.sha256)),
            ])
          })
      ),
    ])
  }

  static func text(_ summary: SettingsSummary, entry: LedgerEntry?, _ context: CommandContext) -> String {
    var lines = [wrapped(headline(of: summary, context), context, indent: 4), ""]
    var table = TextTable(header: ["FILE", "EDITOR", "CONTENT", "TELEMETRY"])
    table.rows = summary.probe.files.map {
      [TerminalText.safe($0.path), $0.editor, word($0.contentSharing), word($0.telemetry)]
    }
    lines.append(table.text(columns: context.columns))
    let problems = summary.notUnderstood.map { "\($0.path): \($0.problem ?? "")" }
    if !problems.isEmpty { lines += ["", "Not understood, so they count for nobody"] }
    lines += problems.map { wrapped("  \(TerminalText.safe($0))", context, indent: 4) }
    let notes = Set(summary.probe.files.flatMap(\.notes)).sorted()
    if !notes.isEmpty { lines += ["", "Notes"] }
    lines += notes.map { wrapped("  \(TerminalText.safe($0))", context, indent: 4) }
    lines += recordedLine(entry).flatMap { ["", $0] }
    return lines.joined(separator: "\n")
  }

  private static func headline(of summary: SettingsSummary, _ context: CommandContext) -> String {
    let files = plural(summary.understood.count, "settings file")
    let declared = summary.probe.declaredDevelopers
    let people =
      declared.map { " for \(plural($0, "declared developer"))" }
      ?? "; nobody declared how many developers there are"
    if !summary.sharing.isEmpty {
      return
        "\(context.styled("SHARED", .bad))  \(summary.sharing.count) of \(files) \(summary.sharing.count == 1 ? "leaves" : "leave") content sharing or telemetry on\(people)"
    }
    if !summary.notUnderstood.isEmpty || summary.coversDevelopers == false || summary.understood.isEmpty {
      return "\(context.styled("UNKNOWN", .doubtful))  \(files) understood\(people)"
    }
    return "\(context.styled("OFF", .good))  content sharing and telemetry are off in \(files)\(people)"
  }

  private static func word(_ value: SettingsProbe.Switch) -> String {
    switch value {
    case .on: "on"
    case .off: "off"
    case .absent: "on (absent)"
    case .unknown: "unknown"
    }
  }

  // MARK: - Both

  private static func json(_ entry: LedgerEntry?) -> JSONValue {
    guard let entry else { return .null }
    return .object([
      ("organization", .string(entry.organization.rawValue)), ("position", .number(Int(entry.position))),
      ("recordedAt", .string(entry.recordedAt.description)), ("digest", .string(entry.digest)),
    ])
  }

  private static func recordedLine(_ entry: LedgerEntry?) -> [String] {
    entry.map { ["recorded as entry \($0.position) of the chain of \($0.organization)"] } ?? []
  }

  private static func wrapped(_ text: String, _ context: CommandContext, indent: Int = 0) -> String {
    TerminalText.wrapped(text, to: context.columns, indent: indent)
  }
}
