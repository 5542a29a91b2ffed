import Checklist
import HistoryStore
import OrganizationModel

/// Turns what a person wants to attest into what the chain takes, when nothing is wrong with it.
struct AttestationRecorder {
  var ledger: AttestationLedger
  var rules: AttestationRules
  var time: Timestamp

  /// - Throws: `CommandFailure` with everything that is wrong.
  func draft(for request: AttestationRequest, evidencePaths: [String]) throws(CommandFailure) -> LedgerDraft {
    switch checked(request, evidencePaths: evidencePaths) {
    case .success(let draft): return draft
    case .failure(let problems): throw CommandFailure("nothing was recorded", problems: problems.clauses)
    }
  }

  /// What is wrong with a request that is not complete, beside what it lacks.
  func problems(ofIncomplete request: AttestationRequest, evidencePaths: [String]) -> [String] {
    var problems: [String] = []
    if !request.item.isEmpty {
      do { _ = try rules.attestation(for: request) } catch { problems += error.problems.map(\.description) }
    }
    for path in evidencePaths {
      do { _ = try EvidenceAttachment(path: path) } catch { problems.append(error.message) }
    }
    return problems
  }

  /// The draft, or all that is wrong.
  func checked(
    _ request: AttestationRequest, evidencePaths: [String]
  ) -> Result<LedgerDraft, AttestationRefusal> {
    var problems: [String] = []
    var files: [EvidenceAttachment] = []
    for path in evidencePaths {
      do { files.append(try EvidenceAttachment(path: path)) } catch { problems.append(error.message) }
    }
    var complete = request
    complete.files = files.map(\.file)
    let attestation: Attestation
    do { attestation = try rules.attestation(for: complete) } catch {
      return .failure(AttestationRefusal(clauses: error.problems.map(\.description) + problems))
    }
    if let earlier = ledger.book.repeated(attestation) {
      problems.append("exactly this is recorded already, as \(earlier.id)")
    }
    guard problems.isEmpty else { return .failure(AttestationRefusal(clauses: problems)) }
    do {
      return .success(try LedgerDraft(attestation, files: files, of: ledger.organization, at: time))
    } catch {
      return .failure(AttestationRefusal(clauses: ["the attestation cannot be written down"]))
    }
  }
}

/// Everything that is wrong with one attestation, each a clause.
struct AttestationRefusal: Error {
  var clauses: [String]
}
