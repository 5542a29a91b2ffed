import ArgumentParser
import Checklist
import OrganizationModel
import Probes

/// Whether developers' editors share content and telemetry with AWS.
struct ProbeSettings: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "Reads editors' settings files and says whether they share content or telemetry.",
    discussion: """
      Examples:
        optout-audit probe settings ~/.config/Code/User/settings.json
        optout-audit probe settings fleet --developers 42

      Understands user settings of VS Code and Kiro, aws.xml of JetBrains IDEs, and the settings of the Q and Kiro \
      command lines; below a folder, files with their names. Without paths, those under "settings" of the \
      configuration. A key that is absent means on. Contents are not kept, only what was found and each file's SHA-256. \
      Exit status 1 when a file shares something or could not be understood, or there are fewer files than developers.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var organization: OrganizationOptions
  @OptionGroup var configuration: ConfigurationOptions

  @Argument(help: ArgumentHelp("Settings files, or folders with them.", valueName: "path"))
  var paths: [String] = []

  @Option(help: ArgumentHelp("How many developers use these editors.", valueName: "number"))
  var developers: Int?

  @Flag(name: .customLong("dry-run"), help: "Only print; record nothing. Needs no store.")
  var dryRun = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if let developers, !(1...10_000_000).contains(developers) {
      throw ValidationError("--developers \(developers) is not a number of developers; give 1 or more")
    }
  }

  func run() throws {
    let context = CommandContext.system()
    var places = paths
    var declared = developers
    if places.isEmpty || declared == nil {
      let loaded = try configuration.load(context, items: nil)
      if let line = loaded.line, !json { context.note(line) }
      if places.isEmpty { places = loaded.configuration.settingsPaths }
      if declared == nil { declared = loaded.configuration.developers }
    }
    guard !places.isEmpty else {
      throw CommandFailure(
        "no settings file is named; name files or folders, or list them under \"settings\" in optout-audit.yaml"
      )
    }
    let recorder = dryRun ? nil : try ProbeRecorder(store, organization, context)
    let found = SettingsFiles(paths: places)
    guard !found.files.isEmpty else {
      throw CommandFailure(
        "no settings file was found; files named settings.json or aws.xml are looked for"
          + (found.problems.first.map { " (\($0))" } ?? ""))
    }
    for problem in found.problems { context.note("note: \(TerminalText.safe(problem))") }
    let probe = SettingsProbe(declaredDevelopers: declared, files: found.files)
    let entry = try recorder?.record(ProbeRecord(settings: probe), files: [], at: context.now())
    let summary = SettingsSummary(probe)
    try context.print(
      json ? ProbeOutput.json(summary, entry: entry).text : ProbeOutput.text(summary, entry: entry, context))
    if !summary.isInOrder || !found.problems.isEmpty { throw ExitCode(.findings) }
  }
}

/// A settings probe, counted.
struct SettingsSummary {
  var probe: SettingsProbe

  init(_ probe: SettingsProbe) { self.probe = probe }

  var understood: [SettingsProbe.File] { probe.files.filter { $0.problem == nil } }
  var notUnderstood: [SettingsProbe.File] { probe.files.filter { $0.problem != nil } }
  /// Files that leave content sharing or telemetry on.
  var sharing: [SettingsProbe.File] {
    understood.filter { $0.contentSharing != .off || $0.telemetry != .off }
  }

  /// Whether there are as many files as developers; nil when nobody said how many there are.
  var coversDevelopers: Bool? { probe.declaredDevelopers.map { understood.count >= $0 } }

  var isInOrder: Bool { sharing.isEmpty && notUnderstood.isEmpty && coversDevelopers != false }
}
