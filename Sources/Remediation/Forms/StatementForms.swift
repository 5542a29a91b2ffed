import OrganizationModel
import PolicyLanguage

/// Texts for the privacy notice, the record of processing and the impact assessment, with what the snapshot knows.
struct StatementForms {
  var plan: RemediationPlan
  var options: FormOptions

  func disclosure() throws(RemediationError) -> [GeneratedFile] {
    let text = try FileTemplate("disclosure.md").filled([
      "madeBy": options.madeBy, "statement": statement, "limits": Self.limits,
    ])
    return [GeneratedFile(path: "privacy/disclosure.md", text: text)]
  }

  func record() throws(RemediationError) -> [GeneratedFile] {
    let text = try FileTemplate("ropa.md").filled([
      "madeBy": options.madeBy, "organization": plan.snapshot?.organization.id.rawValue ?? "to be created",
      "use": isOptedOut ? "none: opted out" : "possible until the organization is opted out",
      "control": control, "since": since, "verified": verified,
      "transfer": isOptedOut ? "none for this purpose" : "possible until the organization is opted out",
      "limits": Self.limits,
    ])
    return [GeneratedFile(path: "privacy/record-of-processing.md", text: text)]
  }

  func assessment() throws(RemediationError) -> [GeneratedFile] {
    let text = try FileTemplate("dpia.md").filled([
      "madeBy": options.madeBy, "statement": statement, "control": control, "lock": lock, "editors": editors,
      "since": since, "verified": verified, "limits": Self.limits,
    ])
    return [GeneratedFile(path: "privacy/impact-assessment.md", text: text)]
  }

  private var isOptedOut: Bool { plan.posture?.verdict == .optedOut }

  private var day: String { plan.snapshot?.header.observedAt.day ?? "" }

  private var statement: String {
    guard let posture = plan.posture else {
      return "Our organization at AWS is not set up yet; this text holds once a snapshot shows it opted out."
    }
    let counts = posture.counts
    switch posture.verdict {
    case .optedOut:
      return
        "We have opted our whole organization out of that use, for all current and future AI services that AWS's "
        + "opt-out policy covers, in all \(counted(counts.active, "account")) (since \(since), verified \(day))."
    case .partial, .notOptedOut, .unknown:
      return
        "**Not to be published yet**: on \(day) \(counts.optedOut) of \(counted(counts.active, "account")) opted out "
        + "of that use. Apply the remediation, collect again, and make this text anew."
    }
  }

  private var control: String {
    guard let root = plan.root else { return "to be attached to the organization's root" }
    guard isOptedOut else { return "to be attached to the organization's root \(root)" }
    return plan.posture?.lock.word == "locked" ? "locked for all accounts" : "not locked yet"
  }

  private var lock: String {
    switch plan.posture?.lock {
    case .locked(let node)?: "No: it is closed at \(node) for everything below."
    case .open(let phrases)?:
      "Yes: a policy further down could " + phrases.prefix(3).map(MarkdownText.of).joined(separator: ", ")
        + "."
    case .unknown(let reason)?: "Not known: \(MarkdownText.of(reason))."
    case nil: "Not known yet."
    }
  }

  private var editors: String {
    let names = plan.posture?.canEdit.editors.map { ShownName.of($0.principal) } ?? []
    guard !names.isEmpty else { return "the management account" }
    return names.map { "`\($0.replacing("`", with: "'"))`" }.joined(separator: ", ")
  }

  private var since: String {
    guard isOptedOut else { return "not yet" }
    return options.optOut?.phrase ?? "\(day) at the latest"
  }

  private var verified: String {
    guard let posture = plan.posture else { return "not yet" }
    let counts = posture.counts
    return "\(day), by AWS's own answer for \(counts.reported) of \(counted(counts.active, "account"))"
      + (options.origin.map { " (\($0))" } ?? "")
  }

  private static let limits: String = {
    let names = ServiceCatalogue.builtIn.outOfReach.map(\.name).joined(separator: ", ")
    return "The policy does not reach \(names); each has a control of its own."
  }()
}
