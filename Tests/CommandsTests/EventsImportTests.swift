import Foundation
import OrganizationSimulator
import Testing

/// `events import` and what it makes of files of all kinds.
@Suite struct EventsImportTests {
  static func record(
    _ number: Int, source: String = "organizations.amazonaws.com", account: String = "111111111111",
    padding: Int = 0
  ) -> String {
    """
    {"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111111111111:assumed-role/Admin/jo",\
    "accessKeyId":"ASIAPLANTEDKEY000001"},"eventTime":"2026-03-01T10:00:00Z","eventSource":"\(source)",\
    "eventName":"AttachPolicy","requestParameters":{"policyId":"p-\(String(repeating: "x", count: padding))",\
    "targetId":"r-ab12"},"eventID":"e-\(number)","recipientAccountId":"\(account)"}
    """
  }

  static func file(_ records: [String]) -> String { "{\"Records\":[\(records.joined(separator: ","))]}" }

  private static func store() async throws -> TestStore {
    try await TestStore.collecting(SampleOrganizations.locked).store
  }

  private static func gzip(_ name: String, in store: TestStore) async throws {
    let run = try await CommandLineRun.run(
      ["-n", name], in: store.scratch.url, executable: URL(fileURLWithPath: "/bin/gzip"))
    #expect(run.status == 0)
  }

  private static let layout = "logs/AWSLogs/o-lockedorg01/111111111111"

  @Test func `folders as they lie in S3 are read, and a second time adds nothing`() async throws {
    let store = try await Self.store()
    let day = "\(Self.layout)/CloudTrail/us-east-1/2026/03/01/111111111111_CloudTrail_us-east-1"
    try store.scratch.write(
      Self.file([Self.record(1), Self.record(2, source: "iam.amazonaws.com"), Self.record(3)]),
      to: "\(day)_20260301T1005Z_a.json")
    try await Self.gzip("\(day)_20260301T1005Z_a.json", in: store)
    try store.scratch.write(Self.file([Self.record(3), Self.record(4)]), to: "\(day)_20260301T1010Z_b.json")
    try store.scratch.write(
      "{\"digestStartTime\": \"x\"}", to: "\(Self.layout)/CloudTrail-Digest/us-east-1/2026/03/01/d.json")
    try store.scratch.write("notes", to: "logs/README")
    let first = try await store.run("events", "import", store.scratch.path("logs"), "--json")
    #expect(first.status == 0, "\(first.errors)")
    let answer = try first.json()
    #expect(answer.int("added") == 3)
    #expect(answer.int("duplicates") == 1)
    #expect(answer.int("skippedDigests") == 1)
    let files = answer.objects("files")
    #expect(files.map { $0.int("records") } == [3, 2])
    #expect(files.map { $0.int("added") } == [2, 1])
    #expect(files[0].int("otherServices") == 1)
    #expect(files.allSatisfy { $0.isNull("problem") })

    let size = try Data(contentsOf: store.scratch["store.sqlite"])
    let again = try await store.run("events", "import", store.scratch.path("logs"), "--json")
    #expect(again.status == 0)
    #expect(try again.json().int("added") == 0)
    #expect(try again.json().int("duplicates") == 4)
    #expect(try Data(contentsOf: store.scratch["store.sqlite"]) == size)
    #expect(size.range(of: Data("ASIAPLANTEDKEY000001".utf8)) == nil)
  }

