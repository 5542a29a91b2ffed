import Foundation
import OrganizationSimulator
import Testing

@Suite struct CollectTests {
  @Test func `the JSON has the keys and types of the contract`() async throws {
    try await LiveRun.with { live in
      let run = try await live.collect("--json")
      #expect(run.status == 0, "\(run.errors)")
      let answer = try run.json()
      let snapshot = try #require(answer.object("snapshot"))
      for (key, kind) in [
        "id": "string", "organization": "string", "observedAt": "string", "digest": "string",
        "previousDigest": "null",
        "complete": "bool", "accounts": "number",
      ] { #expect(snapshot.kinds[key] == kind, "\(key)") }
      #expect(snapshot.string("organization") == "o-lockedorg01")
      #expect(snapshot.int("accounts") == 3)
      #expect(snapshot.bool("complete") == true)
      let effective = try #require(answer.object("effectivePolicies"))
      #expect(effective.int("reported") == 3)
      for key in ["representative", "computed", "unknown"] { #expect(effective.int(key) == 0, "\(key)") }
      #expect(answer.strings("unknown") == [])
      #expect(answer.strings("mismatches") == [])
      let requests = try #require(answer.object("requests"))
      #expect(requests.members as? [String: Int] == live.simulator.statistics.requests)
      #expect(requests.int("DescribeEffectivePolicy") == 3)
    }
  }

  @Test func `one account stands for others on the same path`() async throws {
    try await LiveRun.with { live in
      let run = try await live.collect("--effective", "representative", "--json")
      let effective = try #require(try run.json().object("effectivePolicies"))
      #expect(effective.int("reported") == 2)
      #expect(effective.int("representative") == 1)
      #expect(live.simulator.statistics.requests["DescribeEffectivePolicy"] == 2)
      let accounts = try await live.store.run("status", "--json").json().objects("accounts")
      #expect(accounts.filter { $0.string("evidence") == "representative" }.count == 1)
    }
  }

  @Test func `the chain goes on from the snapshot before`() async throws {
    let organization = try SimulatedOrganization(tree: SampleOrganizations.locked)
    let (store, first) = try await TestStore.collecting(organization)
    let second = try await store.collect(organization, at: "2026-10-01T06:00:00Z")
    let digest = try first.json().object("snapshot")?.string("digest")
    #expect(try second.json().object("snapshot")?.string("previousDigest") == digest)
    #expect(try second.json().object("requests")?.keys == [])
    #expect(try second.json().object("snapshot")?.string("observedAt") == "2026-10-01T06:00:00Z")
  }

  @Test func `an answer that differs from the computed one is a mismatch with both`() async throws {
    let store = try TestStore()
    try SimulatedOrganization(tree: SampleOrganizations.mixed).writeExport(to: store.scratch["export"])
    try store.scratch.write(
      """
      {"EffectivePolicy": {"PolicyContent": "{\\"services\\":{\\"default\\":{\\"opt_out_policy\\":\\"optIn\\"}}}",
        "LastUpdatedTimestamp": "2026-01-01T00:00:00+00:00", "TargetId": "666666666666",
        "PolicyType": "AISERVICES_OPT_OUT_POLICY"}}
      """, to: "export/describe-effective-policy/666666666666.json")
    let run = try await store.run(
      "collect", "--from", store.scratch.path("export"), "--observed-at", TestStore.observedAt, "--json")
    let mismatches = try run.json().objects("mismatches")
    #expect(mismatches.compactMap { $0.string("account") } == ["666666666666"])
    #expect(mismatches.first?.string("computed")?.contains("optOut") == true)
    #expect(mismatches.first?.string("reported")?.contains("optIn") == true)
    #expect(mismatches.first?.string("cause")?.isEmpty == false)
    let explained = try await store.run("explain", "666666666666", "--json").json()
    #expect(explained.bool("agrees") == false)
    let status = try await store.run("status", "--json").json()
    #expect(
      status.objects("accounts").first { $0.string("id") == "666666666666" }?.string("verdict")
        == "notOptedOut")
  }

  @Test func `a denied answer is unknown with its reason, and the exit status says so`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.deniedOperations = ["ListTargetsForPolicy"]
    try await LiveRun.with(behaviour: behaviour) { live in
      let run = try await live.collect("--json")
      #expect(run.status == 1)
      let answer = try run.json()
      #expect(answer.object("snapshot")?.bool("complete") == false)
      let unknown = try #require(answer.objects("unknown").first)
      #expect(unknown.string("subject")?.isEmpty == false)
      #expect(unknown.string("reason")?.contains("AccessDenied") == true)
    }
  }

  @Test func `a policy that does not parse is reported and never fatal`() async throws {
    let tree = SampleOrganizations.mixed.replacing(
      "policy p-optinlex1 \"Lex may learn\"",
      with: "policy p-optinlex1 \"Broken\" unchecked=true {\"services\": #")
    var options = ExportOptions()
    options.effectivePolicyAccounts = []
    let (store, collect) = try await TestStore.collecting(tree, options: options)
    #expect([0, 1].contains(collect.status), "\(collect.errors)")
    let accounts = try await store.run("status", "--json").json().objects("accounts")
    let play = try #require(accounts.first { $0.string("id") == "444444444444" })
    #expect(play.string("verdict") == "unknown")
    #expect(play.string("reason")?.contains("p-optinlex1") == true)
    #expect(accounts.first { $0.string("id") == "666666666666" }?.string("verdict") == "optedOut")
    let explained = try await store.run("explain", "444444444444")
    #expect(explained.status == 0, "\(explained.errors)")
    #expect(explained.text.contains("not readable"))
  }

  @Test func `text says what was sealed and what is missing`() async throws {
    try await LiveRun.with { live in
      let run = try await live.collect()
      #expect(run.status == 0)
      #expect(run.text.hasPrefix("sealed s-"))
      #expect(run.text.contains("3 accounts"))
    }
  }

  @Test func `the store is for its owner alone`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let mode = try FileManager.default.attributesOfItem(atPath: store.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test(arguments: ["OPTOUT_AUDIT_DB", "XDG_DATA_HOME", "HOME"])
  func `the store is found by the environment`(variable: String) async throws {
    let scratch = try Scratch()
    try SimulatedOrganization(tree: SampleOrganizations.locked).writeExport(to: scratch["export"])
    let (value, file) =
      switch variable {
      case "OPTOUT_AUDIT_DB": (scratch.path("a.sqlite"), "a.sqlite")
      case "XDG_DATA_HOME": (scratch.path("data"), "data/optout-audit/history.sqlite")
      default: (scratch.path("home"), "home/.local/share/optout-audit/history.sqlite")
      }
    let environment = [variable: value]
    let collect = try await CommandLineRun.run(
      ["collect", "--from", "export", "--observed-at", TestStore.observedAt], environment: environment,
      in: scratch.url)
    #expect(collect.status == 0, "\(collect.errors)")
    #expect(scratch.exists(file))
    #expect(try await CommandLineRun.run(["status"], environment: environment).status == 0)
  }
}
