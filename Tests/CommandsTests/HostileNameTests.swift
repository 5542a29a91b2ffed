import Foundation
import OrganizationSimulator
import Testing

@Suite struct HostileNameTests {
  @Test func `JSON gives names exactly as AWS sent them`() async throws {
    let answer = try await SharedFixtures.hostile().run("status", "--json").json()
    let names = answer.objects("accounts").map { Array(($0.string("name") ?? "").unicodeScalars) }
    #expect(names == HostileNames.byAccount.map { Array($0.name.unicodeScalars) })
  }

  @Test(arguments: [
    ["status"], ["check"], ["snapshots"], ["explain", "ou-ef56-hostile01"], ["explain", "r-ef56"],
    ["explain", "111111111111"], ["explain", "no\u{1B}[31m such\u{202E}"], ["status", "--json"],
    ["explain", "r-ef56", "--json"], ["check", "--json"], ["snapshots", "--at", "\u{1B}[31m"],
    ["status", "--at", "\u{202E}x"], ["status", "--organization", "\u{202E}x\u{9B}"],
    ["history"], ["history", "--json"], ["history", "--account", "111111111111"], ["verify"],
    ["verify", "--json"], ["remediate"], ["troubleshoot"], ["guide"], ["anchor"], ["retention"], ["usage"],
    ["events", "list"], ["attest", "list"], ["explain", "222222222222", "--service", "a\u{1B}[31m"],
    ["simulate", "--detach", "p-onehostile@r-ef56"],
  ])
  func `nothing on the terminal obeys a name`(arguments: [String]) async throws {
    let store = try await SharedFixtures.hostile()
    let run = try await CommandLineRun.run(arguments + ["--db", store.path])
    #expect(!(run.text + run.errors).isEmpty)
    run.expectHarmlessText()
  }

  @Test func `a collect shows hostile answers harmlessly`() async throws {
    let scratch = try Scratch()
    var options = ExportOptions()
    options.failures["list-delegated-administrators.json"] =
      "An error occurred (AccessDeniedException) when calling the X operation: \u{1B}[31m\u{202E}red\u{9B}"
    try HostileNames.organization().writeExport(to: scratch["export"], options: options)
    let run = try await CommandLineRun.run(
      ["collect", "--from", "export", "--db", "s.sqlite"], in: scratch.url)
    #expect(run.status == 1)
    run.expectHarmlessText()
  }

  @Test func `an id that is none is refused harmlessly`() async throws {
    let scratch = try Scratch()
    try SimulatedOrganization(tree: SampleOrganizations.locked).writeExport(to: scratch["export"])
    try scratch.write(
      #"{"Organization":{"Id":"o-\u001b[31m\u202e","Arn":"a","FeatureSet":"ALL","MasterAccountId":"1"}}"#,
      to: "export/describe-organization.json")
    let run = try await CommandLineRun.run(
      ["collect", "--from", "export", "--db", "s.sqlite"], in: scratch.url)
    run.expectFailure(naming: "organization")
    run.expectHarmlessText()
  }

  @Test func `an account is found by its hostile name`() async throws {
    let store = try await SharedFixtures.hostile()
    let answer = try await store.run("explain", HostileNames.quotes, "--json").json()
    #expect(answer.string("target") == "333333333333")
  }

  @Test func `the HTML report holds no markup from names`() async throws {
    let store = try await SharedFixtures.hostile()
    let scratch = try Scratch()
    let run = try await store.run("report", "--format", "html", "--output", scratch.path("out"))
    #expect(run.status == 0, "\(run.errors)")
    let html = String(decoding: try Data(contentsOf: scratch["out/report.html"]), as: UTF8.self)
    #expect(html.contains("&lt;script&gt;alert(1)"))
    #expect(!html.contains("<script>alert(1)"))
  }
}
