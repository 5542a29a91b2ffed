import HistoryStore
import OrganizationModel

/// How `verify` shows what it found.
struct VerifyOutput {
  var audit: StoreAudit

  var json: JSONValue {
    let only = audit.chains.count == 1 ? audit.chains.first : nil
    return .object([
      ("chain", .string(audit.isIntact ? "intact" : "broken")),
      ("head", .optional(only?.verification.head)),
      ("problems", .array(audit.allProblems.map(Self.json))),
      ("complete", .bool(!audit.chains.isEmpty && audit.chains.allSatisfy { $0.missing.isEmpty })),
      ("missing", .strings(audit.chains.flatMap { missing(in: $0) })),
      ("anchor", audit.anchor?.json ?? .null),
      ("chains", .array(audit.chains.map(Self.json))),
    ])
  }

  private static func json(_ problem: IntegrityProblem) -> JSONValue {
    .object([
      ("snapshot", .optional(problem.snapshot)), ("kind", .string(problem.kind.rawValue)),
      ("message", .string(problem.message)),
    ])
  }

  private static func json(_ chain: StoreAudit.ChainAudit) -> JSONValue {
    .object([
      ("organization", .string(chain.verification.organization.rawValue)),
      ("chain", .string(chain.verification.isIntact ? "intact" : "broken")),
      ("complete", .bool(chain.missing.isEmpty)), ("head", .optional(chain.verification.head)),
      ("entries", .number(chain.verification.digests.count)), ("snapshots", .number(chain.snapshotCount)),
      ("from", .optional(chain.observed?.first.description)),
      ("to", .optional(chain.observed?.last.description)),
      ("problems", .array(chain.problems.map(json))), ("missing", .strings(chain.missing)),
      ("retirements", .array(chain.verification.retirements.map(RetentionOutput.json))),
      ("timeStamps", .array(chain.timeStamps.map(AnchorOutput.json))),
    ])
  }

  /// With the organization's id before each where there are several.
  private func missing(in chain: StoreAudit.ChainAudit) -> [String] {
    audit.chains.count == 1
      ? chain.missing : chain.missing.map { "\(chain.verification.organization): \($0)" }
  }

  func text(_ context: CommandContext) -> String {
    var lines: [String] = []
    if !audit.problems.isEmpty {
      lines.append(context.styled("store: broken", .bad))
      lines += list(audit.problems.map(Self.text), context)
    }
    for chain in audit.chains { lines += text(of: chain, context) }
    if let anchor = audit.anchor { lines.append(anchor.text) }
    return lines.joined(separator: "\n")
  }

  private func text(of chain: StoreAudit.ChainAudit, _ context: CommandContext) -> [String] {
    let verification = chain.verification
    var lines = [
      context.styled(
        "\(verification.organization): \(verification.isIntact ? "intact" : "BROKEN")",
        verification.isIntact ? .good : .bad)
    ]
    lines += list(verification.problems.map(Self.text), context)
    if verification.isIntact {
      lines.append("  every row, digest and link of \(verification.digests.count) entries recomputed")
    }
    if let problem = chain.cacheProblem {
      lines.append(context.styled("  wrong beside the chain", .bad))
      lines += list([Self.text(problem)], context)
    }
    if let head = verification.head {
      lines += ["  head \(head)"]
    }
    if let observed = chain.observed {
      lines.append(
        "  \(chain.snapshotCount) snapshots, observed from \(observed.first) to \(observed.last)")
    }
    lines += verification.retirements.map {
      TerminalText.wrapped("  " + RetentionOutput.text($0), to: context.columns, indent: 4)
    }
    lines += chain.timeStamps.map {
      TerminalText.wrapped("  " + AnchorOutput.text($0), to: context.columns, indent: 4)
    }
    let missing = chain.missing
    lines.append(
      context.styled(
        missing.isEmpty ? "  complete" : "  incomplete: not covered are", missing.isEmpty ? .good : .doubtful)
    )
    return lines + list(missing, context)
  }

  private static func text(_ problem: IntegrityProblem) -> String {
    (problem.snapshot.map { "\($0): " } ?? "") + problem.message
  }

  private func list(_ items: [String], _ context: CommandContext) -> [String] {
    let shown = items.prefix(20).map {
      TerminalText.wrapped("    - " + TerminalText.safe($0), to: context.columns, indent: 6)
    }
    let more = items.count - shown.count
    return more > 0 ? shown + ["    - and \(more) more; --json lists all"] : shown
  }
}
