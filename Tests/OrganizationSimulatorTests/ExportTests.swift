import Foundation
import OrganizationSimulator
import Testing

@Suite struct ExportTests {
  private func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("export-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  private func json(_ path: String, in folder: URL) throws -> JSONValue {
    try JSONParser.parse(String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8))
  }

  private func files(in folder: URL) -> Set<String> {
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return Set(paths.filter { $0.hasSuffix(".json") || $0.hasSuffix(".txt") })
  }

  @Test func `an export holds one file for each call`() throws {
    let organization = try SimulatedOrganization.sample()
    try withFolder { folder in
      try organization.writeExport(to: folder)
      let parents = ["r-ab12", "ou-ab12-security0", "ou-ab12-workloads", "ou-ab12-prod0000"]
      let policies = ["p-everyone01", "p-lexlocked1", "p-lexoptin01", "p-pollyoptin", "p-draft00001"]
      var expected: Set<String> = [
        "describe-organization.json", "list-roots.json", "list-accounts.json", "list-policies.json",
        "describe-resource-policy.error.txt", "list-delegated-administrators.json",
        "list-accounts-with-invalid-effective-policy.json",
      ]
      for parent in parents {
        expected.insert("list-organizational-units-for-parent/\(parent).json")
        expected.insert("list-accounts-for-parent/\(parent).json")
      }
      for policy in policies {
        expected.insert("describe-policy/\(policy).json")
        expected.insert("list-targets-for-policy/\(policy).json")
      }
      for account in organization.accountIDs { expected.insert("describe-effective-policy/\(account).json") }
      #expect(files(in: folder) == expected)
    }
  }

  @Test func `an export read again says what the organization is`() throws {
    let organization = try SimulatedOrganization.sample()
    try withFolder { folder in
      try organization.writeExport(to: folder)
      let accounts = try #require(try json("list-accounts.json", in: folder)["Accounts"]?.array)
      #expect(accounts.map { $0["Id"]?.string } == organization.accountIDs)
      #expect(accounts[1]["JoinedTimestamp"] == "2024-05-01T10:00:00.500000+00:00")
      #expect(
        accounts[2]["Paths"] == ["o-exampleorg1/r-ab12/ou-ab12-workloads/ou-ab12-prod0000/333333333333/"])
      let units = try json("list-organizational-units-for-parent/ou-ab12-workloads.json", in: folder)
      #expect(units["OrganizationalUnits"]?.array?.first?["Name"] == "Production \"A\" ünïcode 東京")
      let content = try json("describe-policy/p-draft00001.json", in: folder)["Policy"]?["Content"]
      #expect(content?.string == organization.policies["p-draft00001"]?.content)
      let targets = try json("list-targets-for-policy/p-pollyoptin.json", in: folder)["Targets"]?.array
      #expect(targets?.map { $0["TargetId"]?.string } == ["333333333333"])
      let effective = try json("describe-effective-policy/333333333333.json", in: folder)["EffectivePolicy"]
      #expect(effective?["PolicyContent"]?.string?.contains(#""polly":{"opt_out_policy":"optIn"}"#) == true)
      #expect(effective?["LastUpdatedTimestamp"] == "2025-02-03T00:00:00+00:00")
    }
  }

  @Test func `files may be left out or have failed`() throws {
    var options = ExportOptions()
    options.effectivePolicyAccounts = ["444444444444"]
    options.omittedFiles = ["list-policies.json"]
    options.failures = ["describe-policy/p-draft00001.json": "An error occurred (AccessDeniedException)"]
    try withFolder { folder in
      try SimulatedOrganization.sample().writeExport(to: folder, options: options)
      let files = files(in: folder)
      #expect(
        files.filter { $0.hasPrefix("describe-effective-policy/") } == [
          "describe-effective-policy/444444444444.json"
        ])
      #expect(!files.contains("list-policies.json"))
      #expect(!files.contains("describe-policy/p-draft00001.json"))
      let message = try String(
        contentsOf: folder.appendingPathComponent("describe-policy/p-draft00001.error.txt"), encoding: .utf8)
      #expect(message == "An error occurred (AccessDeniedException)\n")
    }
  }

  @Test func `with the type disabled every effective policy is an error`() throws {
    var organization = try SimulatedOrganization.sample()
    organization.disablePolicyType()
    try withFolder { folder in
      try organization.writeExport(to: folder)
      let message = try String(
        contentsOf: folder.appendingPathComponent("describe-effective-policy/333333333333.error.txt"),
        encoding: .utf8)
      #expect(
        message.contains(
          "(EffectivePolicyNotFoundException) when calling the DescribeEffectivePolicy operation"))
    }
  }
}
