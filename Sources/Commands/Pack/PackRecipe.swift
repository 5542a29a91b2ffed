import ArgumentParser
import Checklist
import EvidencePack
import HistoryStore
import OrganizationModel
import PolicyLanguage
import Reporting
import Timeline

/// What a pack is made from besides the store: the same recipe and the same store give the same bytes.
struct PackRecipe {
  var snapshot: SnapshotOptions
  var reportDate: Timestamp
  /// Nil for the 12 months before the report date.
  var period: Moment?
  /// The text of `optout-audit.yaml`; nil for none.
  var configurationText: String?
  var title: String?
  var organizationName: String?
  var redactsActors = false

  static let configurationPath = "catalogue/optout-audit.yaml"
  static let reportFolder = "report/"

  init(snapshot: SnapshotOptions, reportDate: Timestamp, period: Moment?, configurationText: String?) {
    self.snapshot = snapshot
    self.reportDate = reportDate
    self.period = period
    self.configurationText = configurationText
  }

  /// The recipe of a pack that was made, from its manifest and files.
  init(_ manifest: Manifest, files: [String: [UInt8]]) throws {
    var arguments = ["--organization", manifest.organization, "--at", manifest.snapshot]
    arguments += ["--as-of", manifest.reportDate]
    guard let options = try? SnapshotOptions.parse(arguments), let date = Timestamp(manifest.reportDate)
    else {
      throw CommandFailure(
        "\(Manifest.path) names no snapshot or date that could be read, so the pack cannot be verified")
    }
    snapshot = options
    reportDate = date
    let (from, to) = (manifest.options["from"], manifest.options["to"])
    if from != nil || to != nil {
      period = Moment(earliest: from.flatMap { Timestamp($0) }, latest: to.flatMap { Timestamp($0) })
    }
    configurationText = files[Self.configurationPath].map { String(decoding: $0, as: UTF8.self) }
    title = manifest.options["title"]
    organizationName = manifest.options["organizationName"]
    redactsActors = manifest.actorsRedacted
  }

  func pack(from store: HistoryStore) throws -> Pack {
    do {
      let organization = try store.select(snapshot.selector(), of: snapshot.organizationID()).header
        .organization
      var evidence = try store.evidence(of: organization)
      var recipe = self
      if redactsActors { recipe.configurationText = configurationText.map(Self.namingNobody) }
      guard recipe.configurationText == configurationText else {
        return try recipe.checkedToNameNobody().pack(from: store)
      }
      if redactsActors { evidence = ActorRedaction.redacted(evidence) }
      // Made from the evidence that goes out, and not from the store, so that the two cannot differ.
      let restored = try HistoryStore.restoring(evidence)
      let (outcome, report) = try report(from: restored)
      var manifest = manifest(outcome, organization)
      manifest.files = []
      var parts = report + PackEvidence.files(of: evidence) + catalogues()
      parts += try states(outcome, in: restored)
      let guide = PackGuide(
        manifest: manifest,
        answer: [outcome.model.answer.verdictSentence, outcome.model.answer.lockSentence])
      parts.append(PackFile(path: "README.md", text: guide.text, role: .guide))
      return try Pack(manifest, parts: parts)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(error)
    }
  }

  /// This recipe, if its configuration names people nowhere but in lines of their own, where they were replaced.
  private func checkedToNameNobody() throws -> PackRecipe {
    let configuration = try configuration()
    let people =
      configuration.acceptedExceptions.map(\.approver) + configuration.notApplicable.values.map(\.person)
    guard people.allSatisfy({ $0.wholeMatch(of: /named-\d+/) != nil }) else {
      throw CommandFailure(
        "the configuration names a person in a way that cannot be replaced; write approver and person on a line of their "
          + "own, as the example does")
    }
    return self
  }

