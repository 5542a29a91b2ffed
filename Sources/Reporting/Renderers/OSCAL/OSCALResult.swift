import Checklist
import OrganizationModel

/// The assessment: an observation for each item and group of exceptions, findings and risks.
struct OSCALResult: Encodable {
  var uuid: String
  var title: String
  var description: String
  var start: String
  var end: String
  var props: [OSCALProperty]
  var localDefinitions: OSCALSubjects.Definitions
  var reviewedControls: ReviewedControls
  var observations: [OSCALObservation]
  var risks: [OSCALRisk]?
  var findings: [OSCALFinding]?
  var remarks: String

  enum CodingKeys: String, CodingKey {
    case uuid
    case title
    case description
    case start
    case end
    case props
    case localDefinitions = "local-definitions"
    case reviewedControls = "reviewed-controls"
    case observations
    case risks
    case findings
    case remarks
  }

  struct ReviewedControls: Encodable {
    var controlSelections: [Selection]

    enum CodingKeys: String, CodingKey {
      case controlSelections = "control-selections"
    }

    struct Selection: Encodable {
      var description: String
      var includeControls: [Control]

      enum CodingKeys: String, CodingKey {
        case description
        case includeControls = "include-controls"
      }
    }

    struct Control: Encodable {
      var controlID: String

      enum CodingKeys: String, CodingKey {
        case controlID = "control-id"
      }
    }
  }

  init(_ model: ReportModel, _ stable: StableUUID, _ subjects: OSCALSubjects) {
    uuid = stable("result", model.snapshot, model.reportDate)
    title = OSCALText.line(model.title)
    description = OSCALText.line("\(model.answer.verdictSentence) \(model.answer.lockSentence)")
    start = model.startedAt
    end = model.observedAt
    props =
      [OSCALProperty("score-formula", Score.formula)]
      + model.checklists.map { checklist in
        let score = checklist.score
        return OSCALProperty(
          "score-\(checklist.id)",
          "\(checklist.percent): \(score.passed) passed, \(score.failed) failed, \(score.notAssessed) not "
            + "assessed, \(score.notApplicable) not applicable")
      }
    localDefinitions = subjects.definitions
    reviewedControls = ReviewedControls(
      controlSelections: model.checklists.map { checklist in
        ReviewedControls.Selection(
          description: OSCALText.line("\(checklist.title) (\(checklist.source))"),
          includeControls: checklist.items.map { ReviewedControls.Control(controlID: $0.id) })
      })
    let items = model.checklists.flatMap(\.items)
    observations =
      items.map { OSCALObservation($0, model, stable, subjects) }
      + model.exceptions.map { OSCALObservation($0, model, stable, subjects) }
    risks = model.exceptions.isEmpty ? nil : model.exceptions.map { OSCALRisk($0, stable) }
    let findings = items.compactMap { OSCALFinding($0, stable) }
    self.findings = findings.isEmpty ? nil : findings
    remarks =
      "Items without a finding were not assessed or are not applicable; their observations give the reason. They "
      + "count neither as satisfied nor as not satisfied."
  }
}

/// What results are about: the organization, and the groups of accounts that need attention.
struct OSCALSubjects {
  /// Id of the organization's component.
  var organization: String
  var definitions: Definitions

  struct Definitions: Encodable {
    var components: [Component]
  }

  struct Component: Encodable {
    var uuid: String
    var type: String
    var title: String
    var description: String
    var status: State

    struct State: Encodable {
      var state: String
    }
  }

  init(_ model: ReportModel, _ stable: StableUUID) {
    organization = stable("organization")
    definitions = Definitions(components: [
      Component(
        uuid: organization, type: "service", title: "AWS Organization \(model.organization)",
        description:
          "\(Words.count(model.accountCount, "account")) at the time of observation, "
          + "\(Words.number(model.answer.counts.active)) of them active.",
        status: Component.State(state: "operational"))
    ])
  }
}
