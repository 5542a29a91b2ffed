import Foundation
import OrganizationSimulator
import Testing

@Suite struct SimulateTests {
  /// A locked organization in which a unit holds an exception that the lock keeps out.
  private func locked() async throws -> TestStore {
    try await TestStore.collecting(SampleOrganizations.locked).store
  }

  private func mixed() async throws -> TestStore {
    try await TestStore.collecting(SampleOrganizations.mixed).store
  }

  @Test func `nothing given is nothing changed`() async throws {
    let run = try await locked().run("simulate", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let answer = try run.json()
    #expect(answer.kinds["changes"] == "array")
    #expect(answer.kinds["verdicts"] == "array")
    #expect(answer.objects("changes").isEmpty)
    #expect(answer.objects("verdicts").isEmpty)
    #expect(try await locked().run("simulate").text.contains("NOTHING CHANGES"))
  }

  @Test func `the JSON has the keys of the contract and nulls where there is no value`() async throws {
    let run = try await locked().run("simulate", "--detach", "p-hardened1@r-ab12", "--json")
    #expect(run.status == 1)
    #expect(run.errors.isEmpty)
    let answer = try run.json()
    #expect(answer.objects("verdicts").count == 3)
    for verdict in answer.objects("verdicts") {
      #expect(verdict.keys == ["account", "before", "after"])
      #expect(verdict.string("before") == "optedOut")
      #expect(verdict.string("after") == "notOptedOut")
    }
    let change = try #require(
      answer.objects("changes").first {
        $0.string("account") == "222222222222" && $0.string("service") == "default"
      })
    #expect(change.string("before") == "optOut")
    #expect(change.isNull("after"))
    #expect(change.string("lockBefore") == "locked")
    #expect(change.string("lockAfter") == "open")
    let exception = try #require(answer.objects("changes").first { $0.string("service") == "rekognition" })
    #expect(exception.string("before") == "optOut")
    #expect(exception.string("after") == "optIn")
  }

  @Test func `closing the lock is clean, and opening it is not`() async throws {
    let store = try await mixed()
    try store.scratch.write(SampleOrganizations.hardened, to: "hardened.json")
    try store.scratch.write(SampleOrganizations.assigning("optOut"), to: "plain.json")
    let closing = try await store.run("simulate", "--replace", "Opt out=hardened.json", "--json")
    #expect(closing.status == 0, "\(closing.text)")
    let changes = try closing.json().objects("changes")
    #expect(changes.contains { $0.string("lockBefore") == "open" && $0.string("lockAfter") == "locked" })
    #expect(changes.contains { $0.string("service") == "lex" && $0.string("after") == "optOut" })
    let opening = try await locked()
    try opening.scratch.write(SampleOrganizations.assigning("optOut"), to: "plain.json")
    let run = try await opening.run("simulate", "--replace", "p-hardened1=plain.json", "--json")
    #expect(run.status == 1)
    let opened = try run.json().objects("changes").filter { $0.string("service") == "default" }
    #expect(opened.count == 3)
    #expect(opened.allSatisfy { $0.string("before") == "optOut" && $0.string("after") == "optOut" })
    #expect(opened.allSatisfy { $0.string("lockBefore") == "locked" && $0.string("lockAfter") == "open" })
  }

  @Test func `changes of all kinds count together, and nodes have names`() async throws {
    let store = try await mixed()
    try store.scratch.write(SampleOrganizations.assigning("optIn", to: "polly"), to: "a@b=c.json")
    let run = try await store.run(
      "simulate", "--attach", "a@b=c.json@Sandbox", "--attach", "p-optinlex1@Lab", "--detach",
      "Lex may learn@Play",
      "--move", "Old=r-cd34", "--json")
    #expect(run.status == 1, "\(run.errors)")
    let rows = try run.json().objects("changes").map {
      "\($0.string("account") ?? "") \($0.string("service") ?? "") \($0.string("after") ?? "")"
    }
    #expect(
      rows == [
        "444444444444 lex optOut", "444444444444 polly optIn", "666666666666 lex optIn",
        "666666666666 polly optIn",
      ])
  }

  @Test func `text groups the accounts that share an effect`() async throws {
    let run = try await locked().run("simulate", "--detach", "Org opt-out@Root")
    #expect(run.status == 1)
    for text in [
      "LESS PROTECTED", "detach Org opt-out (p-hardened1) from Root (r-ab12)", "optedOut -> notOptedOut",
      "2 accounts: Payments (222222222222), Web (333333333333)", "locked -> open",
    ] { #expect(run.text.contains(text), "\(text) in \(run.text)") }
    #expect(run.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func `what AWS would refuse is a finding`() async throws {
    let store = try await locked()
    try store.scratch.write("not json", to: "broken.json")
    let run = try await store.run("simulate", "--attach", "broken.json@Workloads")
    #expect(run.status == 1)
    #expect(run.text.contains("AWS would refuse"))
    #expect(run.text.contains("1:1"))
    let limits = try await store.run("simulate", "--attach", "broken.json@Workloads", "--json").json()
      .objects("limits")
    #expect(limits.map { $0.string("kind") } == ["malformedPolicy"])
  }

  @Test(arguments: [
    (["--attach", "nope.json@Root"], "nope.json"), (["--attach", "ok.json@Nowhere"], "Nowhere"),
    (["--attach", "folder@Root"], "folder"), (["--attach", "latin.json@Root"], "UTF-8"),
    (["--detach", "p-nothing1@Root"], "p-nothing1"), (["--detach", "p-hardened1@Workloads"], "p-hardened1"),
    (["--replace", "Nobody=ok.json"], "Nobody"), (["--move", "Workloads=Root"], "Workloads"),
    (["--move", "Payments=Web"], "333333333333"), (["--move", "Payments=Workloads"], "already"),
    (["--detach", "p-hardened1@999999999999"], "999999999999"), (["--at", "2020-01-01"], "2020"),
  ])
  func `what cannot be simulated is told in one line`(arguments: [String], word: String) async throws {
    let store = try await locked()
    try store.scratch.write(SampleOrganizations.assigning("optOut"), to: "ok.json")
    try store.scratch.write("x", to: "folder/x")
    try Data([0x7B, 0xE9, 0x7D]).write(to: store.scratch["latin.json"])
    let run = try await CommandLineRun.run(
      ["simulate"] + arguments + ["--db", store.path], in: store.scratch.url)
    run.expectFailure(naming: word)
  }

  @Test(arguments: ["--attach", "--detach", "--replace", "--move"])
  func `a change without its two parts is wrong usage`(option: String) async throws {
    for text in ["x", "@x", "x@", "=x", "x="] {
      let run = try await CommandLineRun.run(["simulate", option, text])
      run.expectUsageError(naming: option)
    }
  }

  @Test func `nothing on the terminal obeys a name`() async throws {
    let store = try await SharedFixtures.hostile()
    for arguments in [
      ["--detach", "p-onehostile@r-ef56"], ["--move", "222222222222=r-ef56"],
      ["--attach", "\u{1B}[31m@\u{202E}"],
      ["--detach", "\u{202E}x@r-ef56"],
    ] {
      let run = try await CommandLineRun.run(["simulate"] + arguments + ["--db", store.path])
      #expect(!(run.text + run.errors).isEmpty)
      run.expectHarmlessText()
    }
  }
}
