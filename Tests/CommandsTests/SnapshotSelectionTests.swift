import OrganizationSimulator
import Testing

@Suite struct SnapshotSelectionTests {
  private func snapshots() async throws -> [JSONObject] {
    try await SharedFixtures.twoOrganizations().run("snapshots", "--json").json().objects("snapshots")
  }

  @Test func `snapshots are listed with their chain`() async throws {
    let all = try await snapshots().filter { $0.string("organization") == "o-lockedorg01" }
    #expect(all.map { $0.string("observedAt") } == ["2026-07-01T06:00:00Z", "2026-09-30T06:00:00Z"])
    #expect(all[0].isNull("previousDigest"))
    #expect(all[1].string("previousDigest") == all[0].string("digest"))
    for snapshot in all {
      #expect(snapshot.bool("complete") == true)
      #expect(snapshot.int("accounts") == 3)
      #expect(snapshot.string("id") == "s-\(snapshot.string("digest")?.prefix(12) ?? "")")
    }
    let one = try await SharedFixtures.twoOrganizations().run(
      "snapshots", "--organization", "o-mixedorg001", "--json")
    #expect(try one.json().objects("snapshots").count == 1)
  }

  @Test(arguments: [
    ("2026-07-01", "2026-07-01T06:00:00Z"), ("2026-09-29", "2026-07-01T06:00:00Z"),
    ("2026-07-01T06:00:00Z", "2026-07-01T06:00:00Z"), ("2026-09-30T05:59:59Z", "2026-07-01T06:00:00Z"),
    ("2026-09-30T08:00:00+02:00", "2026-09-30T06:00:00Z"), ("2026-12-31", "2026-09-30T06:00:00Z"),
  ])
  func `a date means the last snapshot observed by then`(at: String, observed: String) async throws {
    let store = try await SharedFixtures.twoOrganizations()
    let run = try await store.run("status", "--json", "--organization", "o-lockedorg01", "--at", at)
    #expect(try run.json().object("snapshot")?.string("observedAt") == observed)
  }

  @Test func `an id or its beginning chooses the organization too`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    for snapshot in try await snapshots() {
      let id = try #require(snapshot.string("id"))
      for text in [id, String(id.prefix(9)), id.uppercased()] {
        let answer = try await store.run("status", "--json", "--at", text).json()
        #expect(answer.object("snapshot")?.string("id") == id)
        #expect(answer.string("organization") == snapshot.string("organization"))
      }
    }
  }

  @Test func `several organizations have to be told apart`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    for command in [["status"], ["check"], ["explain", "111111111111"]] {
      let run = try await CommandLineRun.run(command + ["--db", store.path])
      run.expectFailure(naming: "--organization", "o-lockedorg01", "o-mixedorg001")
    }
    try await store.run("status", "--organization", "o-nobodyhere1").expectFailure(naming: "o-nobodyhere1")
  }

  @Test func `what names no snapshot is refused with what to do`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    func status(at text: String) async throws -> CommandLineRun {
      try await store.run("status", "--organization", "o-lockedorg01", "--at", text)
    }
    try await status(at: "2026-06-30").expectFailure(naming: "2026-06-30", "2026-07-01T06:00:00Z")
    try await status(at: "s-ffffffffffff").expectFailure(naming: "s-ffffffffffff", "snapshots")
    try await store.run("status", "--at", "s-").expectUsageError(naming: "--at", "s-")
    try await status(at: "yesterday").expectUsageError(naming: "--at", "yesterday", "2026-09-30")
    try await status(at: "2026-02-30").expectUsageError(naming: "--at", "2026-02-30")
  }

  @Test func `an older or equal snapshot is refused and nothing changes`() async throws {
    let organization = try SimulatedOrganization(tree: SampleOrganizations.locked)
    let (store, _) = try await TestStore.collecting(organization)
    let before = try await store.run("snapshots", "--json").text
    for time in [TestStore.observedAt, "2026-09-30T05:59:59Z"] {
      try await store.collect(organization, at: time)
        .expectFailure(naming: "not later", "2026-09-30T06:00:00Z", "--db")
    }
    #expect(try await store.run("snapshots", "--json").text == before)
    #expect(try await store.collect(organization, at: "2026-09-30T06:00:01Z").status == 0)
  }
}
