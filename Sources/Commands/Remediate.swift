import AWSClient
import ArgumentParser
import Foundation
import OrganizationModel
import Probes
import Remediation
import Timeline

/// What to change so that every account is opted out for good, as files that people review and apply.
struct Remediate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes what puts the opt-out right: policy, script, templates, settings and texts.",
    discussion: """
      Examples:
        optout-audit remediate
        optout-audit remediate --as cli --output fix
        optout-audit remediate --as terraform,eventbridge --except comprehend=Research --output fix
        optout-audit remediate --new --as cli --output fix

      Without --output it prints what is wrong, what the files would change, and the policy. optout-audit only ever \
      reads from AWS: it writes files, and people apply them. --allow-exceptions keeps the opt-ins of single services \
      that are in force, as exceptions; --except names one. Exit status 1 when the files would not leave every account \
      as wanted, or that cannot be told.
      """)

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Forms, separated by commas: \(formNames). Else policy.", valueName: "list"))
  var forms: String?

  @Option(help: ArgumentHelp("The folder to write to; it is made where it is missing.", valueName: "folder"))
  var output: String?

  @Flag(help: "Replace files of other content in the folder.")
  var overwrite = false

  @Flag(help: "Without a snapshot: the full set, for an organization that does not exist yet.")
  var new = false

  @Flag(
    name: .customLong("allow-exceptions"), help: "Keep the opt-ins of single services that are in force.")
  var allowExceptions = false

  @Option(
    help: ArgumentHelp("Opt one service in at one node and below. Repeatable.", valueName: "service=node"))
  var except: [String] = []

  @Flag(
    name: .customLong("manage-organization"), help: "Let Terraform own the organization itself as well.")
  var manageOrganization = false

  @Option(help: ArgumentHelp("The role that may change policies all the same, in scp.", valueName: "name"))
  var role: String?

  @Option(
    help: ArgumentHelp("The robots.txt that a site has, to be merged with in robots.", valueName: "file"))
  var robots: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var snapshot: SnapshotOptions

  @Flag(help: "Print JSON.")
  var json = false

  private static let formNames = RemediationForm.allCases.map(\.rawValue).joined(separator: ", ")

  func validate() throws {
    _ = try parsedForms()
    for text in except {
      let isComplete = text.dropFirst().dropLast().contains("=")
      guard isComplete else { throw ValidationError("--except \(text.debugDescription) is not SERVICE=NODE") }
    }
    if new, allowExceptions || !except.isEmpty || manageOrganization {
      throw ValidationError(
        "--new has no snapshot, so it goes with no exceptions and no --manage-organization")
    }
    if let role, role.wholeMatch(of: /[A-Za-z0-9+=,.@_-]{1,64}/) == nil {
      throw ValidationError("--role \(role.debugDescription) is not the name of an IAM role")
    }
  }

  func run() throws {
    let context = CommandContext.system()
    let remedy = try Remedy(command: self, context: context)
    let files = try output.map { folder in
      try GeneratedFolder(path: folder, overwrites: overwrite).write(try remedy.files(try parsedForms()))
    }
    let output = RemediateOutput(remedy: remedy, written: files)
    try context.print(json ? output.json.text : output.text(context))
    if !remedy.plan.problems.isEmpty { throw ExitCode(.findings) }
  }

  private func parsedForms() throws -> [RemediationForm] {
    guard let forms else { return [.policy] }
    var result: [RemediationForm] = []
    for word in forms.split(separator: ",", omittingEmptySubsequences: false) {
      guard let form = RemediationForm(rawValue: String(word)) else {
        throw ValidationError("--as: \(String(word).debugDescription) is not one of \(Self.formNames)")
      }
      if !result.contains(form) { result.append(form) }
    }
    return result
  }
}

/// A plan with what its files need to know.
struct Remedy {
  var plan: RemediationPlan
  var options: FormOptions
  /// Nil without a snapshot.
  var subject: AuditSubject?

  init(command: Remediate, context: CommandContext) throws {
    guard !command.new else {
      plan = .forNewOrganization
      options = FormOptions(toolVersion: Version.current, origin: nil)
      options.role = command.role ?? options.role
      options.robots = try command.robots.map(Self.robots)
      return
    }
    let subject = try AuditSubject(
      from: command.store.openForReading(context), options: command.snapshot, verifiesChain: false)
    self.subject = subject
    let snapshot = subject.posture.snapshot
    options = FormOptions(toolVersion: Version.current, origin: subject.summaryLine)
    options.region = (Partition.named(inARN: snapshot.organization.arn) ?? .aws).controlRegion
    options.optOut = Self.facts(subject)
    options.managesOrganization = command.manageOrganization
    options.role = command.role ?? options.role
    options.robots = try command.robots.map(Self.robots)
    var exceptions = command.allowExceptions ? ScopedException.inForce(in: subject.posture) : []
    exceptions += try command.except.map { try Self.exception($0, in: snapshot) }
    do {
      var planner = try RemediationPlanner(snapshot: snapshot, exceptions: exceptions)
      plan = try planner.plan()
    } catch {
      throw CommandFailure(error)
    }
  }

  /// A robots.txt of which crawlers read everything (RFC 9309, section 2.5).
  private static func robots(at path: String) throws -> String {
    let bytes: [UInt8]
    do { bytes = try BoundedFile.bytes(at: path, limit: RobotsText.maxBytes) } catch {
      guard error == .tooLarge(limit: RobotsText.maxBytes) else {
        throw CommandFailure("cannot read \(path.debugDescription), which --robots names: \(error)")
      }
      throw CommandFailure(
        "\(path.debugDescription) is larger than \(RobotsText.maxBytes) bytes; crawlers need not read the rest, so shorten it"
      )
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure("\(path.debugDescription) is not UTF-8, which robots.txt has to be")
    }
    return text
  }

  /// The organization is opted out since the last of its accounts is.
  private static func facts(_ subject: AuditSubject) -> OptOutFacts? {
    guard subject.posture.verdict == .optedOut else { return nil }
    let dates = subject.posture.accounts.filter(\.account.isActive).map { subject.optOutDates[$0.account.id] }
    guard let latest = dates.compactMap({ $0?.latest }).max(), !dates.contains(nil) else { return nil }
    return OptOutFacts(earliest: dates.compactMap { $0?.earliest }.max(), latest: latest)
  }

  /// `SERVICE=NODE`; service keys contain no equals sign.
  private static func exception(_ text: String, in snapshot: Snapshot) throws -> ScopedException {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    return ScopedException(
      service: parts[0], node: try NodeFinder(snapshot: snapshot).node(named: parts[1]))
  }

  func files(_ forms: [RemediationForm]) throws -> [GeneratedFile] {
    var files: [GeneratedFile] = []
    do {
      for form in forms {
        for file in try form.files(for: plan, options) where !files.contains(file) { files.append(file) }
      }
    } catch {
      throw CommandFailure(error)
    }
    return files
  }
}
