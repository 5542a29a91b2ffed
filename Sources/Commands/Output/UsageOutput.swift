import OrganizationModel

/// How `usage` shows which services are in use.
enum UsageOutput {
  static func json(_ found: RecordedUsage) -> JSONValue {
    .object([
      ("source", .string(found.usage.source.rawValue)), ("from", .string(found.usage.from.day)),
      ("to", .string(found.usage.to.day)), ("recordedAt", .optional(found.recordedAt?.description)),
      ("catalogueCheckedOn", .string(EligibilityCatalogue.builtIn.checkedOn)),
      (
        "services",
        .array(
          found.services.map { used in
            .object([
              ("name", .string(used.service.name)), ("key", .optional(used.service.key)),
              ("area", .string(used.service.area.rawValue)),
              (
                "hipaa",
                .object([
                  ("status", .string(used.service.status.rawValue)),
                  ("source", .optional(used.service.source)), ("date", .optional(used.service.date)),
                  ("note", .optional(used.service.note)),
                ])
              ),
              (
                "accounts",
                .array(
                  used.uses.map {
                    .object([("id", .string($0.account.rawValue)), ("amount", .optional($0.amount))])
                  })
              ),
            ])
          })
      ),
    ])
  }

  static func text(
    _ found: RecordedUsage, _ organization: OrganizationID, _ context: CommandContext
  ) -> String {
    let usage = found.usage
    var lines: [String] = []
    switch usage.source {
    case .costExplorer:
      lines.append(
        "\(organization): billed from \(usage.from.day) to \(usage.to.day), by Cost Explorer"
          + (found.recordedAt.map { ", recorded \($0)" } ?? ""))
    case .declared: lines.append("\(organization): declared in the configuration")
    }
    let services = found.services
    lines = lines.map { TerminalText.wrapped($0, to: context.columns, indent: 2) }
    guard !services.isEmpty else {
      lines += ["", "No AI service was billed, nor any name that this version does not know."]
      return lines.joined(separator: "\n")
    }
    var table = TextTable(header: ["SERVICE", "POLICY KEY", "ACCOUNTS", "HIPAA"])
    table.rows = services.map {
      [
        TerminalText.safe($0.service.name), key(of: $0.service),
        $0.uses.isEmpty ? "declared" : "\($0.uses.count)", word($0.service.status),
      ]
    }
    lines += ["", table.text(columns: context.columns), ""]
    let dates = Set(services.compactMap(\.service.date)).sorted()
    var remark = "HIPAA: whether AWS's list of eligible services names it"
    if let last = dates.last { remark += ", as read in texts up to \(last)" }
    lines.append(
      TerminalText.wrapped(
        remark + "; unknown is neither yes nor no. Sources and accounts: --json.", to: context.columns))
    return lines.joined(separator: "\n")
  }

  private static func key(of service: ServiceEligibility) -> String {
    switch service.area {
    case .ai, .other: service.key ?? "none"
    case .unknown: "unknown name"
    }
  }

  private static func word(_ status: ServiceEligibility.Status) -> String {
    switch status {
    case .eligible: "eligible"
    case .notEligible: "not eligible"
    case .unknown: "unknown"
    }
  }
}
