import Collector
import Foundation
import OrganizationModel
import OrganizationSimulator
import Testing

/// A folder that is gone when the test is over.
struct TemporaryFolder: ~Copyable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("collector-tests-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to path: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func text(of path: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appendingPathComponent(path)), as: UTF8.self)
  }
}

/// The snapshot that a folder gives.
func collect(
  exportIn folder: URL, change: (inout CollectorOptions) -> Void = { _ in }
) async throws -> Snapshot {
  var options = CollectorOptions(isExport: true, toolVersion: "0.0.0-test")
  change(&options)
  return try await Collector(
    using: OfflineExport(ExportFolder(folder)), options: options, now: { Simulation.time }, sleep: { _ in }
  ).collect(from: .export(observedAtGiven: false))
}

@Suite struct OfflineExportTests {
  private func snapshot(
    _ organization: SimulatedOrganization? = nil, options: ExportOptions = .init(),
    edit: (borrowing TemporaryFolder) throws -> Void = { _ in }
  ) async throws -> Snapshot {
    let folder = try TemporaryFolder()
    try (organization ?? .sample()).writeExport(to: folder.url, options: options)
    try edit(folder)
    return try await collect(exportIn: folder.url)
  }

  @Test(arguments: [true, false])
  func `an export gives the snapshot that a live collect gives`(hasPaths: Bool) async throws {
    let organization = SimulatedOrganization.generated(
      accounts: 50, organizationalUnits: 15, policies: 9, seed: 5)
    var options = ExportOptions()
    options.includesPaths = hasPaths
    let offline = try await snapshot(organization, options: options)
    var live = try await Simulation(organization).collect().snapshot
    // Exports do not hold the services with trusted access.
    live.trustedServices = .known(nil)
    expect(offline, tellsTheSameAs: live)
    #expect(offline.isComplete)
    #expect(offline.header.source == .export(observedAtGiven: false))
  }

  @Test(arguments: ["describe-organization", "list-roots", "list-accounts"])
  func `without a required file there is no export`(name: String) async throws {
    var options = ExportOptions()
    options.omittedFiles = ["\(name).json"]
    let error = await #expect(throws: CollectError.self) { try await snapshot(options: options) }
    #expect(error?.description.contains("\(name).json is not in the export") == true)
  }

  @Test(arguments: [
    "list-accounts-with-invalid-effective-policy.json", "describe-effective-policy/444444444444.json",
  ])
  func `an optional file may be missing`(path: String) async throws {
    var options = ExportOptions()
    options.omittedFiles = [path]
    let snapshot = try await snapshot(options: options)
    #expect(snapshot.isComplete)
    guard path.hasPrefix("describe-effective-policy") else { return }
    let posture = try #require(snapshot.posture(of: "444444444444"))
    #expect(posture.evidence == .computed)
    #expect(posture.verdict == .partial)
    #expect(posture.reason == "\(path) is not in the export")
  }

  @Test(arguments: [
    "list-policies.json", "describe-policy/p-lex.json", "list-targets-for-policy/p-lex.json",
    "list-organizational-units-for-parent/ou-ab12-prod.json", "describe-resource-policy.json",
    "list-delegated-administrators.json",
  ])
  func `any other missing file is named and makes the snapshot incomplete`(path: String) async throws {
    var options = ExportOptions()
    options.omittedFiles = [path]
    // Without a resource policy the file to leave out would be the message.
    let snapshot = try await snapshot(options: options)
    #expect(!snapshot.isComplete)
    #expect(snapshot.unread.map(\.reason) == ["\(path) is not in the export"])
  }

