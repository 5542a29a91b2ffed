import Checklist
import OrganizationModel

extension ExceptionCover.Account {
  /// What is accepted of the account, by whom and until when, and what is not; a sentence. Nil when no exception of the
  /// configuration is about it.
  var words: String? {
    guard !covered.isEmpty || !expired.isEmpty else { return nil }
    var parts = covered.map { exception in
      "the opt-in to \(exception.service) is accepted until \(exception.expires.day) by \(exception.approver): \(exception.reason)"
    }
    parts += expired.map { exception in
      "the exception for \(exception.service) by \(exception.approver) expired on \(exception.expires.day)"
    }
    let open = uncovered.filter { service in !expired.contains { $0.service == service } }
    if !open.isEmpty { parts.append("nobody accepted \(Words.list(open))") }
    return Words.sentence(parts.joined(separator: "; ")) + " It is a failure all the same."
  }
}