  @Test func `bad files are named and passed over, and the good ones count`() async throws {
    let store = try await Self.store()
    let good = Self.file([Self.record(1)])
    for (name, text) in [
      ("good.json", good), ("cut.json", String(good.dropLast(20))), ("empty.json", ""),
      ("text.json.gz", "this is not gzip"), ("digest.json", "{\"digestStartTime\":\"x\"}"),
    ] { try store.scratch.write(text, to: "logs/\(name)") }
    try store.scratch.write(good, to: "logs/broken.json")
    try await Self.gzip("logs/broken.json", in: store)
    var bytes = try Data(contentsOf: store.scratch["logs/broken.json.gz"])
    bytes.removeLast(12)
    try bytes.write(to: store.scratch["logs/broken.json.gz"])
    let run = try await store.run(
      "events", "import", store.scratch.path("logs"), store.scratch.path("none"), "--json")
    #expect(run.status == 1)
    #expect(try run.json().int("added") == 1)
    let problems = try run.json().objects("files").compactMap { file in
      file.string("problem").map { (URL(fileURLWithPath: file.string("path") ?? "").lastPathComponent, $0) }
    }
    #expect(
      problems.map(\.0).sorted() == [
        "broken.json.gz", "cut.json", "digest.json", "empty.json", "none", "text.json.gz",
      ])
    let reasons = Dictionary(uniqueKeysWithValues: problems)
    #expect(reasons["broken.json.gz"]?.contains("cut off") == true)
    #expect(reasons["cut.json"]?.contains("cut off") == true)
    #expect(reasons["empty.json"]?.contains("empty") == true)
    #expect(reasons["text.json.gz"]?.contains("neither gzip nor") == true)
    let text = try await store.run("events", "import", store.scratch.path("logs"))
    text.expectHarmlessText()
    #expect(text.text.contains("5 files not used"))
    #expect(text.text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.contains("/") })
  }

  @Test func `with nothing but bad files the exit status is 2`() async throws {
    let store = try await Self.store()
    try store.scratch.write("nothing", to: "bad.json")
    let run = try await store.run("events", "import", store.scratch.path("bad.json"), "--json")
    #expect(run.status == 2)
    #expect(try run.json().int("added") == 0)
  }

  @Test func `another organization's records are counted and named`() async throws {
    let store = try await Self.store()
    try store.scratch.write(
      Self.file([Self.record(1, account: "999999999999"), Self.record(2, account: "999999999999")]),
      to: "other.json")
    let run = try await store.run("events", "import", store.scratch.path("other.json"), "--json")
    #expect(run.status == 1)
    #expect(try run.json().int("added") == 0)
    #expect(try run.json().objects("files").first?.int("refused") == 2)
    let refused = try run.json().objects("refused").first
    #expect(refused?.string("reason")?.contains("999999999999") == true)
    #expect(refused?.int("records") == 2)
  }

  @Test func `a span is covered when the user says so and every file was read`() async throws {
    let store = try await Self.store()
    try store.scratch.write(Self.file([Self.record(1)]), to: "good.json")
    try store.scratch.write("", to: "bad.json")
    let span = "111111111111=2026-01-01/2026-04-01"
    let (good, bad) = (store.scratch.path("good.json"), store.scratch.path("bad.json"))
    let incomplete = try await store.run("events", "import", good, bad, "--covers", span, "--json")
    #expect(try incomplete.json().objects("coverage").isEmpty)
    let unreadable = Self.record(2).replacing("2026-03-01T10:00:00Z", with: "soon")
    try store.scratch.write(Self.file([Self.record(1), unreadable]), to: "half.json")
    let half = try await store.run("events", "import", store.scratch.path("half.json"), "--covers", span)
    #expect(half.text.contains("--covers was not recorded"))
    #expect(try await store.run("events", "list", "--json").json().objects("coverage").isEmpty)
    let run = try await store.run("events", "import", good, "--covers", span, "--json")
    #expect(run.status == 0)
    #expect(try run.json().objects("coverage").first?.string("from") == "2026-01-01T00:00:00Z")
    let list = try await store.run("events", "list", "--json").json()
    #expect(list.objects("coverage").map { $0.string("account") } == ["111111111111"])
  }

  @Test(arguments: [
    "111111111111", "111111111111=2026-01-01", "1=2026-01-01/2026-02-01",
    "111111111111=2026-02-01/2026-01-01",
    "111111111111=x/y",
  ])
  func `a span that is none is wrong usage`(span: String) async throws {
    let run = try await CommandLineRun.run(["events", "import", "x", "--covers", span])
    run.expectUsageError(naming: "--covers")
  }

  @Test func `a span of an account that no snapshot names is refused`() async throws {
    let store = try await Self.store()
    try store.scratch.write(Self.file([]), to: "good.json")
    let good = store.scratch.path("good.json")
    try await store.run(
      "events", "import", good, "--covers", "999999999999=2026-01-01/2026-04-01"
    ).expectFailure(naming: "999999999999", "--covers")
    try await store.run(
      "events", "import", good, "--covers", "111111111111=2026-01-01/2099-04-01"
    ).expectFailure(naming: "2099")
  }

  @Test func `a store that is not there is not made`() async throws {
    let store = try TestStore()
    try await store.run("events", "import", "x.json").expectFailure(naming: "collect")
    #expect(!store.scratch.exists("store.sqlite"))
  }

  @Test func `a store of several organizations wants to know which`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    try await CommandLineRun.run(["events", "import", "x.json", "--db", store.path])
      .expectFailure(naming: "--organization")
  }

  @Test func `a hundred thousand records go through`() async throws {
    let store = try await Self.store()
    let others = (0..<99_000).map { Self.record($0, source: "sts.amazonaws.com") }
    let own = (0..<1000).map { Self.record(200_000 + $0) }
    try store.scratch.write(Self.file(others + own), to: "big.json")
    try await Self.gzip("big.json", in: store)
    let run = try await store.run("events", "import", store.scratch.path("big.json.gz"), "--json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json().int("added") == 1000)
    #expect(try run.json().objects("files").first?.int("records") == 100_000)
  }

  @Test func `hostile text in a record does no harm`() async throws {
    let store = try await Self.store()
    let record = Self.record(1).replacing("assumed-role/Admin/jo", with: "\\u001b[31m\\u202e")
    try store.scratch.write(Self.file([record]), to: "hostile.json")
    let run = try await store.run("events", "import", store.scratch.path("hostile.json"))
    #expect(run.status == 0)
    let list = try await store.run("events", "list")
    #expect(list.status == 0)
    list.expectHarmlessText()
  }

  @Test func `events are filtered by time, name and actor`() async throws {
    let store = try await Self.store()
    let late = Self.record(2).replacing("2026-03-01", with: "2026-04-01").replacing("/jo", with: "/kim")
      .replacing("AttachPolicy", with: "DetachPolicy")
    try store.scratch.write(Self.file([Self.record(1), late]), to: "a.json")
    _ = try await store.run("events", "import", store.scratch.path("a.json"))
    for filter in [["--since", "2026-03-15"], ["--name", "DetachPolicy"], ["--actor", "kim"]] {
      let run = try await CommandLineRun.run(["events", "list", "--json", "--db", store.path] + filter)
      #expect(try run.json().objects("events").map { $0.string("id") } == ["e-2"], "\(filter)")
    }
    try await store.run("events", "list", "--name", "Nothing").expectUsageError(naming: "--name")
  }
}
