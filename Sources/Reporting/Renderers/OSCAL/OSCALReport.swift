import OrganizationModel

/// The report as OSCAL 1.2.1 assessment results: `oscal-assessment-results.json`.
///
/// One result, in which every item gives an observation; only what passed or failed gives a finding, because OSCAL
/// knows no finding that is neither. Each group of exceptions gives a risk with its remediation. The document's id is
/// unique for what it reports on; the ids inside name the same item and the same exception in every report of the
/// organization. <https://pages.nist.gov/OSCAL-Reference/models/v1.2.1/assessment-results/json-reference/>
package enum OSCALReport {
  static let path = "oscal-assessment-results.json"
  static let version = "1.2.1"
  /// Of property names that OSCAL does not define.
  static let namespace = "urn:optout-audit:oscal"

  package static func render(_ model: ReportModel) throws(ReportError) -> [RenderedFile] {
    [RenderedFile(path: path, text: try JSONFile.text(OSCALDocument(model)))]
  }
}

/// The document with its one member.
struct OSCALDocument: Encodable {
  var results: OSCALAssessmentResults

  enum CodingKeys: String, CodingKey {
    case results = "assessment-results"
  }

  init(_ model: ReportModel) {
    results = OSCALAssessmentResults(model)
  }
}

struct OSCALAssessmentResults: Encodable {
  var uuid: String
  var metadata: Metadata
  var importAP: OSCALLink
  var results: [OSCALResult]
  var backMatter: BackMatter

  enum CodingKeys: String, CodingKey {
    case uuid
    case metadata
    case importAP = "import-ap"
    case results
    case backMatter = "back-matter"
  }

  struct Metadata: Encodable {
    var title: String
    var lastModified: String
    var version: String
    var oscalVersion: String
    var props: [OSCALProperty]
    var remarks: String

    enum CodingKeys: String, CodingKey {
      case title
      case lastModified = "last-modified"
      case version
      case oscalVersion = "oscal-version"
      case props
      case remarks
    }
  }

  struct BackMatter: Encodable {
    var resources: [OSCALResource]
  }

  init(_ model: ReportModel) {
    let stable = StableUUID(scope: "oscal", model.organization)
    // What is reported on, and as of when, makes the assessment; the same options give the same id.
    let content = [model.snapshot, model.reportDate, model.method.chainHead, model.title]
    uuid = stable("assessment", content.joined(separator: "\u{0}"))
    metadata = Metadata(
      title: OSCALText.line(model.title), lastModified: model.reported.description,
      version: model.reportDate, oscalVersion: OSCALReport.version,
      props: [
        OSCALProperty("organization", model.organization), OSCALProperty("snapshot", model.snapshot),
        OSCALProperty("chain-head", model.method.chainHead),
        OSCALProperty("verdict", model.answer.verdict.word), OSCALProperty("lock", model.answer.lock.word),
      ], remarks: model.method.statement)
    let plan = stable("plan")
    importAP = OSCALLink(href: "#\(plan)")
    let subjects = OSCALSubjects(model, stable)
    results = [OSCALResult(model, stable, subjects)]
    backMatter = BackMatter(
      resources: [
        OSCALResource(
          uuid: plan, title: "Checklists of optout-audit",
          description:
            "No assessment plan in OSCAL exists. The checklists say what is assessed, how, and what counts as passed."
        )
      ] + OSCALEvidence.resources(model, stable))
  }
}

/// A name with a value, in the namespace of this project.
struct OSCALProperty: Encodable {
  var name: String
  var ns = OSCALReport.namespace
  var value: String

  init(_ name: String, _ value: String) {
    self.name = name
    self.value = OSCALText.line(value)
  }
}

/// Texts as OSCAL's types want them.
enum OSCALText {
  /// A string type: one line, neither empty nor with blanks at its ends.
  static func line(_ text: String) -> String {
    let line = VisibleText.visible(text)
    return line.isEmpty ? "(empty)" : line
  }
}
