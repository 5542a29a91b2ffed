import ArgumentParser
import Checklist
import HistoryStore
import OrganizationModel

/// Records all attestations of a file, or none.
struct AttestLoad: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Records the attestations of a file that a person filled in: all, or none.",
    discussion: """
      Example:
        optout-audit attest load open.yaml

      The file is that of "attest template". Entries left blank are passed over. Every problem of the file is listed, and \
      then nothing is recorded. Evidence files are looked for beside the file.
      """)

  static let maxBytes = 1_000_000

  @OptionGroup var store: StoreOptions
  @OptionGroup var organization: OrganizationOptions
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var checklists: ChecklistOptions

  @Argument(help: ArgumentHelp("The file.", valueName: "file"))
  var file: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let context = CommandContext.system()
    let items = ChecklistOptions.knownItems(with: try checklists.catalogues())
    let loaded = try configuration.load(context, items: items)
    let text: String
    do { text = try BoundedFile.text(at: file, limit: Self.maxBytes) } catch {
      throw CommandFailure("cannot read the attestations \"\(file)\": \(error)")
    }
    let ledger = try AttestationLedger(reading: store, organization, context)
    let recorder = AttestationRecorder(
      ledger: ledger,
      rules: AttestationRules(
        items: items, renewalDays: loaded.configuration.renewalDays, today: context.today,
        systemUser: SystemUser.name()), time: context.now())
    let batch = AttestationBatch(text, folder: Self.folder(of: file), recorder: recorder)
    guard batch.problems.isEmpty else {
      throw CommandFailure(
        "nothing was recorded of \"\(file)\"", problems: batch.problems.map(\.description))
    }
    guard !batch.drafts.isEmpty else {
      throw CommandFailure(
        "nothing was recorded of \"\(file)\": every entry is blank; fill in outcome and statement")
    }
    let book = try ledger.appending(batch.drafts, to: store, context)
    if !batch.blank.isEmpty {
      context.note("\(plural(batch.blank.count, "entry", "entries")) left blank and passed over")
    }
    try AttestOutput.printRecorded(
      book.attestations.suffix(batch.drafts.count).map(\.id), in: book, json: json, loaded, context)
  }

  /// The folder of `path`, with the slash at its end; empty for the working folder.
  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}

/// What a file of attestations would record.
struct AttestationBatch {
  var drafts: [LedgerDraft] = []
  /// Items of the entries that were left blank.
  var blank: [String]
  /// By line. Nothing is to be recorded unless there is none.
  var problems: [DocumentProblem]

  /// - Parameter folder: where evidence files lie; with the slash at its end, or empty.
  init(_ text: String, folder: String, recorder: AttestationRecorder) {
    let (file, problems) = AttestationFile.reading(text)
    self.problems = problems
    blank = file.blank
    if let named = file.organization, named != recorder.ledger.organization.rawValue {
      self.problems.append(
        DocumentProblem(
          path: "organization", line: nil,
          message: "the file is about \"\(named)\", and not about \(recorder.ledger.organization)"))
    }
    var seen: [Subject: String] = [:]
    for entry in file.entries {
      let subject = Subject(request: entry.request)
      if let first = seen[subject], !subject.item.isEmpty {
        note(entry, "the same item stands twice, first at \(first); keep one, or give each its scope")
      }
      seen[subject] = seen[subject] ?? entry.path
      let paths = entry.evidencePaths.map { $0.hasPrefix("/") ? $0 : folder + $0 }
      guard entry.isComplete else {
        for clause in recorder.problems(ofIncomplete: entry.request, evidencePaths: paths) {
          note(entry, clause)
        }
        continue
      }
      switch recorder.checked(entry.request, evidencePaths: paths) {
      case .success(let draft): drafts.append(draft)
      case .failure(let refusal): for clause in refusal.clauses { note(entry, clause) }
      }
    }
    self.problems.sort { ($0.line ?? 0) < ($1.line ?? 0) }
  }

  private mutating func note(_ entry: AttestationFile.Entry, _ message: String) {
    problems.append(DocumentProblem(path: entry.path, line: entry.line, message: message))
  }

  /// What an entry is about.
  private struct Subject: Hashable {
    var item: String
    var scope: String?
    var workload: String?

    init(request: AttestationRequest) {
      item = request.item
      scope = request.scope
      workload = request.details["workload"]
    }
  }
}