  private func configuration() throws -> AuditConfiguration {
    guard let configurationText else { return AuditConfiguration() }
    do throws(ConfigurationError) {
      return try AuditConfiguration(
        parsing: configurationText, items: KnownItem.items(of: ChecklistCatalogue.builtIn))
    } catch {
      throw CommandFailure("the configuration cannot be used", problems: error.problems.map(\.description))
    }
  }

  /// A configuration in which approvers and persons are numbered, in their order; comments, which may name people too,
  /// are left out.
  private static func namingNobody(_ text: String) -> String {
    var numbers: [String: Int] = [:]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter {
      !$0.drop { $0 == " " }.hasPrefix("#")
    }
    return lines.map { line in
      guard let match = line.firstMatch(of: /^([ -]*(?:approver|person): *)(\S.*)$/) else {
        return String(line)
      }
      let name = String(match.2)
      guard name.wholeMatch(of: /named-\d+/) == nil else { return String(line) }
      let number = numbers[name] ?? numbers.count + 1
      numbers[name] = number
      return "\(match.1)named-\(number)"
    }.joined(separator: "\n")
  }

  /// The report's files as they lie in the pack.
  func report(from store: HistoryStore) throws -> (outcome: ReportRun.Outcome, files: [PackFile]) {
    let templates: TemplateSet
    do { templates = try TemplateSet.embedded() } catch { throw CommandFailure(error) }
    var run = ReportRun(snapshot: snapshot, reportDate: reportDate, period: period, templates: templates)
    run.title = title
    run.organizationName = organizationName
    run.actorsAreRedacted = redactsActors
    run.configuration = try configuration()
    let outcome = try run.outcome(from: store)
    let files = try run.files(of: outcome.model, Report.Format.allCases).map {
      PackFile(path: Self.reportFolder + $0.path, text: $0.text, role: .report)
    }
    return (outcome, files)
  }

  private func manifest(_ outcome: ReportRun.Outcome, _ organization: OrganizationID) -> Manifest {
    var options: [String: String] = [:]
    options["from"] = period?.earliest?.description
    options["to"] = period?.latest?.description
    options["title"] = title
    options["organizationName"] = organizationName
    let span = outcome.checklistRun.evidence.period
    return Manifest(
      organization: organization.rawValue, snapshot: outcome.model.snapshot,
      periodFrom: span?.earliest?.day ?? outcome.subject.history.first?.header.observedAt.day ?? "",
      periodTo: span?.latest?.day ?? reportDate.day, reportDate: reportDate.day,
      toolVersion: Version.current, chainHead: outcome.subject.chainHead, actorsRedacted: redactsActors,
      options: options)
  }

  /// What the report was measured against.
  private func catalogues() -> [PackFile] {
    var files = ChecklistCatalogue.builtInTexts.map {
      PackFile(path: "catalogue/\($0.name)", text: $0.text, role: .catalogue)
    }
    if let configurationText {
      files.append(PackFile(path: Self.configurationPath, text: configurationText, role: .catalogue))
    }
    return files
  }

  /// The snapshots at the start and at the end of the period and those in between that saw a change, whole.
  private func states(_ outcome: ReportRun.Outcome, in store: HistoryStore) throws -> [PackFile] {
    let start = outcome.checklistRun.evidence.period?.earliest
    let history = outcome.subject.history
    let first =
      history.lastIndex { sealed in start.map { sealed.header.observedAt <= $0 } ?? false } ?? 0
    return try history[first...].compactMap { sealed in
      let isFirst = sealed.id == history[first].id
      let isLast = sealed.id == outcome.model.snapshot
      guard try isFirst || isLast || store.sawChange(sealed) else { return nil }
      let place = isLast ? "end" : isFirst ? "start" : "change"
      let moment = sealed.header.observedAt.description.replacing(":", with: "")
      return PackFile(
        path: "evidence/state/\(moment)-\(place)-\(sealed.id).json", text: try store.stateText(of: sealed.id),
        role: .evidence)
    }
  }
}
