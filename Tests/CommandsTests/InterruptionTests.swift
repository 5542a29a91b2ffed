import Foundation
import OrganizationSimulator
import Testing

@Suite struct InterruptionTests {
  @Test(arguments: [SIGINT, SIGTERM])
  func `an interrupted collect seals nothing and says so`(number: Int32) async throws {
    let (asked, signal) = AsyncStream.makeStream(of: Void.self)
    var behaviour = SimulatorBehaviour()
    behaviour.faults = [FaultRule("DescribeEffectivePolicy", .neverAnswer)]
    behaviour.onRequest = { request, _ in
      if request.operation == "DescribeEffectivePolicy" { signal.yield() }
    }
    try await LiveRun.with(behaviour: behaviour) { live in
      let process = try CommandLineProcess(live.arguments([]), environment: live.environment)
      for await _ in asked { break }
      #expect(kill(process.identifier, number) == 0)
      let run = try await process.finished()
      #expect(run.status == 2)
      #expect(run.signal == nil)
      #expect(run.output.isEmpty)
      #expect(run.errorLines.last?.contains("interrupted; nothing was sealed") == true, "\(run.errors)")
      try live.expectNoSecret(in: run)
      try await live.expectNothingSealed()
    }
  }

  @Test func `an interrupted collect leaves the evidence as it was`() async throws {
    try await LiveRun.with { live in
      #expect(try await live.collect().status == 0)
      let before = try await live.store.run("snapshots", "--json").text
      let (asked, signal) = AsyncStream.makeStream(of: Void.self)
      live.simulator.behaviour.faults = [FaultRule("ListPolicies", .neverAnswer)]
      live.simulator.behaviour.onRequest = { request, _ in
        if request.operation == "ListPolicies" { signal.yield() }
      }
      let process = try CommandLineProcess(live.arguments([]), environment: live.environment)
      for await _ in asked { break }
      kill(process.identifier, SIGINT)
      #expect(try await process.finished().status == 2)
      #expect(try await live.store.run("snapshots", "--json").text == before)
      let verification = try await live.store.run("verify", "--json")
      #expect(try verification.json().string("chain") == "intact", "\(verification.text)")
    }
  }
}
