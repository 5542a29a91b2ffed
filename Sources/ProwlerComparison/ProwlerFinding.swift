import Foundation
import SwiftCSV

/// What Prowler said about the opt-out policy: one row of its CSV or one OCSF finding of the check
/// `organizations_opt_out_ai_services_policy`.
package struct ProwlerFinding: Hashable, Sendable {
  package static let check = "organizations_opt_out_ai_services_policy"

  /// `PASS`, `FAIL`, `MANUAL`, in upper case.
  package var status: String
  /// ARN of the organization or of the account.
  package var resource: String
  package var explanation: String

  package var isPass: Bool { status == "PASS" }

  package init(status: String, resource: String, explanation: String) {
    self.status = status
    self.resource = resource
    self.explanation = explanation
  }

  /// The findings of the check in `text`, in its order. Empty when Prowler wrote none, which it does where it was
  /// denied access.
  package static func findings(in text: String) throws(ProwlerFileError) -> [ProwlerFinding] {
    let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    switch text.first(where: { !$0.isWhitespace }) {
    case "[", "{": return try ocsf(text)
    case nil: throw .empty
    default: return try csv(text)
    }
  }

  private static func csv(_ text: String) throws(ProwlerFileError) -> [ProwlerFinding] {
    guard let table = try? CSV<Named>(string: text, delimiter: .semicolon, loadColumns: false) else {
      throw .notUnderstood(detail: "it is neither JSON nor CSV with semicolons")
    }
    let missing = ["CHECK_ID", "STATUS", "STATUS_EXTENDED", "RESOURCE_UID"].filter {
      !table.header.contains($0)
    }
    guard missing.isEmpty else {
      throw .notUnderstood(detail: "its header lacks \(missing.joined(separator: ", "))")
    }
    return table.rows.filter { $0["CHECK_ID"] == check }.map { row in
      ProwlerFinding(
        status: (row["STATUS"] ?? "").uppercased(), resource: row["RESOURCE_UID"] ?? "",
        explanation: row["STATUS_EXTENDED"] ?? "")
    }
  }

  private static func ocsf(_ text: String) throws(ProwlerFileError) -> [ProwlerFinding] {
    do {
      let findings = try JSONDecoder().decode([OCSF].self, from: Data(text.utf8))
      return findings.filter { $0.metadata?.eventCode == check }.map { finding in
        ProwlerFinding(
          status: (finding.statusCode ?? "").uppercased(), resource: finding.resources?.first?.uid ?? "",
          explanation: finding.statusDetail ?? finding.message ?? "")
      }
    } catch {
      throw .notUnderstood(detail: "it is no array of OCSF findings")
    }
  }

  /// The members of Prowler's OCSF that are read.
  private struct OCSF: Decodable {
    var metadata: Metadata?
    var statusCode: String?
    var statusDetail: String?
    var message: String?
    var resources: [Resource]?

    enum CodingKeys: String, CodingKey {
      case metadata, message, resources
      case statusCode = "status_code"
      case statusDetail = "status_detail"
    }

    struct Metadata: Decodable {
      var eventCode: String?

      enum CodingKeys: String, CodingKey {
        case eventCode = "event_code"
      }
    }

    struct Resource: Decodable {
      var uid: String?
    }
  }
}

/// Why a file is no output of Prowler.
package enum ProwlerFileError: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  case notUnderstood(detail: String)

  package var description: String {
    let advice = "give Prowler's CSV or JSON-OCSF file (prowler aws -M csv json-ocsf)"
    switch self {
    case .empty: return "the file is empty; \(advice)"
    case .notUnderstood(let detail): return "the file is not what Prowler writes: \(detail); \(advice)"
    }
  }
}
