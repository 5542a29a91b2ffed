import OrganizationModel

/// The robots.txt of every configured site closes the whole site to every required crawler of the catalogue, that is to
/// those whose pages may train models: <https://www.rfc-editor.org/rfc/rfc9309>.
struct AICrawlersAreBlocked: Check {
  var kind: AssessmentKind { .probe }

  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    let configured = evidence.configuration.sites
    guard let probe = evidence.robots, !probe.value.sites.isEmpty else {
      let reason =
        configured.isEmpty
        ? "no site is configured" : "no robots.txt was probed for \(configured.joined(separator: ", "))"
      return Assessment(.notAssessed(reason: reason), evidence: [])
    }
    var facts = ["Probed on \(probe.at.day)"]
    var open: [String] = []
    var unclear: [String] = []
    for site in probe.value.sites {
      let required = CrawlerCatalogue.builtIn.required.map(\.name)
      let letIn = CrawlerCatalogue.builtIn.open(at: site)
      let others = site.crawlers.filter { !$0.isBlocked && !required.contains($0.name) }.map(\.name)
      let unjudged = required.filter { name in !site.crawlers.contains { $0.name == name } }
      switch site.reading {
      case .read where !unjudged.isEmpty:
        unclear.append("\(site.site) was not judged for \(unjudged.joined(separator: ", "))")
      case .read where letIn.isEmpty:
        facts.append("\(site.site) closes itself to \(required.joined(separator: ", "))")
      case .read: open.append("\(site.site) lets in \(letIn.joined(separator: ", "))")
      case .absent(let status):
        open.append("\(site.site) has no robots.txt (HTTP \(status)), which closes nothing")
      case .unreachable(let reason): unclear.append("\(site.site) could not be read: \(reason)")
      }
      if !others.isEmpty {
        facts.append(
          "\(site.site) lets in \(others.joined(separator: ", ")), which the item does not ask for")
      }
      if let file = site.file { facts.append("Kept: \(file.name) of \(site.site), SHA-256 \(file.sha256)") }
    }
    for site in configured where !probe.value.sites.contains(where: { $0.site == site }) {
      unclear.append("\(site) is configured and was not probed")
    }
    facts += unclear.map { "Not known: \($0)" }
    if let reason = StaleEvidence.reason(readOn: probe.at, at: evidence.reportDate, what: "the probe") {
      return Assessment(.notAssessed(reason: reason), evidence: facts)
    }
    if !open.isEmpty {
      return Assessment(.failed(reason: open.joined(separator: "; ")), evidence: facts)
    }
    guard unclear.isEmpty else {
      return Assessment(.notAssessed(reason: unclear.joined(separator: "; ")), evidence: facts)
    }
    return Assessment(.passed, evidence: facts)
  }

  func contradictionOfNotApplicable(_ evidence: ChecklistEvidence) -> String? {
    let sites = evidence.configuration.sites + (evidence.robots?.value.sites.map(\.site) ?? [])
    return sites.first.map { "\($0) is a public site" }
  }
}
