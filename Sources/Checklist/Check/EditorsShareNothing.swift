import OrganizationModel

/// Every editor settings file that was collected has content sharing and telemetry off, and there are as many as
/// developers: <https://docs.aws.amazon.com/amazonq/latest/qdeveloper-ug/opt-out-IDE.html>.
struct EditorsShareNothing: Check {
  var kind: AssessmentKind { .probe }

  private static let exampleLimit = 3

  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    guard let probe = evidence.settings else {
      return Assessment(.notAssessed(reason: "no editor settings were probed"), evidence: [])
    }
    let understood = probe.value.files.filter { $0.problem == nil }
    let failed = probe.value.files.filter { $0.problem != nil }
    let developers = probe.value.declaredDevelopers ?? evidence.configuration.developers
    let files = "\(understood.count) settings \(understood.count == 1 ? "file" : "files")"
    let declared = developers.map { "\($0) declared \($0 == 1 ? "developer" : "developers")" }
    var facts = [
      "Probed on \(probe.at.day): \(files) for \(declared ?? "a number of developers that nobody declared")"
    ]
    facts += failed.prefix(Self.exampleLimit).map { "Not understood: \($0.path) (\($0.problem ?? ""))" }
    if failed.count > Self.exampleLimit {
      facts.append("Not understood: \(failed.count - Self.exampleLimit) more")
    }
    facts += Self.notes(of: probe.value.files)

    if let reason = StaleEvidence.reason(readOn: probe.at, at: evidence.reportDate, what: "the probe") {
      return Assessment(.notAssessed(reason: reason), evidence: facts)
    }
    let sharing = understood.filter { Self.isOn($0.contentSharing) || Self.isOn($0.telemetry) }
    if !sharing.isEmpty {
      let examples = sharing.prefix(Self.exampleLimit).map(Self.text)
      return Assessment(
        .failed(
          reason: "\(sharing.count) of \(files) \(sharing.count == 1 ? "leaves" : "leave") something on: "
            + examples.joined(separator: ", ") + (sharing.count > Self.exampleLimit ? ", ..." : "")),
        evidence: facts)
    }
    let unclear = understood.filter { $0.contentSharing == .unknown || $0.telemetry == .unknown }
    guard unclear.isEmpty else {
      return Assessment(
        .notAssessed(
          reason:
            "nobody documents where \(Self.editors(of: unclear)) keeps a switch, for \(unclear.count) of \(files)"
        ),
        evidence: facts)
    }
    guard let developers else {
      return Assessment(
        .notAssessed(reason: "\(files) probed, and the number of developers is not declared"), evidence: facts
      )
    }
    guard understood.count >= developers else {
      return Assessment(.notAssessed(reason: "\(files) probed for \(declared ?? "")"), evidence: facts)
    }
    return Assessment(.passed, evidence: facts)
  }

  /// An absent key is on.
  private static func isOn(_ value: SettingsProbe.Switch) -> Bool { value == .on || value == .absent }

  private static func text(_ file: SettingsProbe.File) -> String {
    let parts = [
      isOn(file.contentSharing) ? "content sharing \(word(file.contentSharing))" : nil,
      isOn(file.telemetry) ? "telemetry \(word(file.telemetry))" : nil,
    ].compactMap(\.self)
    return "\(file.path) (\(parts.joined(separator: ", ")))"
  }

  private static func word(_ value: SettingsProbe.Switch) -> String {
    value == .absent ? "absent, which is on" : value.rawValue
  }

  private static func editors(of files: [SettingsProbe.File]) -> String {
    Set(files.map(\.editor)).sorted().joined(separator: ", ")
  }

  /// The different notes of all files, each once with the number of its files.
  private static func notes(of files: [SettingsProbe.File]) -> [String] {
    var counts: [String: Int] = [:]
    for note in files.flatMap(\.notes) { counts[note, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { note, count in
      count == 1 ? note : "\(note) (\(count) files)"
    }
  }
}
