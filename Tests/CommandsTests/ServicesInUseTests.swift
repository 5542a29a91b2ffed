import Foundation
import OrganizationSimulator
import Testing

@Suite struct ServicesInUseTests {
  private static let costs = [
    SimulatedCost(month: "2020-08", service: "Amazon Comprehend", account: "222222222222", amount: "0.1"),
    SimulatedCost(
      month: "2020-08", service: "Amazon Simple Storage Service", account: "222222222222", amount: "9"),
    SimulatedCost(month: "2020-09", service: "Amazon Comprehend", account: "222222222222", amount: "0.2"),
    SimulatedCost(month: "2020-09", service: "Amazon Comprehend", account: "333333333333", amount: "0"),
    SimulatedCost(month: "2020-09", service: "Acme Translator", account: "333333333333", amount: "5"),
    SimulatedCost(
      month: "2020-09", service: "Claude Haiku 4.5 (Amazon Bedrock Edition)", account: "333333333333",
      amount: "1.50"),
    SimulatedCost(month: "2020-09", service: "Tax", account: "333333333333", amount: "2"),
  ]

  private static var behaviour: SimulatorBehaviour {
    var behaviour = SimulatorBehaviour()
    behaviour.costs = costs
    behaviour.costPageSize = 2
    return behaviour
  }

  @Test func `collect asks page after page, says the price, and records what was billed`() async throws {
    try await LiveRun.with(behaviour: Self.behaviour) { live in
      let run = try await live.collect("--usage", "--usage-from", "2020-08-01", "--json")
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.contains("US$0.01 for each request"))
      let usage = try #require(try run.json().object("usage"))
      #expect(usage.int("requests") == 4 && usage.int("services") == 3)
      #expect(usage.string("from") == "2020-08-01" && usage.isNull("failure"))
      #expect(live.simulator.statistics.requests["GetCostAndUsage"] == 4)
      #expect(try run.json().object("requests")?.int("GetCostAndUsage") == 4)

      let answer = try await live.store.run("usage", "--json").json()
      #expect(answer.string("source") == "costExplorer")
      let services = answer.objects("services")
      #expect(
        services.compactMap { $0.string("name") } == [
          "Acme Translator", "Amazon Comprehend", "Claude Haiku 4.5 (Amazon Bedrock Edition)",
        ])
      #expect(services.map { $0.string("area") } == ["unknown", "ai", "ai"])
      #expect(services.map { $0.object("hipaa")?.string("status") } == ["unknown", "eligible", "eligible"])
      let comprehend = services[1].objects("accounts")
      #expect(comprehend.map { $0.string("id") } == ["222222222222", "333333333333"])
      // The months are added without binary fractions.
      #expect(comprehend.map { $0.string("amount") } == ["0.3 USD", "0 USD"])
      #expect(services[1].string("key") == "comprehend")
    }
  }

  @Test func `without the flag nothing is asked`() async throws {
    try await LiveRun.with(behaviour: Self.behaviour) { live in
      let run = try await live.collect("--json")
      #expect(live.simulator.statistics.requests["GetCostAndUsage"] == nil)
      #expect(try run.json().isNull("usage"))
      try await live.store.run("usage").expectFailure(naming: "collect --usage", "services-in-use")
    }
  }

  @Test func `a refusal is said and leaves the exit status alone`() async throws {
    var behaviour = Self.behaviour
    behaviour.deniedOperations = ["GetCostAndUsage"]
    try await LiveRun.with(behaviour: behaviour) { live in
      let run = try await live.collect("--usage", "--json")
      #expect(run.status == 0, "\(run.errors)")
      let answer = try run.json()
      #expect(answer.object("snapshot")?.bool("complete") == true)
      let unknown = try #require(answer.objects("unknown").first)
      #expect(unknown.string("subject")?.contains("Cost Explorer") == true)
      #expect(unknown.string("reason")?.contains("ce:GetCostAndUsage") == true, "\(unknown)")
      #expect(answer.object("usage")?.isNull("entry") == true)
    }
  }

  @Test func `only what was recorded by a day counts on it`() async throws {
    try await LiveRun.with(behaviour: Self.behaviour) { live in
      _ = try await live.collect("--usage", "--usage-from", "2020-08-01")
      try await live.store.run("usage", "--as-of", "2020-01-01").expectFailure(naming: "nothing is known")
    }
  }

  @Test func `declared services are listed beside what was billed`() async throws {
    try await LiveRun.with(behaviour: Self.behaviour) { live in
      _ = try await live.collect("--usage", "--usage-from", "2020-08-01")
      try live.store.scratch.write(
        "services-in-use:\n  - lex\n  - Amazon Comprehend\n  - Our Own Model\n", to: "optout-audit.yaml")
      let services = try await live.store.run("usage", "--json").json().objects("services")
      #expect(
        services.compactMap { $0.string("name") }.filter { ["lex", "Our Own Model"].contains($0) }.count == 2)
      let lex = try #require(services.first { $0.string("name") == "lex" })
      #expect(lex.string("key") == "lex" && lex.objects("accounts").isEmpty)
      let text = try await live.store.run("usage").text
      #expect(
        text.contains("declared") && text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
    }
  }

  @Test func `the report has them with each account's value`() async throws {
    try await LiveRun.with(behaviour: Self.behaviour) { live in
      _ = try await live.collect("--usage", "--usage-from", "2020-08-01")
      let run = try await live.store.run("report", "--output", live.store.scratch.path("report"))
      #expect(run.status == 0, "\(run.errors)")
      func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: live.store.scratch["report/\(name)"]), as: UTF8.self)
      }
      let table = try text("services-in-use.csv").split(separator: "\r\n").map(String.init)
      #expect(table.count == 5)
      #expect(
        table[2].hasPrefix("Amazon Comprehend,comprehend,222222222222,Payments,0.3 USD,optOut,eligible,"))
      #expect(
        table[1].hasPrefix(
          "Acme Translator,name not known to this version,333333333333,Web,5 USD,no key,unknown,,"))
      for name in ["report.md", "report.html"] {
        #expect(try text(name).contains("AI services in use"), "\(name)")
        #expect(try text(name).contains("Payments (222222222222)"), "\(name)")
      }
    }
  }

  @Test func `options that do not go together are wrong usage`() async throws {
    let rows: [([String], String)] = [
      (["--usage", "--from", "x"], "--usage"), (["--usage-from", "2026-01-01"], "--usage-from"),
      (["--usage", "--usage-from", "January"], "--usage-from"),
    ]
    for (arguments, word) in rows {
      try await CommandLineRun.run(["collect"] + arguments).expectUsageError(naming: word)
    }
  }

  @Test func `the policy with usage allows that one action more`() async throws {
    func actions(_ arguments: String...) async throws -> [String] {
      let answer = try await CommandLineRun.run(["iam-policy"] + arguments).json()
      return answer.objects("Statement").first?.strings("Action") ?? []
    }
    let plain = try await actions()
    #expect(try await actions("--usage") == ["ce:GetCostAndUsage"] + plain)
  }
}
