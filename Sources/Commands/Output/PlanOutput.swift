import AWSClient
import Collector

/// The requests of a collect, and the time that they need at a share of AWS's documented rates.
struct PlanOutput {
  /// A request a second is what a run begins with where AWS documents no rate.
  private static let assumedRate = 1.0

  var organization: String
  var size: CollectSize
  /// Where the counts come from, as a clause.
  var source: String
  var share: Double
  var readsEvents: Bool

  struct Row: Hashable {
    var operation: String
    var requests: Int
    /// Nil where AWS documents none.
    var documentedRate: Double?
    var seconds: Double
  }

  /// The slowest first.
  var rows: [Row] {
    size.requests(readsEvents: readsEvents).map { operation, requests in
      let documented = DocumentedRate.of(operation)
      let rate = documented.map { $0.perSecond * share } ?? Self.assumedRate
      // The first of them need not wait.
      return Row(
        operation: operation, requests: requests, documentedRate: documented?.perSecond,
        seconds: Double(requests - 1) / rate)
    }.sorted { ($0.seconds, $1.operation) > ($1.seconds, $0.operation) }
  }

  private var requests: Int { rows.map(\.requests).reduce(0, +) }
  /// Operations are asked side by side.
  private var seconds: Double { rows.map(\.seconds).max() ?? 0 }

  var json: JSONValue {
    .object([
      (
        "plan",
        .object([
          ("organization", .string(organization)), ("countsFrom", .string(source)),
          ("accounts", .number(size.accounts)), ("organizationalUnits", .number(size.organizationalUnits)),
          ("policies", .number(size.policies)), ("requests", .number(requests)),
          ("seconds", .number(Int(seconds.rounded(.up)))), ("rateShare", .share(share)),
          (
            "operations",
            .array(
              rows.map { row in
                .object([
                  ("operation", .string(row.operation)), ("requests", .number(row.requests)),
                  ("documentedPerSecond", row.documentedRate.map { .number(Int($0)) } ?? .null),
                  ("seconds", .number(Int(row.seconds.rounded(.up)))),
                ])
              })
          ),
        ])
      )
    ])
  }

  func text(_ context: CommandContext) -> String {
    var table = TextTable(header: ["operation", "requests", "a second", "time"])
    table.rows = rows.map { row in
      let rate = row.documentedRate.map { Self.rate($0 * share) } ?? "\(Self.rate(Self.assumedRate)) *"
      return [row.operation, "\(row.requests)", rate, Self.time(row.seconds)]
    }
    let counts =
      "\(plural(size.accounts, "account")), \(plural(size.organizationalUnits, "organizational unit")), "
      + plural(size.policies, "policy", "policies")
    return [
      "plan for \(organization): \(counts) (\(source))", "",
      table.text(columns: context.columns), "",
      "\(plural(requests, "request")) at least, about \(Self.time(seconds)) in all: operations are asked side by side, "
        + "so the slowest decides",
      "rates are AWS's documented ones times \(share) (--rate-share)",
      "* AWS documents none: a run begins with one a second and asks faster for as long as AWS allows it",
    ].joined(separator: "\n")
  }

  /// The whole plan in one line, for a collect that goes on.
  ///
  /// - Parameters:
  ///   - isPaced: whether the run keeps to AWS's rates, so that a time can be told.
  ///   - mayBeFewer: whether answers of the snapshot before may turn out to stand in place of questions.
  func line(isPaced: Bool, mayBeFewer: Bool) -> String {
    var line =
      "plan: \(plural(requests, "request")) \(mayBeFewer ? "or fewer" : "at least") "
      + "for \(plural(size.accounts, "account")), \(size.asked) of them for effective policies"
    if isPaced {
      line += ", about \(Self.time(seconds)) at AWS's documented rates times \(share)"
      if rows.first?.documentedRate == nil { line += ", less as AWS allows more" }
    }
    return line + "; \(source) (collect --plan lists the operations)"
  }

  private static func rate(_ perSecond: Double) -> String {
    perSecond == perSecond.rounded() ? "\(Int(perSecond))" : "\((perSecond * 100).rounded() / 100)"
  }

  /// `0 s`, `25 s`, `1 min 40 s`, `17 min`, `13 h 53 min`.
  static func time(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<600: return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s"
    case ..<3600: return "\((whole + 59) / 60) min"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }
}
