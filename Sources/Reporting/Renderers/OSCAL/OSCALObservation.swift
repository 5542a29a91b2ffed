/// What was looked at and what was seen.
struct OSCALObservation: Encodable {
  var uuid: String
  var title: String
  var description: String
  var props: [OSCALProperty]
  /// Where the requirement is written.
  var links: [OSCALLink]?
  var methods: [String]
  var types: [String]
  var subjects: [Subject]
  var relevantEvidence: [Evidence]?
  var collected: String
  var remarks: String?

  enum CodingKeys: String, CodingKey {
    case uuid
    case title
    case description
    case props
    case links
    case methods
    case types
    case subjects
    case relevantEvidence = "relevant-evidence"
    case collected
    case remarks
  }

  struct Subject: Encodable {
    var subjectUUID: String
    var type: String

    enum CodingKeys: String, CodingKey {
      case subjectUUID = "subject-uuid"
      case type
    }
  }

  struct Evidence: Encodable {
    /// A resource of the back matter.
    var href: String?
    var description: String
  }

  init(
    _ item: ChecklistSection.Item, _ model: ReportModel, _ stable: StableUUID, _ subjects: OSCALSubjects
  ) {
    uuid = stable("observation", item.id)
    title = OSCALText.line(item.title)
    description = OSCALText.line(item.question)
    props =
      [
        OSCALProperty("item", item.id), OSCALProperty("outcome", item.outcome.word),
        OSCALProperty("assessment", item.isManual ? "manual" : "automated"),
      ] + (item.reason.map { [OSCALProperty("reason", $0)] } ?? [])
    // A person's statement is an interview on record; everything else was tested.
    methods = [item.isManual ? "INTERVIEW" : "TEST"]
    types = ["control-objective"]
    self.subjects = [Subject(subjectUUID: subjects.organization, type: "component")]
    let references = item.references.compactMap { reference in
      reference.url.map { OSCALLink(href: $0, rel: "reference", text: OSCALText.line(reference.text)) }
    }
    links = references.isEmpty ? nil : references
    // What probes and bills tell is recorded beside the snapshots.
    let source = item.isAutomatic ? OSCALEvidence.snapshot(stable) : OSCALEvidence.chain(stable)
    let evidence =
      item.evidence.map { Evidence(href: source, description: OSCALText.line($0)) }
      + item.attestations.flatMap { OSCALEvidence.evidence(of: $0, stable) }
    relevantEvidence = evidence.isEmpty ? nil : evidence
    collected = model.observedAt
    remarks = OSCALText.line("Proves when passed: \(item.proves) Does not prove: \(item.doesNotProve)")
  }

  /// The observation behind a risk.
  init(_ group: PostureGroup, _ model: ReportModel, _ stable: StableUUID, _ subjects: OSCALSubjects) {
    uuid = stable("exception-observation", group.key)
    title = OSCALText.line(group.title)
    description = OSCALText.line(Words.sentence(group.lockExplanation))
    props = [
      OSCALProperty("verdict", group.verdict.word), OSCALProperty("lock", group.lock.word),
      OSCALProperty("evidence", group.evidence), OSCALProperty("account-count", "\(group.accounts.count)"),
    ]
    methods = ["TEST"]
    types = ["finding"]
    self.subjects = [Subject(subjectUUID: subjects.organization, type: "component")]
    let shown = group.accounts.prefix(PostureGroup.firstLimit).map { "\($0.id) \($0.name)" }
    relevantEvidence = shown.map {
      Evidence(href: OSCALEvidence.snapshot(stable), description: OSCALText.line($0))
    }
    collected = model.observedAt
    remarks =
      group.accounts.count > shown.count
      ? "The first \(shown.count) of \(Words.count(group.accounts.count, "account")) are listed; accounts.csv has all."
      : nil
  }
}

/// Whether an item that was assessed is satisfied.
struct OSCALFinding: Encodable {
  var uuid: String
  var title: String
  var description: String
  var target: Target
  var relatedObservations: [Related]

  enum CodingKeys: String, CodingKey {
    case uuid
    case title
    case description
    case target
    case relatedObservations = "related-observations"
  }

  struct Target: Encodable {
    var type: String
    var targetID: String
    var status: State

    enum CodingKeys: String, CodingKey {
      case type
      case targetID = "target-id"
      case status
    }
  }

  struct State: Encodable {
    var state: String
    var reason: String
    var remarks: String?
  }

  struct Related: Encodable {
    var observationUUID: String

    enum CodingKeys: String, CodingKey {
      case observationUUID = "observation-uuid"
    }
  }

  /// Nil when the item was not assessed or does not apply.
  init?(_ item: ChecklistSection.Item, _ stable: StableUUID) {
    let state: State
    switch item.outcome.tone {
    case .good: state = State(state: "satisfied", reason: "pass")
    case .bad, .partial:
      state = State(
        state: "not-satisfied", reason: "fail", remarks: item.reason.map { OSCALText.line($0) })
    case .unknown, .neutral: return nil
    }
    uuid = stable("finding", item.id)
    title = OSCALText.line(item.title)
    description = OSCALText.line(item.question)
    target = Target(type: "objective-id", targetID: item.id, status: state)
    relatedObservations = [Related(observationUUID: stable("observation", item.id))]
  }
}

/// A group of accounts that need attention, with what puts them right.
struct OSCALRisk: Encodable {
  var uuid: String
  var title: String
  var description: String
  var statement: String
  /// `deviation-approved` while an exception accepts all of it.
  var status: String
  /// The end of the last day on which it is accepted; nil when it is not.
  var deadline: String?
  var remediations: [Remediation]?
  var relatedObservations: [OSCALFinding.Related]

  enum CodingKeys: String, CodingKey {
    case uuid
    case title
    case description
    case statement
    case status
    case deadline
    case remediations
    case relatedObservations = "related-observations"
  }

  struct Remediation: Encodable {
    var uuid: String
    var lifecycle = "recommendation"
    var title: String
    var description: String
  }

  init(_ group: PostureGroup, _ stable: StableUUID) {
    uuid = stable("risk", group.key)
    title = OSCALText.line(group.title)
    description = OSCALText.line(
      [group.posture, group.reason, group.acceptance].compactMap(\.self).map(Words.sentence)
        .joined(separator: " "))
    status = group.acceptedUntil == nil ? "open" : "deviation-approved"
    deadline = group.acceptedUntil.map { "\($0)T23:59:59Z" }
    statement =
      switch group.verdict.tone {
      case .bad, .partial: "AWS may use content of these accounts to improve its AI services."
      case .good where group.lock.tone == .partial:
        "A policy further down can let AWS use content of these accounts to improve its AI services."
      case .good, .unknown, .neutral:
        "It is not certain that AWS does not use content of these accounts to improve its AI services."
      }
    remediations = group.fix.map {
      [
        Remediation(
          uuid: stable("remediation", group.key), title: "What puts it right", description: OSCALText.line($0)
        )
      ]
    }
    relatedObservations = [.init(observationUUID: stable("exception-observation", group.key))]
  }
}
