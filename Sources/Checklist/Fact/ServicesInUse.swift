import OrganizationModel

/// The AI services that the organization uses, by what was billed and what was declared.
struct ServicesInUse {
  struct Service {
    var name: String
    /// Accounts that were billed; empty when declared for the organization.
    var accounts: Set<AccountID>
    var isDeclared: Bool
    var eligibility: ServiceEligibility

    /// `Amazon Comprehend (3 accounts)`
    var naming: String {
      guard !accounts.isEmpty else { return name }
      return "\(name) (\(accounts.count) \(accounts.count == 1 ? "account" : "accounts"))"
    }
  }

  /// AI services, those of unknown kind, and whatever was declared, sorted by name.
  private(set) var services: [Service] = []
  /// Whether anything was billed or declared at all, so that a short list means few services.
  private(set) var isKnown: Bool
  /// Why the bill says nothing at the report date, a clause; nil when it does or when nothing was billed.
  private(set) var staleness: String?
  private let usage: ChecklistEvidence.Recorded<ServiceUsage>?

  init(_ evidence: ChecklistEvidence) {
    usage = evidence.usage
    let declared = evidence.configuration.servicesInUse
    isKnown = usage != nil || !declared.isEmpty
    var found: [String: Service] = [:]
    func add(_ use: ServiceUsage.Use, isDeclared: Bool) {
      let (name, account) = (use.name, use.account)
      let eligibility = evidence.eligibility.service(of: use)
      // Compute and tax are no AI services; a declaration is about AI services to begin with.
      guard isDeclared || eligibility.area != .other else { return }
      var service =
        found[name] ?? Service(name: name, accounts: [], isDeclared: false, eligibility: eligibility)
      if let account { service.accounts.insert(account) }
      service.isDeclared = service.isDeclared || isDeclared
      found[name] = service
    }
    for use in usage?.value.uses ?? [] { add(use, isDeclared: usage?.value.source == .declared) }
    for name in declared {
      // A declaration may use the policy's key in place of the name.
      add(.init(name: name, service: name, account: nil, amount: nil), isDeclared: true)
    }
    services = found.values.sorted { $0.name < $1.name }
    if let usage {
      staleness = StaleEvidence.reason(
        readOn: usage.value.to, at: evidence.reportDate, what: "the list of usage")
    }
  }

  /// What is known, each a sentence without a period.
  var sentences: [String] {
    guard isKnown else {
      return ["The services in use are not known: none were billed to the store or declared"]
    }
    var lines: [String] = []
    if let usage {
      let span = "\(usage.value.from.day) until \(usage.value.to.day)"
      switch usage.value.source {
      case .costExplorer:
        lines.append("Services billed from \(span) by Cost Explorer; use that was not billed is not in it")
      case .declared: lines.append("Services declared for \(span)")
      }
    }
    if services.isEmpty { lines.append("No AI service is among them") }
    for service in services {
      let sources = [
        service.accounts.isEmpty && service.isDeclared ? nil : "billed",
        service.isDeclared ? "declared" : nil,
      ]
      lines.append(
        "\(service.naming): \(sources.compactMap(\.self).joined(separator: " and ")); \(Self.text(service.eligibility))"
      )
    }
    return lines
  }

  private static func text(_ eligibility: ServiceEligibility) -> String {
    let source = [eligibility.source, eligibility.date].compactMap(\.self).joined(separator: ", ")
    let suffix = source.isEmpty ? "" : " (\(source))"
    let note = eligibility.note.map { "; \($0)" } ?? ""
    return switch eligibility.status {
    case .eligible: "HIPAA eligible\(suffix)\(note)"
    case .notEligible: "not HIPAA eligible\(suffix)\(note)"
    case .unknown: "HIPAA eligibility unknown to this version"
    }
  }
}
