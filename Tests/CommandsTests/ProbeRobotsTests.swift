import Foundation
import TestSupport
import Testing

@Suite struct ProbeRobotsTests {
  static let closed = "User-agent: Amazonbot\nUser-agent: ClaudeBot\nDisallow: /\n"

  private func probe(_ site: String) async throws -> CommandLineRun {
    try await CommandLineRun.run(["probe", "robots", site, "--dry-run", "--json"])
  }

  private func site(of run: CommandLineRun) throws -> JSONObject {
    try #require(try run.json().objects("sites").first)
  }

  @Test func `a site that keeps the required crawlers out is in order`() async throws {
    let server = try LocalServer { request in
      request.head.hasPrefix("GET /robots.txt ") ? .answer(Self.closed) : .answer("", status: "404 Not Found")
    }
    defer { server.stop() }
    let run = try await probe("http://127.0.0.1:\(server.port)")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json().bool("blocked") == true)
    let site = try site(of: run)
    #expect(site.string("reading") == "read" && site.strings("open") == [])
    let blocked = site.objects("crawlers").filter { $0.bool("blocked") == true }
    #expect(blocked.compactMap { $0.string("name") } == ["Amazonbot", "ClaudeBot"])
  }

  @Test func `a site without the file keeps nobody out`() async throws {
    let server = try LocalServer { _ in .answer("", status: "404 Not Found") }
    defer { server.stop() }
    let run = try await probe("http://127.0.0.1:\(server.port)")
    #expect(run.status == 1)
    #expect(try site(of: run).string("reading") == "absent")
    #expect(try site(of: run).int("status") == 404)
    #expect(try site(of: run).strings("open") == ["Amazonbot", "ClaudeBot"])
  }

  @Test(arguments: ["500 Internal Server Error", "503 Service Unavailable", "304 Not Modified"])
  func `a server that fails is unknown and neither open nor closed`(status: String) async throws {
    let server = try LocalServer { _ in .answer("", status: status) }
    defer { server.stop() }
    let run = try await probe("http://127.0.0.1:\(server.port)")
    #expect(run.status == 1)
    let site = try site(of: run)
    #expect(site.string("reading") == "unreachable")
    #expect(site.string("reason")?.contains("HTTP \(status.prefix(3))") == true)
    #expect(site.objects("crawlers").isEmpty && site.strings("open") == [])
  }

  @Test func `a redirect on the same host is followed`() async throws {
    let server = try LocalServer { request in
      request.head.hasPrefix("GET /moved ")
        ? .answer(Self.closed) : .answer("", status: "301 Moved", headers: ["Location: /moved"])
    }
    defer { server.stop() }
    let run = try await probe("http://127.0.0.1:\(server.port)")
    #expect(run.status == 0, "\(run.text)")
    #expect(try site(of: run).strings("addresses")?.count == 2)
  }

  /// `localhost` is not the host that was named, so it may lead nowhere inside.
  @Test(arguments: ["localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"])
  func `a redirect to this machine under another name is refused`(host: String) async throws {
    let inner = try LocalServer { _ in .answer(Self.closed) }
    defer { inner.stop() }
    let server = try LocalServer { _ in
      .answer("", status: "302 Found", headers: ["Location: http://\(host):\(inner.port)/robots.txt"])
    }
    defer { server.stop() }
    let run = try await probe("http://127.0.0.1:\(server.port)")
    #expect(run.status == 1)
    #expect(try site(of: run).string("reading") == "unreachable")
    #expect(inner.requestCount == 0)
  }

  @Test(
    arguments: [
      ("ftp://example.com/robots.txt", "ftp"), ("file:///etc/passwd", "address"),
      ("http://user:pass@127.0.0.1/", "user name"), ("", "where to"),
    ])
  func `a redirect to anything but a web address is refused`(location: String, word: String) async throws {
    let server = try LocalServer { _ in
      .answer("", status: "302 Found", headers: location.isEmpty ? [] : ["Location: \(location)"])
    }
    defer { server.stop() }
    let run = try await probe("http://127.0.0.1:\(server.port)")
    #expect(run.status == 1)
    let reason = try site(of: run).string("reason") ?? ""
    #expect(reason.contains(word) || reason.contains("only https and http"), "\(reason)")
    #expect(server.requestCount == 1)
  }

  @Test func `redirects without end are given up after five`() async throws {
    let server = try LocalServer { _ in .answer("", status: "302 Found", headers: ["Location: /again"]) }
    defer { server.stop() }
    let run = try await probe("http://127.0.0.1:\(server.port)")
    #expect(run.status == 1)
    #expect(try site(of: run).string("reason")?.contains("more than 5 times") == true)
    #expect(server.requestCount == 6)
  }

  @Test func `five redirects are followed`() async throws {
    let server = try LocalServer { request in
      let step = request.head.firstMatch(of: /^GET \/step(\d)/).flatMap { Int($0.1) } ?? 0
      return step == 5
        ? .answer(Self.closed) : .answer("", status: "302 Found", headers: ["Location: /step\(step + 1)"])
    }
    defer { server.stop() }
    #expect(try await probe("http://127.0.0.1:\(server.port)").status == 0)
  }

  @Test func `of a long file the first 500 KiB count`() async throws {
    let server = try LocalServer { _ in .answer(Self.closed + String(repeating: "#", count: 600_000)) }
    defer { server.stop() }
    let run = try await probe("http://127.0.0.1:\(server.port)")
    #expect(run.status == 0)
    #expect(try site(of: run).bool("cut") == true)
  }

  @Test func `a file of more than a megabyte is not read`() async throws {
    let server = try LocalServer { _ in .answer(Self.closed + String(repeating: "#", count: 1 << 20)) }
    defer { server.stop() }
    let run = try await probe("http://127.0.0.1:\(server.port)")
    #expect(run.status == 1)
    #expect(try site(of: run).string("reason")?.contains("larger than") == true)
  }

  @Test func `a closed port is unknown`() async throws {
    let server = try LocalServer { _ in .silence }
    let port = server.port
    server.stop()
    // The thread that accepts closes the port; connecting to it until then waits for an answer that does not come.
    while (try? await probe("http://127.0.0.1:\(port)"))?.text.contains("could not connect") != true {
      try #require(server.requestCount < 3)
    }
  }

  @Test(arguments: [
    "ftp://example.com", "https://user:secret@example.com", "https://example.com/blog", "https://", "a b",
  ])
  func `what is no site is wrong usage`(site: String) async throws {
    let run = try await CommandLineRun.run(["probe", "robots", site, "--dry-run"])
    run.expectUsageError(naming: "https://example.com")
    #expect(!run.errors.contains("secret"))
  }

  @Test func `without sites it says where to list them`() async throws {
    try await CommandLineRun.run(["probe", "robots", "--dry-run"]).expectFailure(naming: "optout-audit.yaml")
  }

  @Test func `a file stands for a site, and what it says is recorded with its bytes`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    try store.scratch.write("User-agent: *\nDisallow: /\nAllow: /public\n", to: "robots.txt")
    try store.scratch.write("sites:\n  - file:robots.txt\n", to: "optout-audit.yaml")
    let run = try await store.run("probe", "robots", "--json")
    #expect(run.status == 1, "\(run.errors)")
    let recorded = try #require(try run.json().object("recorded"))
    #expect(recorded.string("organization") == "o-lockedorg01" && recorded.int("position") == 2)
    let sha256 = try #require(try site(of: run).string("sha256"))
    let text = try await store.run("probe", "robots").text
    #expect(text.contains("line 3 allows Amazonbot a part of the site"), "\(text)")
    let stored = try Data(contentsOf: store.scratch["store.sqlite"])
    #expect(
      stored.range(of: Data("Allow: /public\n".utf8)) != nil && stored.range(of: Data(sha256.utf8)) != nil)
    // The chain goes on, and check reads the newest.
    let outcome = try await store.run("check", "--item", "general.robots-blocks-ai-crawlers", "--json").json()
    let item = try #require(outcome.objects("checklists").first?.objects("items").first)
    #expect(item.string("outcome") == "failed", "\(item)")
    #expect(item.string("reason")?.contains("file:robots.txt lets in Amazonbot, ClaudeBot") == true)
  }

  @Test func `a dry run records nothing`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    try store.scratch.write(Self.closed, to: "robots.txt")
    let run = try await store.run("probe", "robots", "--file", "robots.txt", "--dry-run", "--json")
    #expect(run.status == 0)
    #expect(try run.json().isNull("recorded"))
    let next = try await store.run("probe", "robots", "--file", "robots.txt", "--json")
    #expect(try next.json().object("recorded")?.int("position") == 2)
  }

  @Test func `hostile text is shown and not obeyed`() async throws {
    let scratch = try Scratch()
    let name = "robots\u{1B}[2J.txt"
    try scratch.write("User-agent: *\nDisallow: /", to: name)
    let run = try await CommandLineRun.run(
      ["probe", "robots", "--file", scratch.path(name), "--dry-run"], in: scratch.url)
    #expect(run.status == 0)
    run.expectHarmlessText()
  }
}
