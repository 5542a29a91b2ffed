import Hashing
import OrganizationModel

/// A report as templates see it: the model, and the parts of a page that are not about the organization.
struct ReportPage {
  var model: ReportModel
  /// Text of `report.css`.
  var stylesheet: String
  /// Text of `report.js`.
  var script: String
}

extension ReportPage: Templated {
  static var tags: Tags<ReportPage> {
    Tags()
      .text("stylesheet") { $0.stylesheet }
      .text("script") { $0.script }
      .text("stylesheetHash") { SHA256.base64(of: $0.stylesheet) }
      .text("scriptHash") { SHA256.base64(of: $0.script) }
      .text("title") { $0.model.title }
      .text("organization") { $0.model.organization }
      .text("snapshot") { $0.model.snapshot }
      .text("observedAt") { $0.model.observedAt }
      .text("reportDate") { $0.model.reportDate }
      .object("answer") { $0.model.answer }
      .object("gaps") { $0.model.gaps }
      .flag("hasExceptions") { !$0.model.exceptions.isEmpty }
      .number("exceptionCount") { $0.model.exceptions.count }
      .list("exceptions") { $0.model.exceptions }
      .flag("hasInOrder") { !$0.model.inOrder.isEmpty }
      .list("inOrder") { $0.model.inOrder }
      .flag("hasInactive") { !$0.model.inactive.isEmpty }
      .number("inactiveCount") { $0.model.inactive.count }
      .text("inactiveTitle") { Words.count($0.model.inactive.count, "account") }
      .list("inactive") { $0.model.inactive }
      .number("accountCount") { $0.model.accountCount }
      .text("sinceExplanation") { _ in OptOutInterval.explanation }
      .object("coverage") { $0.model.coverage }
      .flag("hasServicesInUse") { $0.model.servicesInUse != nil }
      .object("servicesInUse") { $0.model.servicesInUse }
      .flag("hasPolicies") { !$0.model.policies.isEmpty }
      .number("policyCount") { $0.model.policies.count }
      .list("policies") { $0.model.policies }
      .flag("hasChecklists") { !$0.model.checklists.isEmpty }
      .list("checklists") { $0.model.checklists }
      .flag("hasAttestations") { !$0.model.attestations.isEmpty }
      .text("attestationsTitle") { Words.count($0.model.attestations.count, "attestation") }
      .list("attestations") { $0.model.attestations }
      .object("method") { $0.model.method }
      .text("organizationName", optional: { $0.model.organizationName })
      .text("logo", optional: { $0.model.logo })
      .object("changes") { $0.model.changes }
      .flag("hasHistory") { !$0.model.history.isEmpty }
      .number("historyCount") { $0.model.history.count }
      .list("history") { $0.model.history }
  }
}

extension Status: Templated {
  static var tags: Tags<Status> {
    Tags()
      .text("word") { $0.word }
      .text("tone") { $0.tone.rawValue }
      .text("sign") { $0.tone.sign }
  }
}

extension ReportModel.Answer: Templated {
  static var tags: Tags<Self> {
    Tags()
      .object("verdict") { $0.verdict }
      .text("verdictSentence") { $0.verdictSentence }
      .object("lock") { $0.lock }
      .text("lockSentence") { $0.lockSentence }
      .text("policyTypeSentence") { $0.policyTypeSentence }
      .text("editorsSentence") { $0.editorsSentence }
      .list("editors") { $0.editors }
      .list("tiles") { $0.tiles }
      .object("worst") { $0.worst }
      .flag("hasOthers") { !$0.others.isEmpty }
      .list("others") { Array($0.others.prefix(othersLimit)) }
      .text(
        "furtherOthers",
        optional: {
          $0.others.count > othersLimit
            ? Words.count(
              $0.others.count - othersLimit, "more group of exceptions", plural: "more groups of exceptions")
            : nil
        })
  }
}

extension ReportModel.Answer.Pointer: Templated {
  static var tags: Tags<Self> {
    Tags()
      .text("number") { "\($0.number)" }
      .text("title") { $0.title }
      .text("tone") { $0.tone.rawValue }
      .text("sign") { $0.tone.sign }
  }
}

extension ReportModel.Answer.Editor: Templated {
  static var tags: Tags<Self> {
    Tags()
      .text("principal") { $0.principal }
      .text("name", optional: { $0.name })
      .text("ground") { $0.ground }
  }
}

extension ReportModel.Answer.Tile: Templated {
  static var tags: Tags<Self> {
    Tags()
      .text("label") { $0.label }
      .number("value") { $0.value }
      .text("tone") { $0.value == 0 ? Status.Tone.neutral.rawValue : $0.tone.rawValue }
      .text("share", optional: { $0.share.map { "\($0) %" } })
  }
}

extension ReportModel.Gaps: Templated {
  static var tags: Tags<Self> {
    Tags()
      .text("sentence") { $0.sentence }
      .flag("isEmpty") { $0.isEmpty }
      .list("lines") { $0.lines }
      .flag("hasUnread") { !$0.unread.isEmpty }
      .text("unreadTitle") { Words.count($0.unread.count, "subject") }
      .list("unread") { $0.unread.map { Unread(subject: $0.subject, reason: $0.reason) } }
      .flag("hasMismatches") { !$0.mismatches.isEmpty }
      .list("mismatches") { $0.mismatches }
      .flag("hasMoved") { !$0.moved.isEmpty }
      .texts("moved") { $0.moved }
      .text("asserted", optional: { $0.asserted })
  }

  fileprivate struct Unread: Templated {
    var subject: String
    var reason: String

    static var tags: Tags<Self> {
      Tags()
        .text("subject") { $0.subject }
        .text("reason") { $0.reason }
    }
  }
}

extension ReportModel.Gaps.Line: Templated {
  static var tags: Tags<Self> {
    Tags()
      .number("count") { $0.count }
      .text("text") { $0.text }
  }
}

extension ReportModel.Gaps.Mismatch: Templated {
  static var tags: Tags<Self> {
    Tags()
      .text("account") { $0.account }
      .text("computed") { $0.computed }
      .text("reported") { $0.reported }
      .text("cause") { $0.cause }
  }
}
