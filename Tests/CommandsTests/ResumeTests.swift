import Foundation
import OrganizationSimulator
import Testing

@Suite struct ResumeTests {
  private static func organization(accounts: Int = 40) -> SimulatedOrganization {
    .generated(accounts: accounts, organizationalUnits: 4, policies: 3, seed: 5)
  }

  /// Starts a collect, ends it with `number` when `answers` effective policies were answered and all others asked for, and
  /// gives its run.
  private func interrupt(
    _ live: LiveRun, after answers: Int, by number: Int32 = SIGTERM, _ more: String...
  ) async throws -> CommandLineRun {
    let (reached, signal) = AsyncStream.makeStream(of: Void.self)
    live.simulator.resetStatistics()
    let all = live.simulator.organization.accounts.count
    live.simulator.behaviour.faults = [
      FaultRule("DescribeEffectivePolicy", when: .after(answers), .neverAnswer)
    ]
    live.simulator.behaviour.onRequest = { request, _ in
      if request.operation == "DescribeEffectivePolicy", request.number == all { signal.yield() }
    }
    let process = try CommandLineProcess(live.arguments(more), environment: live.environment)
    for await _ in reached { break }
    #expect(kill(process.identifier, number) == 0)
    let run = try await process.finished()
    live.simulator.behaviour.faults = []
    live.simulator.behaviour.onRequest = nil
    live.simulator.resetStatistics()
    return run
  }

  private func asked(_ live: LiveRun) -> Int {
    live.simulator.statistics.requests["DescribeEffectivePolicy"] ?? 0
  }