  @Test func `a missing listing of accounts counts only where no paths are`() async throws {
    var options = ExportOptions()
    options.omittedFiles = ["list-accounts-for-parent/ou-ab12-eu.json"]
    #expect(try await snapshot(options: options).isComplete)
    options.includesPaths = false
    let snapshot = try await snapshot(options: options)
    #expect(
      snapshot.unread.map(\.subject) == [
        "ListAccountsForParent ou-ab12-eu", "account 444444444444", "account 555555555555",
      ])
    #expect(snapshot.posture(of: "444444444444")?.lock.word == "unknown")
  }

  @Test func `refusals are read back as the failures that they were`() async throws {
    let denied = "An error occurred (AccessDeniedException) when calling the X operation: You don't have it."
    var options = ExportOptions()
    options.failures = [
      "describe-policy/p-lex.json": denied, "list-delegated-administrators.json": denied,
      "describe-effective-policy/222222222222.json":
        "\naws: [ERROR]: An error occurred (EffectivePolicyNotFoundException) when calling the "
        + "DescribeEffectivePolicy operation (reached max retries: 4): none",
      "describe-effective-policy/444444444444.json": "Could not connect to the endpoint URL",
      "describe-resource-policy.json":
        "An error occurred (ResourcePolicyNotFoundException) when calling the X operation: none",
    ]
    let snapshot = try await snapshot(options: options)
    #expect(snapshot.delegation.resourcePolicy == .known(nil))
    #expect(
      snapshot.unread.map(\.subject) == [
        "DescribeEffectivePolicy 444444444444", "DescribePolicy p-lex", "ListDelegatedAdministrators",
      ])
    #expect(snapshot.unread[0].reason.contains("Could not connect to the endpoint URL"))
    #expect(snapshot.unread[1].reason.contains("organizations:DescribePolicy"))
    #expect(snapshot.unread[1].reason.contains("describe-policy/p-lex.error.txt"))
    let posture = try #require(snapshot.posture(of: "222222222222"))
    #expect(posture.evidence == .reported)
    #expect(posture.verdict == .notOptedOut)
    #expect(snapshot.mismatches.map(\.account.rawValue) == ["222222222222"])
  }

  @Test func `many refusals hide none of the answers between them`() async throws {
    let organization = SimulatedOrganization.generated(
      accounts: 40, organizationalUnits: 3, policies: 2, seed: 2)
    let answered = organization.accountIDs.sorted().suffix(1)
    var options = ExportOptions()
    for account in organization.accountIDs where !answered.contains(account) {
      options.failures["describe-effective-policy/\(account).json"] =
        "An error occurred (AccessDeniedException) when calling the X operation: no"
    }
    let snapshot = try await snapshot(organization, options: options)
    #expect(snapshot.reported(answered.first ?? "") != nil)
    // Forty refusals are one line.
    #expect(snapshot.unread.count == 1)
    #expect(snapshot.unread.first?.subject.hasPrefix("DescribeEffectivePolicy of ") == true)
  }

  @Test(arguments: [
    ("list-policies.json", #"{"Policies":[{"Id":"p-l"#, "cut off"),
    ("list-policies.json", #"{"Policies":[],"NextToken":"more"}"#, "NextToken"),
    ("list-policies.json", "<html></html>", "expected a JSON object"),
    ("list-delegated-administrators.json", #"{"DelegatedAdministrators":7}"#, "wrong type"),
    ("describe-policy/p-lex.json", "", "empty"),
  ])
  func `a file that is no whole answer is named`(path: String, text: String, reason: String) async throws {
    let snapshot = try await snapshot { try $0.write(text, to: path) }
    #expect(!snapshot.isComplete)
    let entry = try #require(snapshot.unread.first)
    #expect(entry.reason.contains(reason))
    #expect(entry.reason.contains(path))
  }

  @Test func `accounts that are cut off end it`() async throws {
    let error = await #expect(throws: CollectError.self) {
      try await snapshot { try $0.write(#"{"Accounts":[],"NextToken":"more"}"#, to: "list-accounts.json") }
    }
    #expect(error?.description.contains("list-accounts.json") == true)
    #expect(error?.description.contains("--max-items") == true)
  }

  @Test(arguments: [
    "describe-organization.json", "list-roots.json", "list-accounts.json", "list-policies.json",
    "list-organizational-units-for-parent/ou-ab12-prod.json",
  ])
  func `files of two organizations are refused`(path: String) async throws {
    let error = await #expect(throws: CollectError.self) {
      try await snapshot { folder in
        let text = try folder.text(of: path)
        try folder.write(text.replacing("o-exampleorg1", with: "o-otherorg222"), to: path)
      }
    }
    guard case .mixedOrganizations(_, let found, let expected)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(Set([found, expected.rawValue]) == ["o-exampleorg1", "o-otherorg222"])
  }

  @Test func `no answer names a file outside the folder`() async throws {
    let outside = try TemporaryFolder()
    try outside.write(
      #"{"DelegatedServices":[{"ServicePrincipal":"stolen.example.com"}]}"#, to: "secret.json")
    let path = "../../" + outside.url.lastPathComponent + "/secret"
    let snapshot = try await snapshot { folder in
      try folder.write(
        #"{"DelegatedAdministrators":[{"Id":"\#(path)","Name":"x"}]}"#,
        to: "list-delegated-administrators.json")
      try folder.write("{}", to: "list-delegated-services-for-account/222222222222.json")
    }
    #expect(!String(reflecting: snapshot).contains("stolen"))
    #expect(snapshot.delegation.administrators == .known([]))
    #expect(snapshot.unread.map(\.subject) == ["ListDelegatedAdministrators"])
  }

  @Test func `an export says nothing about service control policies`() async throws {
    let folder = try TemporaryFolder()
    try SimulatedOrganization.sample().writeExport(to: folder.url)
    let snapshot = try await collect(exportIn: folder.url) { $0.readsServiceControlPolicies = true }
    #expect(snapshot.serviceControlPolicies?.value == nil)
    #expect(snapshot.serviceControlPolicies?.reason?.contains("SERVICE_CONTROL_POLICY") == true)
    #expect(!snapshot.isComplete)
  }

  @Test func `the script's times are read`() throws {
    func times(_ text: String) throws -> ExportTimes? {
      try ExportTimes(of: ExportInMemory(files: ["export-times.json": text]))
    }
    let known = try times(#"{"startedAt": "2026-11-20T10:00:00Z", "endedAt": "2026-11-20T10:05:00Z"}"#)
    #expect(known?.startedAt.description == "2026-11-20T10:00:00Z")
    #expect(known?.endedAt.description == "2026-11-20T10:05:00Z")
    for wrong in [
      #"{"startedAt": "2026-11-20T10:05:00Z", "endedAt": "2026-11-20T10:00:00Z"}"#,
      #"{"startedAt": "yesterday", "endedAt": "2026-11-20T10:00:00Z"}"#, "",
    ] {
      #expect(throws: ExportSourceError.self) { try times(wrong) }
    }
    #expect(try ExportTimes(of: ExportInMemory(files: [:])) == nil)
  }
}
