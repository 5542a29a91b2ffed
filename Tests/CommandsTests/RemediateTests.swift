import Foundation
import OrganizationSimulator
import Testing

@Suite struct RemediateTests {
  @Test func `without a folder it prints the plan and the policy`() async throws {
    let store = try await TestStore.collecting(SampleOrganizations.mixed).store
    let run = try await store.run("remediate")
    #expect(run.status == 0, "\(run.errors)")
    for words in [
      "verdict: partial -> optedOut", "lock:    open -> locked", "replace the text of Opt out (p-openroot1)",
      "detach Lex may learn (p-optinlex1) from Play (444444444444)", #""@@assign":"optOut""#,
    ] {
      #expect(run.text.contains(words), "no \(words) in \(run.text)")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: store.scratch.url.path).contains("fix") == false)
  }

  @Test func `an organization in order needs nothing`() async throws {
    let tree = SampleOrganizations.locked.replacing(" policies=p-tryoptin1", with: "")
    let run = try await TestStore.collecting(tree).store.run("remediate")
    #expect(run.status == 0)
    #expect(run.text.contains("NOTHING TO CHANGE"))
  }

  @Test func `files are the same each time, and others are not replaced`() async throws {
    let store = try await TestStore.collecting(SampleOrganizations.mixed).store
    let folder = store.scratch.path("fix")
    #expect(try await store.run("remediate", "--as", "cli,policy", "--output", folder).status == 0)
    let script = try Data(contentsOf: store.scratch["fix/opt-out.sh"])
    #expect(try await store.run("remediate", "--as", "cli,policy", "--output", folder).status == 0)
    #expect(try Data(contentsOf: store.scratch["fix/opt-out.sh"]) == script)
    #expect(FileManager.default.isExecutableFile(atPath: store.scratch.path("fix/opt-out.sh")))
    try store.scratch.write("mine\n", to: "fix/opt-out.sh")
    (try await store.run("remediate", "--as", "cli", "--output", folder)).expectFailure(naming: "--overwrite")
    #expect(try Data(contentsOf: store.scratch["fix/opt-out.sh"]) == Data("mine\n".utf8))
    #expect(try await store.run("remediate", "--as", "cli", "--output", folder, "--overwrite").status == 0)
    #expect(try Data(contentsOf: store.scratch["fix/opt-out.sh"]) == script)
  }

  @Test func `files for another partition name its Region`() async throws {
    let store = try TestStore()
    try SimulatedOrganization(tree: SampleOrganizations.mixed).writeExport(to: store.scratch["export"])
    for (path, bytes) in try files(below: store.scratch["export"]) {
      let text = String(decoding: bytes, as: UTF8.self).replacing("arn:aws:", with: "arn:aws-cn:")
      try store.scratch.write(text, to: "export/\(path)")
    }
    let collect = try await store.run(
      "collect", "--from", store.scratch.path("export"), "--observed-at", TestStore.observedAt)
    #expect(collect.status == 0, "\(collect.errors)")
    let run = try await store.run(
      "remediate", "--as", "cloudformation,eventbridge", "--output", store.scratch.path("fix"))
    #expect(run.status == 0, "\(run.errors)")
    for name in ["cloudformation/ai-services-opt-out.yaml", "eventbridge/eventbridge.yaml"] {
      let text = try String(contentsOf: store.scratch["fix/\(name)"], encoding: .utf8)
      #expect(text.contains("--region cn-northwest-1"), "\(text)")
      #expect(!text.contains("us-east-1"))
    }
  }

  @Test func `the opt-ins in force are kept when exceptions are allowed`() async throws {
    let store = try await TestStore.collecting(SampleOrganizations.mixed).store
    let plan = try await store.run("remediate", "--allow-exceptions", "--json").json()
    #expect(plan.objects("exceptions").map { $0.string("service") } == ["lex"])
    #expect(plan.objects("exceptions").map { $0.string("node") } == ["444444444444"])
    #expect(plan.strings("problems") == [])
  }

  @Test func `an exception is named by service and node`() async throws {
    let store = try await TestStore.collecting(SampleOrganizations.mixed).store
    (try await store.run("remediate", "--except", "Lex=Sandbox")).expectFailure(
      naming: "did you mean \"lex\"")
    (try await store.run("remediate", "--except", "lex=Nowhere")).expectFailure(naming: "Nowhere")
    (try await store.run("remediate", "--except", "lex")).expectUsageError(naming: "SERVICE=NODE")
    (try await store.run("remediate", "--as", "ansible")).expectUsageError(naming: "ansible", "terraform")
    (try await store.run("remediate", "--role", "a\"b")).expectUsageError(naming: "--role")
    (try await store.run("remediate", "--new", "--except", "lex=x")).expectUsageError(naming: "--new")
  }

  @Test func `Terraform owns the organization only when all of it was read`() async throws {
    let store = try await TestStore.collecting(SampleOrganizations.mixed).store
    let run = try await store.run(
      "remediate", "--as", "terraform", "--manage-organization", "--output", store.scratch.path("fix"))
    run.expectFailure(naming: "trusted access", "collect again")
  }

  @Test func `nothing on the terminal obeys a name`() async throws {
    let store = try await SharedFixtures.hostile()
    for arguments in [
      ["remediate"], ["remediate", "--json"], ["troubleshoot"], ["troubleshoot", "--json"], ["guide"],
    ] {
      let run = try await CommandLineRun.run(arguments + ["--db", store.path])
      #expect(!run.text.isEmpty, "\(run.errors)")
      run.expectHarmlessText()
    }
  }

  @Test func `troubleshoot exits 1 when something is found`() async throws {
    let bad = try await TestStore.collecting(SampleOrganizations.mixed).store
    let found = try await bad.run("troubleshoot", "--json")
    #expect(found.status == 1)
    let ids = try found.json().objects("checks").filter { $0.string("result") == "found" }.map {
      $0.string("id")
    }
    #expect(ids.contains("conflict-below"))
    let tree = SampleOrganizations.locked.replacing(" policies=p-tryoptin1", with: "")
    let good = try await TestStore.collecting(tree).store.run("troubleshoot")
    #expect(good.status == 0, "\(good.text)")
  }

  @Test func `guide decides with and without a snapshot`() async throws {
    let scratch = try Scratch()
    let general = try await CommandLineRun.run(["guide"], environment: ["HOME": scratch.url.path])
    #expect(general.status == 0, "\(general.errors)")
    #expect(general.text.contains("remediate --new --as cli"))
    let store = try await TestStore.collecting(SampleOrganizations.mixed).store
    let here = try await store.run("guide", "--json").json()
    #expect(here.objects("ways").count == 4)
    #expect(here.objects("ways")[0].bool("fits") == false)
  }
}
