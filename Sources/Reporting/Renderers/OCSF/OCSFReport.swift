import OrganizationModel

/// The report as OCSF Compliance Findings (class 2003), one per checklist item and one per group of exceptions, so that
/// its size follows the findings and not the organization: `ocsf-findings.json`, an array.
/// <https://schema.ocsf.io/1.5.0/classes/compliance_finding>
package enum OCSFReport {
  static let path = "ocsf-findings.json"

  package static func render(_ model: ReportModel) throws(ReportError) -> [RenderedFile] {
    let items = model.checklists.flatMap { checklist in
      checklist.items.map { OCSFFinding($0, of: checklist, model) }
    }
    let groups = model.exceptions.map { OCSFFinding($0, model) }
    return [RenderedFile(path: path, text: try JSONFile.text(items + groups))]
  }
}

/// One finding.
struct OCSFFinding: Encodable {
  var activityID = 1
  var activityName = "Create"
  var categoryUID = 2
  var categoryName = "Findings"
  var classUID = 2003
  var className = "Compliance Finding"
  var typeUID = 200_301
  var typeName = "Compliance Finding: Create"
  var time: Int64
  var severityID: Int
  var severity: String
  var statusID = 1
  var status = "New"
  var message: String
  var metadata: Metadata
  var findingInfo: FindingInfo
  var compliance: Compliance
  var resources: [Resource]
  var cloud: Cloud
  var remediation: Remediation?

  enum CodingKeys: String, CodingKey {
    case activityID = "activity_id"
    case activityName = "activity_name"
    case categoryUID = "category_uid"
    case categoryName = "category_name"
    case classUID = "class_uid"
    case className = "class_name"
    case typeUID = "type_uid"
    case typeName = "type_name"
    case time
    case severityID = "severity_id"
    case severity
    case statusID = "status_id"
    case status
    case message
    case metadata
    case findingInfo = "finding_info"
    case compliance
    case resources
    case cloud
    case remediation
  }

  struct Metadata: Encodable {
    var version = "1.5.0"
    /// `cloud` is a member that this profile adds.
    var profiles = ["cloud"]
    var product: Product
    var uid: String
  }

  struct Product: Encodable {
    var name = "optout-audit"
    var vendorName = "optout-audit"
    var version: String

    enum CodingKeys: String, CodingKey {
      case name
      case vendorName = "vendor_name"
      case version
    }
  }

  struct FindingInfo: Encodable {
    var uid: String
    var title: String
    var desc: String
    var createdTime: Int64
    var types: [String]

    enum CodingKeys: String, CodingKey {
      case uid
      case title
      case desc
      case createdTime = "created_time"
      case types
    }
  }

  struct Compliance: Encodable {
    var control: String
    var standards: [String]
    var requirements: [String]
    var statusID: Int
    var status: String
    var statusDetail: String?

    enum CodingKeys: String, CodingKey {
      case control
      case standards
      case requirements
      case statusID = "status_id"
      case status
      case statusDetail = "status_detail"
    }
  }

  struct Resource: Encodable {
    var uid: String
    var name: String
    var type: String
  }

  struct Cloud: Encodable {
    var provider = "AWS"
    var org: Organization

    struct Organization: Encodable {
      var uid: String
    }
  }

  struct Remediation: Encodable {
    var desc: String
    var references: [String]?
  }
}

extension OCSFFinding {
  init(_ item: ChecklistSection.Item, of checklist: ChecklistSection, _ model: ReportModel) {
    self.init(
      model, uid: "\(model.organization)/\(item.id)", title: item.title,
      description: item.question, type: checklist.title)
    grade(item.outcome.tone)
    compliance = Compliance(
      control: item.id, standards: [checklist.source], requirements: item.references.map(\.text),
      statusID: Self.statusID(item.outcome.tone), status: Self.statusWord(item.outcome.tone),
      statusDetail: item.reason ?? Self.basis(of: item) ?? item.outcome.word)
    if item.acceptedUntil != nil { suppress() }
    message = "\(item.title): \(item.outcome.word)"
    let links = item.references.compactMap(\.url)
    if item.needsAction {
      remediation = Remediation(desc: item.remediation, references: links.isEmpty ? nil : links)
    }
  }

  init(_ group: PostureGroup, _ model: ReportModel) {
    self.init(
      model, uid: "\(model.organization)/exception/\(StableUUID(scope: "ocsf")(group.key))",
      title: group.title,
      description: Words.sentence(group.lockExplanation), type: "Accounts that need attention")
    grade(group.tone)
    compliance = Compliance(
      control: "accounts", standards: ["AI services opt-out"], requirements: [],
      statusID: Self.statusID(group.tone), status: Self.statusWord(group.tone),
      statusDetail: [group.posture, group.reason, group.acceptance].compactMap(\.self).map(Words.sentence)
        .joined(separator: " "))
    if group.acceptedUntil != nil { suppress() }
    message = group.title
    // The first ones only: a finding does not grow with the organization, and accounts.csv has all.
    resources = group.accounts.prefix(PostureGroup.firstLimit).map {
      Resource(uid: $0.id, name: VisibleText.visible($0.name), type: "AWS Account")
    }
    remediation = group.fix.map { Remediation(desc: $0, references: nil) }
  }

  /// A finding about the organization that says nothing yet.
  private init(_ model: ReportModel, uid: String, title: String, description: String, type: String) {
    time = model.observed.milliseconds
    severityID = 0
    severity = ""
    message = title
    metadata = Metadata(product: Product(version: model.toolVersion), uid: "\(model.snapshot)/\(uid)")
    findingInfo = FindingInfo(
      uid: uid, title: title, desc: description, createdTime: model.observed.milliseconds, types: [type])
    compliance = Compliance(control: "", standards: [], requirements: [], statusID: 0, status: "")
    resources = [
      Resource(uid: model.organization, name: model.organization, type: "AWS Organization")
    ]
    cloud = Cloud(org: Cloud.Organization(uid: model.organization))
  }

  private mutating func grade(_ tone: Status.Tone) {
    (severityID, severity) =
      switch tone {
      case .good, .neutral: (1, "Informational")
      case .unknown: (0, "Unknown")
      case .partial: (3, "Medium")
      case .bad: (4, "High")
      }
  }

  /// What somebody accepted is still a failure, and waits for nobody.
  private mutating func suppress() {
    (statusID, status) = (3, "Suppressed")
  }

  /// What a passed item rests on: the statement that counts, or what was observed last, which follows the snapshot's date.
  private static func basis(of item: ChecklistSection.Item) -> String? {
    if let row = item.attestations.first(where: \.counts) {
      return "attested by \(row.by), \(row.effective) to \(row.expires): \(row.statement)"
    }
    return item.evidence.dropFirst().prefix(3).joined(separator: "; ").nonEmpty
  }

  /// OCSF: 0 unknown, 1 pass, 2 warning, 3 fail, 99 other. What was not assessed is unknown.
  private static func statusID(_ tone: Status.Tone) -> Int {
    switch tone {
    case .good: 1
    case .partial: 2
    case .bad: 3
    case .unknown: 0
    case .neutral: 99
    }
  }

  private static func statusWord(_ tone: Status.Tone) -> String {
    switch tone {
    case .good: "Pass"
    case .partial: "Warning"
    case .bad: "Fail"
    case .unknown: "Unknown"
    case .neutral: "Not applicable"
    }
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
