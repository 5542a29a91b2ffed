import Checklist
import HistoryStore
import OrganizationModel

/// What the fictional organization's people attested and configured; embedded from `Demo/records`.
///
/// Everything was recorded after the last snapshot, so that the snapshots' digests rest on snapshots alone.
enum DemoRecords {
  static let systemUser = "demo"
  /// Who countersigns uses another one.
  static let secondSystemUser = "demo-second"
  static let secondPerson = "Tomas Berg"

  /// The text of the demo's `optout-audit.yaml`.
  static var configurationText: String { text("optout-audit.yaml") ?? "" }

  /// Records what is missing in `store`; nothing when an earlier demo recorded it. Every entry is a minute later than
  /// the one before it.
  ///
  /// - Parameter reportDate: the day of recording; the first entry's time is 08:00 of it.
  static func record(in store: HistoryStore, of organization: OrganizationID, reportDate: Timestamp) throws {
    var time = reportDate.adding(.seconds(8 * 3600))
    func next() -> Timestamp {
      defer { time = time.adding(.seconds(60)) }
      return time
    }
    do {
      if try store.entries(of: organization, kinds: [.attestation]).isEmpty {
        _ = try store.append(
          try attestations(on: reportDate).map { attestation, files in
            try LedgerDraft(attestation, files: files, of: organization, at: next())
          })
      }
      let book = try AttestationBook(from: store, of: organization)
      guard let first = book.attestations.first, first.countersignatures.isEmpty else { return }
      time = book.attestations.last?.recordedAt.adding(.seconds(3600)) ?? time
      let notice = try book.countersignature(of: first.id, by: secondPerson, systemUser: secondSystemUser)
      _ = try store.append([
        LedgerDraft(organization: organization, kind: .countersignature, recordedAt: next(), body: notice)
      ])
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The attestations of the embedded file with the bytes that they rest on.
  static func attestations(on day: Timestamp) throws -> [(Attestation, [EvidenceAttachment])] {
    let (file, problems) = AttestationFile.reading(text("attestations.yaml") ?? "")
    if let problem = problems.first { throw CommandFailure("the demo's attestations: \(problem)") }
    let rules = AttestationRules(
      items: KnownItem.items(of: ChecklistCatalogue.builtIn), renewalDays: [:], today: day,
      systemUser: systemUser)
    return try file.entries.map { entry in
      let files = entry.evidencePaths.map { path in
        EvidenceAttachment(
          name: path.split(separator: "/").last.map(String.init) ?? path,
          bytes: Array((text(path) ?? "").utf8))
      }
      var request = entry.request
      request.files = files.map(\.file)
      do throws(AttestationProblems) {
        return (try rules.attestation(for: request), files)
      } catch {
        throw CommandFailure(
          "the demo's \(entry.path)", problems: error.problems.map(\.description))
      }
    }
  }

  private static func text(_ path: String) -> String? {
    EmbeddedDemoRecords.files.first { $0.path == path }?.text
  }
}