  /// How many effective policies a run says that it kept.
  private func kept(_ run: CommandLineRun) throws -> Int {
    let match = try #require(run.errors.firstMatch(of: /note: ([0-9]+) effective polic/), "\(run.errors)")
    return try #require(Int(match.1))
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `the same command goes on where it was interrupted, and says when it read what`(number: Int32)
    async throws
  {
    try await LiveRun.with(Self.organization()) { live in
      #expect(try await live.collect().status == 0)
      let interrupted = try await interrupt(live, after: 30, by: number)
      #expect(interrupted.status == 2)
      #expect(interrupted.errorLines.last?.contains("interrupted; nothing was sealed") == true)
      let kept = try kept(interrupted)
      #expect((1...30).contains(kept))
      // What is pending proves nothing and spoils nothing.
      let verification = try await live.store.run("verify", "--json")
      #expect(try verification.json().string("chain") == "intact", "\(verification.text)")

      let resumed = try await live.collect("--json")
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(asked(live) == 40 - kept)
      #expect(resumed.errors.contains("going on where a collect was interrupted"), "\(resumed.errors)")
      let earlier = try #require(try resumed.json().object("readEarlier"))
      #expect(earlier.int("effectivePolicies") == kept)
      let startedAt = try #require(try resumed.json().object("snapshot")?.string("startedAt"))
      let latest = try #require(earlier.object("readAt")?.string("latest"))
      #expect(latest < startedAt)
      #expect(try await live.store.run("verify").status == 0)

      let status = try await live.store.run("status", "--json").json()
      let times = status.objects("accounts").compactMap { $0.object("readAt")?.string("latest") }
      #expect(times.filter { $0 < startedAt }.count == kept)
      #expect(status.object("snapshot")?.int("readEarlier") == kept)
      #expect(try await live.store.run("status").text.contains("read earlier: \(kept) effective"))
      let folder = live.store.scratch.path("report")
      #expect(try await live.store.run("report", "--format", "markdown", "--output", folder).signal == nil)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      let report = try #require(files.first { $0.hasSuffix(".md") })
      #expect(try String(contentsOfFile: "\(folder)/\(report)", encoding: .utf8).contains("Read earlier"))

      // Sealed, so there is nothing to go on from.
      live.simulator.resetStatistics()
      #expect(try await live.collect("--json").json().isNull("readEarlier"))
      #expect(asked(live) == 40)
    }
  }

  @Test func `a resumed collect seals what an uninterrupted one does`() async throws {
    let organization = Self.organization()
    try await LiveRun.with(organization) { live in
      _ = try await interrupt(live, after: 30)
      _ = try await live.collect()
      let resumed = try await live.store.run("status", "--json").json()
      try await LiveRun.with(organization) { other in
        _ = try await other.collect()
        let whole = try await other.store.run("status", "--json").json()
        for key in ["verdict", "lock"] { #expect(resumed.string(key) == whole.string(key)) }
        for (one, two) in zip(resumed.objects("accounts"), whole.objects("accounts")) {
          for key in ["id", "verdict", "lock", "evidence"] { #expect(one.string(key) == two.string(key)) }
          #expect(one.strings("optedInServices") == two.strings("optedInServices"))
        }
      }
    }
  }

  @Test(arguments: ["--fresh", "--scps", "--effective=representative"])
  func `starting over and other options ask for everything`(option: String) async throws {
    try await LiveRun.with(Self.organization()) { live in
      _ = try await interrupt(live, after: 30)
      let run = try await live.collect(option, "--json")
      #expect(run.status == 0, "\(run.errors)")
      #expect(try run.json().isNull("readEarlier"))
      #expect(asked(live) == (try run.json().object("effectivePolicies")?.int("reported")))
    }
  }

  @Test func `a killed collect loses no more than its last batch`() async throws {
    try await LiveRun.with(Self.organization(accounts: 1200)) { live in
      let run = try await interrupt(live, after: 1150, by: SIGKILL)
      #expect(run.signal == SIGKILL)
      let resumed = try await live.collect("--json")
      #expect(resumed.status == 0, "\(resumed.errors)")
      let earlier = try #require(try resumed.json().object("readEarlier"), "\(resumed.errors)")
      let kept = try #require(earlier.int("effectivePolicies"))
      #expect(kept >= 500)
      #expect(asked(live) == 1200 - kept)
      #expect(try await live.store.run("verify").status == 0)
    }
  }

  @Test func `within the maximum age nothing is asked again`() async throws {
    try await LiveRun.with(Self.organization()) { live in
      let first = try await live.collect("--json")
      let id = try #require(try first.json().object("snapshot")?.string("startedAt"))
      live.simulator.resetStatistics()
      let second = try await live.collect("--max-age", "24h", "--json")
      #expect(second.status == 0, "\(second.errors)")
      #expect(asked(live) == 0)
      #expect(second.errors.contains("are not asked for again"))
      let earlier = try #require(try second.json().object("readEarlier"))
      #expect(earlier.int("effectivePolicies") == 40)
      #expect(earlier.object("readAt")?.string("earliest") == id)
      #expect(try await live.store.run("verify").status == 0)
    }
  }

  @Test(arguments: [
    ["--max-age", "soon"], ["--max-age", "0h"], ["--max-age", "24h", "--fresh"],
    ["--from", ".", "--max-age", "24h"], ["--from", ".", "--fresh"], ["--from", ".", "--plan"],
  ])
  func `options that do not go together are wrong usage`(options: [String]) async throws {
    let store = try TestStore()
    let run = try await store.run(["collect"] + options)
    #expect(run.status == 64, "\(run.errors)")
    #expect(run.errors.contains(options.first { $0 != "--from" && $0.hasPrefix("--") } ?? ""))
  }

  // MARK: - The plan

  @Test func `the plan counts what a collect then sends`() async throws {
    try await LiveRun.with(Self.organization()) { live in
      let plan = try #require(try await live.collect("--plan", "--json").json().object("plan"))
      #expect(plan.int("accounts") == 40)
      #expect(plan.string("countsFrom")?.contains("AWS listed") == true)
      #expect(asked(live) == 0)
      try await live.expectNothingSealed()

      let requests = try #require(try await live.collect("--json").json().object("requests"))
      for operation in plan.objects("operations") {
        let name = try #require(operation.string("operation"))
        let planned = try #require(operation.int("requests"))
        // Children and targets beyond a page take more.
        #expect(planned <= (requests.int(name) ?? 0), "\(name)")
        if ["DescribeEffectivePolicy", "ListAccounts", "DescribePolicy"].contains(name) {
          #expect(planned == requests.int(name), "\(name)")
        }
      }
      live.simulator.resetStatistics()
      let later = try #require(try await live.collect("--plan", "--json").json().object("plan"))
      #expect(live.simulator.statistics.requests == ["DescribeOrganization": 1])
      #expect(later.string("countsFrom")?.contains("snapshot s-") == true)
      #expect(later.int("requests") == plan.int("requests"))
    }
  }

  @Test(arguments: [[], ["--effective", "representative"], ["--max-age", "24h"], ["--fresh"]])
  func `a collect tells the whole plan in one line first, and asks nothing for it`(options: [String])
    async throws
  {
    try await LiveRun.with(Self.organization()) { live in
      // The endpoint is not AWS's, so that its rates are kept to, and a time is told, only when that is wanted.
      let arguments = options + ["--pace", "documented", "--rate-share", "1", "--no-events", "--json"]
      func collect() async throws -> (line: String, requests: Int, sent: JSONObject) {
        live.simulator.resetStatistics()
        let run = try await CommandLineRun.run(
          live.arguments(arguments), environment: live.environment, in: live.store.scratch.url)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errorLines.count { $0.hasPrefix("plan: ") } == 1, "\(run.errors)")
        #expect(run.errorLines.first?.hasPrefix("plan: ") == true, "\(run.errors)")
        let line = try #require(run.errorLines.first { $0.hasPrefix("plan: ") })
        let number = try #require(
          line.firstMatch(of: /plan: (\d+) requests (at least|or fewer) for 40 accounts/))
        return (line, try #require(Int(number.1)), try #require(try run.json().object("requests")))
      }
      let first = try await collect()
      #expect(first.line.contains("counted by listing"))
      #expect(first.line.contains(" s at AWS's documented rates times 1.0"), "\(first.line)")
      let sent = live.simulator.statistics.requests
      #expect(sent["DescribeOrganization"] == 1)
      // Children and targets beyond a page take more than the plan has.
      #expect((1...10).contains(sent.values.reduce(0, +) - first.requests + 1), "\(sent) \(first.requests)")
      let second = try await collect()
      if options != ["--fresh"] {
        #expect(second.line.contains("as many as at the snapshot of 20"), "\(second.line)")
      }
      #expect(second.requests == first.requests)
      if options == ["--max-age", "24h"] {
        #expect(second.line.contains("requests or fewer for"), "\(second.line)")
      } else {
        #expect(second.line.contains("requests at least for"), "\(second.line)")
        #expect(live.simulator.statistics.requests == sent)
      }
    }
  }

  @Test func `without AWS's rates the line tells no time`() async throws {
    try await LiveRun.with(Self.organization()) { live in
      let run = try await live.collect()
      let line = try #require(run.errorLines.first)
      #expect(line.hasPrefix("plan: ") && line.contains("40 of them for effective policies"), "\(run.errors)")
      #expect(!line.contains("rates"))
    }
  }

  @Test func `the plan's time is that of the slowest operation at the chosen share`() async throws {
    try await LiveRun.with(Self.organization()) { live in
      let half = try await live.collect("--plan", "--effective", "representative")
      #expect(half.text.contains("DescribeEffectivePolicy"))
      #expect(half.text.contains("LookupEvents"))
      let whole = try await live.collect(
        "--plan", "--rate-share", "1", "--effective", "representative", "--json"
      ).json()
      let plan = try #require(whole.object("plan"))
      // 25 names of events, at two a second, the first at once.
      let events = plan.objects("operations").first { $0.string("operation") == "LookupEvents" }
      #expect(events?.int("seconds") == 12)
      #expect(plan.int("seconds") == 12)
    }
  }
}
