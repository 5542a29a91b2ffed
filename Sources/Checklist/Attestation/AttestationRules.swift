package import OrganizationModel

/// What a person wants to attest, before it is held against the rules.
package struct AttestationRequest: Hashable, Sendable {
  package var item: String
  package var outcome: AttestedOutcome
  package var statement: String
  package var by: String
  /// Nil means the day of recording.
  package var effective: Timestamp?
  /// Nil means as long as `validDays`, or as the item's renewal period allows.
  package var expires: Timestamp?
  package var validDays: Int?
  package var scope: String?
  package var details: [String: String]
  package var files: [EvidenceFile]

  package init(
    item: String, outcome: AttestedOutcome, statement: String, by: String, effective: Timestamp? = nil,
    expires: Timestamp? = nil, validDays: Int? = nil, scope: String? = nil, details: [String: String] = [:],
    files: [EvidenceFile] = []
  ) {
    self.item = item
    self.outcome = outcome
    self.statement = statement
    self.by = by
    self.effective = effective
    self.expires = expires
    self.validDays = validDays
    self.scope = scope
    self.details = details
    self.files = files
  }
}

/// What an attestation must be like to be recorded.
package struct AttestationRules: Sendable {
  /// The items of the checklists in use.
  package var items: [KnownItem]
  /// Days in place of the items' own, by item id.
  package var renewalDays: [String: Int]
  /// The day of recording.
  package var today: Timestamp
  package var systemUser: String

  /// The longest that an attestation may hold, in days.
  package static let longestValidity = 3660
  /// The most characters of a statement; of a name, scope or detail a twentieth of it.
  package static let maxCharacters = 10_000
  package static let maxDetailNameCharacters = 100

  package init(items: [KnownItem], renewalDays: [String: Int], today: Timestamp, systemUser: String) {
    self.items = items
    self.renewalDays = renewalDays
    self.today = today
    self.systemUser = systemUser
  }

  /// The attestation that `request` asks for. An attestation holds until it is as many days old as it is valid for.
  ///
  /// - Throws: `AttestationProblems` with everything that is wrong with it.
  package func attestation(for request: AttestationRequest) throws(AttestationProblems) -> Attestation {
    let effective = request.effective ?? today
    let item = items.first { $0.id == request.item }
    let days = request.validDays ?? renewalDays[request.item] ?? item?.renewalDays
    let expires =
      request.expires ?? effective.adding(.seconds((days ?? KnownItem.usualRenewalDays) * 86_400))
    var problems: [AttestationProblem] = []
    if let item {
      if item.assessedBy == .evidence { problems.append(.assessedFromEvidence(item.id)) }
      let missing = item.requiredDetails.filter { request.details[$0] == nil }
      if !missing.isEmpty { problems.append(.missingDetails(missing, item: item.id)) }
    } else {
      problems.append(.unknownItem(KnownItem.unknown(request.item, among: items)))
    }
    if effective.days(since: today) > 0 { problems.append(.effectiveInFuture(effective, today: today)) }
    if expires.days(since: effective) < 0 {
      problems.append(.expiresBeforeEffective(expires, effective: effective))
    } else if expires.days(since: effective) > Self.longestValidity {
      problems.append(.holdsTooLong(expires))
    }
    var texts = [("the statement", request.statement, Self.maxCharacters)]
    texts.append(("the name of who attests", request.by, Self.maxCharacters / 20))
    if let scope = request.scope { texts.append(("the scope", scope, Self.maxCharacters / 20)) }
    for (name, value) in request.details.sorted(by: { $0.key < $1.key }) {
      guard (1...Self.maxDetailNameCharacters).contains(name.count) else {
        problems.append(.detailName(String(name.prefix(20))))
        continue
      }
      texts.append(("the detail \"\(name)\"", value, Self.maxCharacters / 20))
    }
    for (what, text, limit) in texts {
      if text.isEmpty { problems.append(.empty(what)) }
      if text.count > limit { problems.append(.tooLong(what, limit: limit)) }
      if limit < Self.maxCharacters, !text.isOneLine { problems.append(.severalLines(what)) }
    }
    guard problems.isEmpty else { throw AttestationProblems(problems: problems) }
    return Attestation(
      item: request.item, outcome: request.outcome, statement: request.statement, attestedBy: request.by,
      systemUser: systemUser, effective: effective, expires: expires, scope: request.scope,
      details: request.details, files: request.files)
  }
}

/// Why an attestation is not recorded: everything that is wrong with it; never empty.
package struct AttestationProblems: Error, Hashable, Sendable {
  package var problems: [AttestationProblem]
}

package enum AttestationProblem: Hashable, Sendable, CustomStringConvertible {
  /// The clause says so and suggests the nearest.
  case unknownItem(String)
  case assessedFromEvidence(String)
  case missingDetails([String], item: String)
  case effectiveInFuture(Timestamp, today: Timestamp)
  case expiresBeforeEffective(Timestamp, effective: Timestamp)
  case holdsTooLong(Timestamp)
  /// The beginning of the name.
  case detailName(String)
  case empty(String)
  case tooLong(String, limit: Int)
  /// A name or a fact stands on one line wherever it is shown.
  case severalLines(String)

  package var description: String {
    switch self {
    case .unknownItem(let clause): clause
    case .assessedFromEvidence(let item):
      "\"\(item)\" is assessed from evidence and may be overruled by nobody; an intended opt-in goes under "
        + "accepted-exceptions in optout-audit.yaml"
    case .missingDetails(let names, let item):
      "\"\(item)\" needs the detail\(names.count == 1 ? "" : "s") "
        + names.map { "\"\($0)\"" }.joined(separator: ", ") + "; give "
        + names.map { "--detail \($0)=…" }.joined(separator: " ")
    case .effectiveInFuture(let date, let today):
      "the effective date \(date.day) lies in the future (today is \(today.day) UTC); "
        + "attest when it has come"
    case .expiresBeforeEffective(let expires, let effective):
      "the expiry \(expires.day) lies before the effective date \(effective.day)"
    case .holdsTooLong(let expires):
      "the expiry \(expires.day) lies more than \(AttestationRules.longestValidity) days after the effective "
        + "date; attest for a shorter time and renew"
    case .detailName(let name):
      "a detail's name has 1 to \(AttestationRules.maxDetailNameCharacters) characters, and not \"\(name)…\""
    case .empty(let what): "\(what) is empty"
    case .tooLong(let what, let limit): "\(what) has more than \(limit) characters"
    case .severalLines(let what): "\(what) has a line break or a control character; write it on one line"
    }
  }
}

extension String {
  /// Whether nothing in it breaks a line or controls a terminal.
  var isOneLine: Bool {
    unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: false
      default: true
      }
    }
  }
}
