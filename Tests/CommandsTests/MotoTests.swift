import Foundation
import Testing

/// A collect from moto, an AWS that somebody else wrote.
@Suite struct MotoTests {
  @Test func `an organization in moto is collected as it was built`() async throws {
    guard let python = try await MotoServer.python() else { return }
    try await MotoServer.with(python) { server in
      let built = try await server.build()
      let store = try TestStore()
      let run = try await CommandLineRun.run(
        ["collect", "--endpoint-url", server.endpoint, "--db", store.path, "--json"],
        environment: [
          "HOME": store.scratch.url.path, "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
          "AWS_SECRET_ACCESS_KEY": "fixture",
        ])
      #expect(run.status == 1, "\(run.errors)")
      try checkCollect(run, of: built)
      let status = try await store.run("status", "--json")
      #expect(status.status == 1)
      try checkStatus(status, of: built)
      try await checkPolicies(in: store, of: built)
    }
  }

  private func checkCollect(_ run: CommandLineRun, of built: JSONObject) throws {
    let answer = try run.json()
    let accounts = built.objects("accounts")
    #expect(answer.object("snapshot")?.string("organization") == built.string("organization"))
    #expect(answer.object("snapshot")?.int("accounts") == accounts.count)
    #expect(answer.object("snapshot")?.bool("complete") == false)
    // moto has no DescribeEffectivePolicy, so all is computed, and it is not asked for each account.
    let effective = try #require(answer.object("effectivePolicies"))
    #expect(effective.int("computed") == accounts.count)
    #expect(effective.int("reported") == 0)
    #expect(
      answer.objects("unknown").contains { $0.string("subject")?.contains("DescribeEffectivePolicy") == true }
    )
    let asked = try #require(answer.object("requests")?.int("DescribeEffectivePolicy"))
    #expect((1...20).contains(asked), "asked \(asked) times")
    #expect((answer.object("requests")?.int("ListAccounts") ?? 0) >= 2, "the accounts fill several pages")
  }

  private func checkStatus(_ run: CommandLineRun, of built: JSONObject) throws {
    let answer = try run.json()
    let units = built.objects("organizational_units")
    let root = try #require(built.string("root"))
    /// The ids on the way to the parent with these names, the root first.
    func path(_ names: [String]) -> [String] {
      [root]
        + names.indices.dropFirst().compactMap { index in
          units.first {
            $0.string("name") == names[index] && $0.strings("path") == Array(names[..<index])
          }?.string("id")
        }
    }
    let optedIn = Set(
      built.objects("policies").filter { $0.string("name") == "Lex may learn" }.flatMap {
        $0.strings("targets") ?? []
      })
    let found = Dictionary(
      uniqueKeysWithValues: answer.objects("accounts").map { ($0.string("id") ?? "", $0) })
    #expect(found.count == built.objects("accounts").count)
    for account in built.objects("accounts") {
      let id = try #require(account.string("id"))
      let row = try #require(found[id])
      #expect(row.string("name") == account.string("name"))
      #expect(row.strings("path") == path(account.strings("path") ?? []), "account \(id)")
      #expect(row.string("verdict") == (optedIn.contains(id) ? "partial" : "optedOut"), "account \(id)")
      #expect(row.strings("optedInServices") == (optedIn.contains(id) ? ["lex"] : []))
      #expect(row.string("lock") == "open")
      #expect(row.string("evidence") == "computed")
      #expect(row.string("reason")?.isEmpty == false)
    }
    #expect(optedIn.count == 1)
    #expect(answer.string("verdict") == "partial")
    #expect(answer.bool("policyTypeEnabled") == true)
  }

  /// The report's tables hold the policies with their targets.
  private func checkPolicies(in store: TestStore, of built: JSONObject) async throws {
    let run = try await store.run("report", "--format", "csv", "--output", store.scratch.path("out"))
    #expect(run.status == 0, "\(run.errors)")
    func rows(_ name: String) throws -> [String] {
      String(decoding: try Data(contentsOf: store.scratch["out/\(name).csv"]), as: UTF8.self)
        .split(whereSeparator: \.isNewline).dropFirst().map(String.init)
    }
    let (policies, attachments) = (try rows("policies"), try rows("attachments"))
    #expect(policies.count == built.objects("policies").count)
    var targets = 0
    for policy in built.objects("policies") {
      let id = try #require(policy.string("id"))
      #expect(
        policies.contains { $0.contains(id) && $0.contains(policy.string("name") ?? "?") }, "policy \(id)")
      for target in policy.strings("targets") ?? [] {
        targets += 1
        #expect(attachments.contains { $0.contains(id) && $0.contains(target) }, "\(id) on \(target)")
      }
    }
    #expect(attachments.count == targets)
  }
}
