/// Opt-ins with their place in a policy's text as SARIF 2.1.0, for code scanning: `opt-ins.sarif`.
///
/// Policies are no files of a repository, so each is named as `policies/ID.json`, the name under which an evidence pack
/// holds its text. <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
package enum SARIFReport {
  package static func render(_ model: ReportModel) throws(ReportError) -> [RenderedFile] {
    [RenderedFile(path: "opt-ins.sarif", text: try JSONFile.text(SARIFLog(model)))]
  }
}

struct SARIFLog: Encodable {
  var schema = "https://json.schemastore.org/sarif-2.1.0.json"
  var version = "2.1.0"
  var runs: [Run]

  enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version
    case runs
  }

  struct Run: Encodable {
    var tool: Tool
    var columnKind = "unicodeCodePoints"
    var results: [Result]
  }

  struct Tool: Encodable {
    var driver: Driver
  }

  struct Driver: Encodable {
    var name = "optout-audit"
    var version: String
    var rules = [
      Rule(id: "opt-in-in-force", shortDescription: Message(text: "An opt-in applies to active accounts."))
    ]
  }

  struct Rule: Encodable {
    var id: String
    var shortDescription: Message
  }

  struct Message: Encodable {
    var text: String
  }

  struct Result: Encodable {
    var ruleId = "opt-in-in-force"
    var ruleIndex = 0
    var level = "error"
    var message: Message
    var locations: [Location]
  }

  struct Location: Encodable {
    var physicalLocation: PhysicalLocation
  }

  struct PhysicalLocation: Encodable {
    var artifactLocation: Artifact
    var region: Region
  }

  struct Artifact: Encodable {
    var uri: String
  }

  struct Region: Encodable {
    var startLine: Int
    var startColumn: Int
  }

  init(_ model: ReportModel) {
    runs = [
      Run(
        tool: Tool(driver: Driver(version: model.toolVersion)),
        results: model.policyFindings.map { finding in
          let name = VisibleText.visible(finding.policyName)
          return Result(
            message: Message(
              text:
                "\(finding.service) is optIn for \(Words.count(finding.accountCount, "active account")) by policy "
                + "\"\(name)\" (\(finding.policy)) on \(finding.node)."),
            locations: [
              Location(
                physicalLocation: PhysicalLocation(
                  artifactLocation: Artifact(uri: "policies/\(finding.policy).json"),
                  region: Region(startLine: finding.line, startColumn: finding.column)))
            ])
        })
    ]
  }
}
