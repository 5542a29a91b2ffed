/// Opt-ins with their place in a policy's text as SARIF 2.1.0, for code scanning: `opt-ins.sarif`.
///
/// Policies are no files of a repository, so each is named `policies/ID.json` and its text stands in the log itself, with
/// the SHA-256 under which an evidence pack holds it (`evidence/documents/SHA256.json`). An opt-in that the
/// organization accepts is a suppressed result. <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
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
    var artifacts: [Artifact]
    var results: [Result]
  }

  struct Tool: Encodable {
    var driver: Driver
  }

  struct Driver: Encodable {
    var name = "optout-audit"
    var version: String
    var rules = [
      Rule(
        id: "opt-in-in-force", shortDescription: Message(text: "An opt-in applies to active accounts."),
        fullDescription: Message(
          text:
            "The value optIn for this service reaches active accounts, whose content AWS may use to improve its AI "
            + "services. Take it out of the policy, or close the service to lower levels in the policy on the root."
        ))
    ]
  }

  struct Rule: Encodable {
    var id: String
    var shortDescription: Message
    var fullDescription: Message
    var helpUri =
      "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html"
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
    /// Absent where the opt-in is not accepted.
    var suppressions: [Suppression]?
  }

  struct Suppression: Encodable {
    var kind = "external"
    var status = "accepted"
    var justification: String
  }

  /// A policy with its text, which viewers show without a file.
  struct Artifact: Encodable {
    var location: ArtifactLocation
    var contents: Message
    var hashes: [String: String]
    var mimeType = "application/json"
  }

  struct Location: Encodable {
    var physicalLocation: PhysicalLocation
  }

  struct PhysicalLocation: Encodable {
    var artifactLocation: ArtifactLocation
    var region: Region
  }

  struct ArtifactLocation: Encodable {
    var uri: String
    var index: Int?
  }

  struct Region: Encodable {
    var startLine: Int
    var startColumn: Int
  }

  init(_ model: ReportModel) {
    let named = Set(model.policyFindings.map(\.policy))
    let policies = model.policies.filter { named.contains($0.id) }
    runs = [
      Run(
        tool: Tool(driver: Driver(version: model.toolVersion)),
        artifacts: policies.map { policy in
          Artifact(
            location: ArtifactLocation(uri: Self.uri(policy.id)),
            contents: Message(text: policy.lines.map(VisibleText.line).joined(separator: "\n")),
            hashes: policy.sha256.map { ["sha-256": $0] } ?? [:])
        },
        results: model.policyFindings.map { finding in
          Result(finding, artifact: policies.firstIndex { $0.id == finding.policy })
        })
    ]
  }

  fileprivate static func uri(_ policy: String) -> String { "policies/\(policy).json" }
}

extension SARIFLog.Result {
  fileprivate init(_ finding: PolicyFinding, artifact: Int?) {
    let name = VisibleText.visible(finding.policyName)
    message = SARIFLog.Message(
      text:
        "\(finding.service) is optIn for \(Words.count(finding.accountCount, "active account")) by policy "
        + "\"\(name)\" (\(finding.policy)) on \(finding.node).")
    locations = [
      SARIFLog.Location(
        physicalLocation: SARIFLog.PhysicalLocation(
          artifactLocation: SARIFLog.ArtifactLocation(uri: SARIFLog.uri(finding.policy), index: artifact),
          region: SARIFLog.Region(startLine: finding.line, startColumn: finding.column)))
    ]
    suppressions = finding.acceptance.map { [SARIFLog.Suppression(justification: $0)] }
  }
}
