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
    var tags = Tags<ReportPage>()
    tags.text("stylesheet") { $0.stylesheet }
    tags.text("script") { $0.script }
    tags.text("stylesheetHash") { SHA256.base64(of: $0.stylesheet) }
    tags.text("scriptHash") { SHA256.base64(of: $0.script) }
    tags.text("title") { $0.model.title }
    tags.text("organization") { $0.model.organization }
    tags.text("snapshot") { $0.model.snapshot }
    tags.text("observedAt") { $0.model.observedAt }
    tags.text("reportDate") { $0.model.reportDate }
    tags.object("answer") { $0.model.answer }
    tags.object("gaps") { $0.model.gaps }
    tags.flag("hasExceptions") { !$0.model.exceptions.isEmpty }
    tags.number("exceptionCount") { $0.model.exceptions.count }
    tags.list("exceptions") { $0.model.exceptions }
    tags.flag("hasInOrder") { !$0.model.inOrder.isEmpty }
    tags.list("inOrder") { $0.model.inOrder }
    tags.flag("hasInactive") { !$0.model.inactive.isEmpty }
    tags.number("inactiveCount") { $0.model.inactive.count }
    tags.text("inactiveTitle") { Words.count($0.model.inactive.count, "account") }
    tags.list("inactive") { $0.model.inactive }
    tags.number("accountCount") { $0.model.accountCount }
    tags.text("sinceExplanation") { _ in OptOutInterval.explanation }
    tags.object("coverage") { $0.model.coverage }
    tags.flag("hasServicesInUse") { $0.model.servicesInUse != nil }
    tags.object("servicesInUse") { $0.model.servicesInUse }
    tags.flag("hasPolicies") { !$0.model.policies.isEmpty }
    tags.number("policyCount") { $0.model.policies.count }
    tags.list("policies") { $0.model.policies }
    tags.flag("hasChecklists") { !$0.model.checklists.isEmpty }
    tags.list("checklists") { $0.model.checklists }
    tags.flag("hasAttestations") { !$0.model.attestations.isEmpty }
    tags.text("attestationsTitle") { Words.count($0.model.attestations.count, "attestation") }
    tags.list("attestations") { $0.model.attestations }
    tags.object("method") { $0.model.method }
    tags.text("organizationName", optional: { $0.model.organizationName })
    tags.text("logo", optional: { $0.model.logo })
    tags.object("changes") { $0.model.changes }
    tags.flag("hasHistory") { !$0.model.history.isEmpty }
    tags.number("historyCount") { $0.model.history.count }
    tags.list("history") { $0.model.history }
    return tags
  }
}

extension Status: Templated {
  static var tags: Tags<Status> {
    var tags = Tags<Status>()
    tags.text("word") { $0.word }
    tags.text("tone") { $0.tone.rawValue }
    tags.text("sign") { $0.tone.sign }
    return tags
  }
}

extension ReportModel.Answer: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.object("verdict") { $0.verdict }
    tags.text("verdictSentence") { $0.verdictSentence }
    tags.object("lock") { $0.lock }
    tags.text("lockSentence") { $0.lockSentence }
    tags.text("policyTypeSentence") { $0.policyTypeSentence }
    tags.text("editorsSentence") { $0.editorsSentence }
    tags.list("editors") { $0.editors }
    tags.list("tiles") { $0.tiles }
    tags.object("worst") { $0.worst }
    tags.flag("hasOthers") { !$0.others.isEmpty }
    tags.list("others") { Array($0.others.prefix(othersLimit)) }
    tags.text(
      "furtherOthers",
      optional: {
        $0.others.count > othersLimit
          ? Words.count(
            $0.others.count - othersLimit, "more group of exceptions", plural: "more groups of exceptions")
          : nil
      })
    return tags
  }
}

extension ReportModel.Answer.Pointer: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.text("number") { "\($0.number)" }
    tags.text("title") { $0.title }
    tags.text("tone") { $0.tone.rawValue }
    tags.text("sign") { $0.tone.sign }
    return tags
  }
}

extension ReportModel.Answer.Editor: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.text("principal") { $0.principal }
    tags.text("name", optional: { $0.name })
    tags.text("ground") { $0.ground }
    return tags
  }
}

extension ReportModel.Answer.Tile: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.text("label") { $0.label }
    tags.number("value") { $0.value }
    tags.text("tone") { $0.value == 0 ? Status.Tone.neutral.rawValue : $0.tone.rawValue }
    tags.text("share", optional: { $0.share.map { "\($0) %" } })
    return tags
  }
}

extension ReportModel.Gaps: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.text("sentence") { $0.sentence }
    tags.flag("isEmpty") { $0.isEmpty }
    tags.list("lines") { $0.lines }
    tags.flag("hasUnread") { !$0.unread.isEmpty }
    tags.text("unreadTitle") { Words.count($0.unread.count, "subject") }
    tags.list("unread") { $0.unread.map { Unread(subject: $0.subject, reason: $0.reason) } }
    tags.flag("hasMismatches") { !$0.mismatches.isEmpty }
    tags.list("mismatches") { $0.mismatches }
    tags.flag("hasMoved") { !$0.moved.isEmpty }
    tags.texts("moved") { $0.moved }
    tags.text("asserted", optional: { $0.asserted })
    return tags
  }

  fileprivate struct Unread: Templated {
    var subject: String
    var reason: String

    static var tags: Tags<Self> {
      var tags = Tags<Self>()
      tags.text("subject") { $0.subject }
      tags.text("reason") { $0.reason }
      return tags
    }
  }
}

extension ReportModel.Gaps.Line: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.number("count") { $0.count }
    tags.text("text") { $0.text }
    return tags
  }
}

extension ReportModel.Gaps.Mismatch: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.text("account") { $0.account }
    tags.text("computed") { $0.computed }
    tags.text("reported") { $0.reported }
    tags.text("cause") { $0.cause }
    return tags
  }
}
