import OrganizationModel
import Testing

@testable import Checklist

/// Items that a probe answers, and a person where it does not.
@Suite struct ProbeItemTests {
  private static let editors = "general.q-developer-sharing-off"
  private static let robots = "general.robots-blocks-ai-crawlers"

  private func file(
    _ path: String = "a.json", _ sharing: SettingsProbe.Switch = .off,
    _ telemetry: SettingsProbe.Switch = .off,
    notes: [String] = [], problem: String? = nil
  ) -> SettingsProbe.File {
    SettingsProbe.File(
      path: path, editor: "VS Code", contentSharing: sharing, telemetry: telemetry, notes: notes,
      problem: problem, sha256: String(repeating: "0", count: 64))
  }

  private func editors(
    _ files: [SettingsProbe.File]?, developers: Int? = 2, said: AttestedOutcome? = nil,
    probedOn day: String = "2026-11-01"
  ) throws -> ItemResult {
    var evidence = try SampleEvidence.evidence()
    if let files {
      evidence.settings = .init(
        SettingsProbe(declaredDevelopers: developers, files: files), at: try SampleEvidence.day(day))
    }
    if let said { evidence.attestations = [try SampleEvidence.attestation(Self.editors, said)] }
    return try SampleEvidence.result(Self.editors, evidence)
  }

  @Test func `both switches off in as many files as developers pass`() throws {
    let result = try editors([file("a"), file("b")])
    #expect(result.outcome == .passed)
    #expect(result.evidence.contains("Probed on 2026-11-01: 2 settings files for 2 declared developers"))
    #expect(result.evidence.contains("Assessed by probe"))
  }

  @Test(
    arguments: [
      (SettingsProbe.Switch.on, SettingsProbe.Switch.off), (.off, .on), (.absent, .off), (.off, .absent),
      (.unknown, .on),
    ])
  func `a switch that is on, or absent, fails whatever a person says`(
    sharing: SettingsProbe.Switch, telemetry: SettingsProbe.Switch
  ) throws {
    for said in [nil, AttestedOutcome.passed] {
      let result = try editors([file("a"), file("b", sharing, telemetry)], said: said)
      #expect(result.outcome.word == "failed")
      #expect(result.outcome.reason?.contains("1 of 2 settings files leaves something on: b (") == true)
    }
  }

  @Test func `too few files, or a number that nobody declared, settle nothing`() throws {
    #expect(
      try editors([file()]).outcome
        == .notAssessed(reason: "1 settings file probed for 2 declared developers; no attestation"))
    #expect(try editors([file(), file()], developers: nil).outcome.word == "notAssessed")
    #expect(try editors([file(), file(problem: "not JSON")]).outcome.word == "notAssessed")
    #expect(try editors([file(), file(), file(problem: "not JSON")]).outcome == .passed)
    #expect(try editors([file(), file("b", .off, .unknown)]).outcome.word == "notAssessed")
    #expect(try editors(nil).outcome.reason == "no editor settings were probed; no attestation")
    #expect(try editors([]).outcome.word == "notAssessed")
  }

  @Test func `a probe of a year ago settles nothing`() throws {
    #expect(try editors([file(), file()], probedOn: "2025-11-21").outcome == .passed)
    #expect(try editors([file(), file()], probedOn: "2025-11-20").outcome.word == "notAssessed")
    #expect(
      try editors([file("a", .on), file()], said: .passed, probedOn: "2025-11-20").outcome == .passed)
  }

  @Test func `a person answers what the probe leaves open, and that is said`() throws {
    let passed = try editors([file()], said: .passed)
    #expect(passed.outcome == .passed)
    #expect(
      passed.evidence.contains(
        "Assessed by attestation, since the probe does not settle it: 1 settings file probed for 2 declared developers"
      ))
    #expect(try editors(nil, said: .failed).outcome.word == "failed")
    let contradicted = try editors([file(), file()], said: .failed)
    #expect(contradicted.outcome.word == "failed")
    #expect(contradicted.evidence.contains("Assessed by attestation, which contradicts the probe"))
  }

  @Test func `it does not apply when a person says that nobody uses the free tier`() throws {
    #expect(try editors(nil, said: .notApplicable).outcome.word == "notApplicable")
    #expect(try editors([file("a", .on)], said: .notApplicable).outcome.word == "notApplicable")
  }

  @Test func `notes are told once`() throws {
    let note = "\"aws.q.shareContentWithAWS\" has no effect"
    let result = try editors([file("a", notes: [note]), file("b", notes: [note])])
    #expect(result.evidence.filter { $0.contains(note) } == ["\(note) (2 files)"])
  }

  // MARK: - robots.txt

  private func site(
    _ site: String = "https://a.example", _ reading: RobotsProbe.Reading = .read, open: [String] = []
  ) -> RobotsProbe.Site {
    RobotsProbe.Site(
      site: site, reading: reading,
      crawlers: ["Amazonbot", "ClaudeBot"].map { .init(name: $0, isBlocked: !open.contains($0)) }, file: nil)
  }

  private func robots(
    _ sites: [RobotsProbe.Site]?, configured: [String] = ["https://a.example"], said: AttestedOutcome? = nil
  ) throws -> ItemResult {
    var evidence = try SampleEvidence.evidence()
    evidence.configuration.sites = configured
    if let sites {
      evidence.robots = .init(RobotsProbe(sites: sites), at: try SampleEvidence.day("2026-11-01"))
    }
    if let said { evidence.attestations = [try SampleEvidence.attestation(Self.robots, said)] }
    return try SampleEvidence.result(Self.robots, evidence)
  }

  @Test func `every site closed to every crawler passes`() throws {
    let result = try robots([site(), site("https://b.example")])
    #expect(result.outcome == .passed)
    #expect(result.evidence.contains("https://a.example closes itself to Amazonbot, ClaudeBot"))
  }

  @Test func `an open site fails whatever a person says`() throws {
    for said in [nil, AttestedOutcome.passed, .notApplicable] {
      let result = try robots([site(open: ["ClaudeBot"])], said: said)
      #expect(result.outcome == .failed(reason: "https://a.example lets in ClaudeBot"))
    }
    #expect(
      try robots([site("https://a.example", .absent(status: 404), open: ["Amazonbot", "ClaudeBot"])]).outcome
        == .failed(reason: "https://a.example has no robots.txt (HTTP 404), which closes nothing"))
  }

  @Test func `what could not be read settles nothing`() throws {
    #expect(
      try robots([site("https://a.example", .unreachable(reason: "HTTP 503"))]).outcome.word == "notAssessed")
    #expect(
      try robots([site()], configured: ["https://a.example", "https://b.example"]).outcome
        == .notAssessed(reason: "https://b.example is configured and was not probed; no attestation"))
    #expect(
      try robots(nil).outcome.reason?.contains("no robots.txt was probed for https://a.example") == true)
    #expect(try robots(nil, configured: []).outcome.reason == "no site is configured; no attestation")
    #expect(try robots(nil, said: .passed).outcome == .passed)
    #expect(try robots(nil, said: .failed).outcome.word == "failed")
  }

  @Test func `it does not apply when a person says that there is no site, unless one is configured`() throws {
    #expect(try robots(nil, configured: [], said: .notApplicable).outcome.word == "notApplicable")
    let result = try robots(nil, said: .notApplicable)
    #expect(result.outcome.word == "notAssessed")
    #expect(
      result.evidence.contains(
        "The statement that it does not apply does not count: https://a.example is a public site"))
  }
}
