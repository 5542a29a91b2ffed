import ArgumentParser
import HistoryStore
import OrganizationModel
import Remediation
import Timeline

/// Which form of `remediate` suits which set-up.
struct Guide: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says which way to opt out suits which set-up, and which this organization has.",
    discussion: """
      Examples:
        optout-audit guide
        optout-audit guide --json

      Without a store it gives the decision in general.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var snapshot: SnapshotOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let context = CommandContext.system()
    let isNamed = store.database != nil || snapshot.at != nil || snapshot.organization != nil
    var subject: AuditSubject?
    do {
      subject = try AuditSubject(
        from: store.openForReading(context), options: snapshot, verifiesChain: false)
    } catch  where !isNamed {
      // Whoever has collected nothing yet is the one who asks.
      subject = nil
    }
    let output = GuideOutput(guide: SetUpGuide(for: subject?.posture), subject: subject)
    try context.print(json ? output.json.text : output.text(context))
  }
}

/// How `guide` shows the decision.
struct GuideOutput {
  var guide: SetUpGuide
  var subject: AuditSubject?

  var json: JSONValue {
    .object([
      ("organization", .optional(subject?.observation.sealed.header.organization.rawValue)),
      ("recommended", .string(guide.recommended.setUp)), ("reason", .string(guide.reason)),
      ("ways", .array(guide.ways.map(json))),
      (
        "additions",
        .array(
          SetUpGuide.additions.map {
            .object([("form", .string($0.form.rawValue)), ("why", .string($0.why))])
          })
      ),
    ])
  }

  private func json(_ way: SetUpGuide.Way) -> JSONValue {
    .object([
      ("setUp", .string(way.setUp)), ("forms", .strings(way.forms.map(\.rawValue))),
      ("why", .string(way.why)),
      ("fits", way.fits.map { .bool($0) } ?? .null), ("evidence", .string(way.evidence)),
    ])
  }

  func text(_ context: CommandContext) -> String {
    let way = guide.recommended
    let command =
      "optout-audit remediate\(subject == nil ? " --new" : "") --as \(way.forms[0].rawValue) --output fix"
    var lines = [
      context.styled("TAKE", .bold)
        + "  \(way.forms.map(\.rawValue).joined(separator: " or ")): \(TerminalText.safe(guide.reason))"
    ]
    lines += ["  \(command)", ""]
    lines += [subject.map { "  On \($0.summaryLine)." } ?? "  No snapshot: the decision in general."]
    lines += ["", "By set-up"]
    for way in guide.ways {
      let mark =
        switch way.fits {
        case true: "yes"
        case false: "no"
        case nil: "not known"
        }
      lines.append("  \(way.setUp): \(way.forms.map { "--as \($0.rawValue)" }.joined(separator: " or "))")
      lines.append("    here: \(mark) (\(TerminalText.safe(way.evidence)))")
      lines.append("    \(way.why)")
    }
    lines += ["", "With any of them"]
    lines += SetUpGuide.additions.map { "  --as \($0.form.rawValue): \($0.why)" }
    return lines.map { TerminalText.wrapped($0, to: context.columns, indent: 4) }.joined(separator: "\n")
  }
}
