import AWSClient
import Foundation
import TestSupport
import Testing

@Suite struct CurlTransportTests {
  private func transport(
    _ change: (inout CurlTransport.Options) -> Void = { _ in }
  ) -> CurlTransport {
    var options = CurlTransport.Options(version: "1.2.3")
    change(&options)
    return CurlTransport(options: options)
  }

  private func expectFailure(
    _ transport: CurlTransport, _ url: URL, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> HTTPError {
    let error = await #expect(throws: HTTPError.self, sourceLocation: sourceLocation) {
      try await transport.send(HTTPRequest(method: .get, url: url))
    }
    return try #require(error, sourceLocation: sourceLocation)
  }

  @Test func `an answer comes back whole, with lower-case header names`() async throws {
    let server = try LocalServer { _ in
      .answer("{\"a\":1}", status: "418 Odd", headers: ["X-Thing: one", "x-thing: two"])
    }
    defer { server.stop() }
    let request = HTTPRequest(
      method: .post, url: server.url, headers: [.init("X-Sent", "yes")], body: Data([0x61, 0x00, 0x62]))
    let response = try await transport().send(request)
    #expect(response.status == 418)
    #expect(response.headers["x-thing"] == "one, two")
    #expect(response.body == Data("{\"a\":1}".utf8))
    guard case .request(let received)? = await first(of: server.events) else { return }
    #expect(received.headers["user-agent"] == "optout-audit/1.2.3")
    #expect(received.headers["x-sent"] == "yes")
    #expect(received.body == Data([0x61, 0x00, 0x62]))
  }

  @Test func `requests after each other share one connection`() async throws {
    let server = try LocalServer { _ in .answer("ok") }
    defer { server.stop() }
    let transport = transport()
    for _ in 0..<5 {
      _ = try await transport.send(HTTPRequest(method: .get, url: server.url))
    }
    #expect(server.requestCount == 5)
    #expect(server.connectionCount == 1)
  }

  @Test func `no more requests are under way than allowed, and the waiting ones get their turn`() async throws
  {
    let server = try LocalServer { _ in .answer("ok") }
    defer { server.stop() }
    let transport = transport { $0.maxInFlight = 3 }
    let url = server.url
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<40 {
        group.addTask { try await transport.send(HTTPRequest(method: .get, url: url)).status }
      }
      for try await status in group { #expect(status == 200) }
    }
    #expect(server.requestCount == 40)
    #expect(server.connectionCount <= 3)
  }

  @Test func `nothing of a request is left in the next one`() async throws {
    let server = try LocalServer { request in
      .answer(request.head + String(decoding: request.body, as: UTF8.self))
    }
    defer { server.stop() }
    let url = server.url
    let keys = Credential(accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", source: "test")
    let signing = SigningParameters(region: "us-east-1", service: "organizations", credential: keys)
    let (one, two) = (HTTPRequest.Header("X-One", "1"), HTTPRequest.Header("X-Two", "2"))
    let requests = [
      HTTPRequest(method: .post, url: url, headers: [one], body: Data("first and longer".utf8)),
      HTTPRequest(method: .post, url: url, headers: [one], body: Data("second".utf8)),
      HTTPRequest(method: .post, url: url, headers: [one]),
      HTTPRequest(method: .post, url: url, headers: [one], body: Data([0, 1, 0])),
      HTTPRequest(method: .get, url: url), HTTPRequest(method: .put, url: url, headers: [two]),
      HTTPRequest(method: .post, url: url, headers: [two], body: Data("x".utf8), signing: signing),
      HTTPRequest(method: .post, url: url, headers: [two], body: Data("yy".utf8), signing: signing),
      HTTPRequest(method: .post, url: url, headers: [two], body: Data("yy".utf8)),
      HTTPRequest(method: .get, url: url.appending(path: "other"), headers: [one]),
      HTTPRequest(method: .get, url: url, headers: [one], limits: .init(goesDirectly: true)),
      HTTPRequest(method: .get, url: url, headers: [one]),
    ]
    let shared = transport { $0.maxInFlight = 1 }
    for request in requests {
      let fresh = try await transport().send(request)
      #expect(try await Self.lines(shared.send(request)) == Self.lines(fresh), "\(request)")
    }
  }

  /// What the server had from the client, without what the time decides.
  private static func lines(_ response: HTTPResponse) -> [String] {
    String(decoding: response.body, as: UTF8.self).split(separator: "\r\n").map { line in
      line.hasPrefix("X-Amz-Date:") ? "X-Amz-Date" : String(line.prefix { $0 != "=" })
    }
  }

  @Test func `a request that failed leaves nothing in the next one`() async throws {
    let server = try LocalServer { request in
      request.head.contains("/cut")
        ? .bytes("HTTP/1.1 200 OK\r\nX-Old: yes\r\nContent-Length: 100\r\n\r\nold", thenClose: true)
        : .answer("new", headers: ["X-New: yes"])
    }
    defer { server.stop() }
    let transport = transport { $0.maxInFlight = 1 }
    for _ in 0..<3 {
      #expect(
        try await expectFailure(transport, server.url.appending(path: "cut")) == .cutOff(receivedBytes: 3))
      let response = try await transport.send(HTTPRequest(method: .get, url: server.url))
      #expect(response.body == Data("new".utf8))
      #expect(response.headers == ["x-new": "yes", "content-length": "3"])
    }
  }

  @Test func `tasks on the transport's own thread send, wait, and are cancelled as elsewhere`() async throws {
    let server = try LocalServer { request in
      request.head.contains("/silent") ? .silence : .answer(request.headers["x-number"] ?? "none")
    }
    defer { server.stop() }
    let transport = transport { $0.maxInFlight = 8 }
    let url = server.url
    try await withTaskExecutorPreference(transport.executor) {
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<200 {
          group.addTask {
            if number % 50 == 0 { try await Task.sleep(for: .milliseconds(1)) }
            let response = try await transport.send(
              HTTPRequest(method: .get, url: url, headers: [.init("X-Number", "\(number)")]))
            return response.body == Data("\(number)".utf8)
          }
        }
        for try await isRight in group { #expect(isRight) }
      }
      await withTaskGroup(of: HTTPError?.self) { group in
        for _ in 0..<3 {
          group.addTask {
            do throws(HTTPError) {
              _ = try await transport.send(HTTPRequest(method: .get, url: url.appending(path: "silent")))
              return nil
            } catch {
              return error
            }
          }
        }
        group.cancelAll()
        for await error in group { #expect(error == .cancelled) }
      }
    }
  }

  @Test func `a body that ends too early is cut off`() async throws {
    let server = try LocalServer { _ in
      .bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789", thenClose: true)
    }
    defer { server.stop() }
    #expect(try await expectFailure(transport(), server.url) == .cutOff(receivedBytes: 10))
  }

  @Test func `a connection closed without an answer is cut off`() async throws {
    let server = try LocalServer { _ in .bytes("", thenClose: true) }
    defer { server.stop() }
    #expect(try await expectFailure(transport(), server.url) == .cutOff(receivedBytes: 0))
  }

  @Test func `an answer that drips ends at the time limit`() async throws {
    let server = try LocalServer { _ in .drip(everyMilliseconds: 5) }
    defer { server.stop() }
    let transport = transport { $0.requestTimeout = .milliseconds(200) }
    #expect(try await expectFailure(transport, server.url) == .timedOut(seconds: 0.2))
  }

  @Test func `a refused connection names the address`() async throws {
    let server = try LocalServer { _ in .answer("") }
    let url = server.url
    server.stop()
    guard case .couldNotConnect(let address, _) = try await expectFailure(transport(), url) else {
      Issue.record("expected couldNotConnect")
      return
    }
    #expect(address == "127.0.0.1:\(server.port)")
  }

  @Test(arguments: ["HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"])
  func `a body beyond the limit is refused`(head: String) async throws {
    let server = try LocalServer { _ in
      .bytes(head + String(repeating: "x", count: 2000), thenClose: true)
    }
    defer { server.stop() }
    let transport = transport { $0.maxBodyBytes = 1000 }
    #expect(try await expectFailure(transport, server.url) == .tooLarge(limitBytes: 1000))
  }

  @Test func `cancelling the task closes the connection`() async throws {
    let server = try LocalServer { _ in .silence }
    defer { server.stop() }
    let transport = transport()
    let url = server.url
    let task = Task { try await transport.send(HTTPRequest(method: .get, url: url)) }
    var events = server.events.makeAsyncIterator()
    guard case .request? = await events.next() else {
      Issue.record("expected the request first")
      return
    }
    task.cancel()
    await #expect(throws: HTTPError.cancelled) { try await task.value }
    // The server's end of the connection sees the client go away.
    guard case .closed? = await events.next() else {
      Issue.record("expected the connection to close")
      return
    }
  }

  @Test func `a request that waits for its turn can be cancelled`() async throws {
    let server = try LocalServer { _ in .silence }
    defer { server.stop() }
    let transport = transport { $0.maxInFlight = 1 }
    let url = server.url
    let holder = Task { try await transport.send(HTTPRequest(method: .get, url: url)) }
    _ = await first(of: server.events)
    let waiter = Task { try await transport.send(HTTPRequest(method: .get, url: url)) }
    waiter.cancel()
    await #expect(throws: HTTPError.cancelled) { try await waiter.value }
    #expect(server.requestCount == 1)
    holder.cancel()
    await #expect(throws: HTTPError.cancelled) { try await holder.value }
  }

  @Test func `redirects are answers, not followed`() async throws {
    let server = try LocalServer { _ in .answer("", status: "302 Found", headers: ["Location: /other"]) }
    defer { server.stop() }
    let response = try await transport().send(HTTPRequest(method: .get, url: server.url))
    #expect(response.status == 302)
    #expect(server.requestCount == 1)
  }

  @Test func `only http and https are spoken`() async throws {
    let url = try #require(URL(string: "file:///etc/hostname"))
    guard case .other = try await expectFailure(transport(), url) else {
      Issue.record("expected libcurl to refuse")
      return
    }
  }

  @Test func `a server that does not speak TLS is a TLS failure`() async throws {
    // The client's first TLS record is no HTTP request, so that the greeting is all that the server sends.
    let server = try LocalServer(greeting: "220 hello\r\n") { _ in .answer("") }
    defer { server.stop() }
    let url = try #require(URL(string: "https://127.0.0.1:\(server.port)/"))
    guard case .tls = try await expectFailure(transport(), url) else {
      Issue.record("expected a TLS failure")
      return
    }
  }

  @Test func `a header with a line break is never sent`() async throws {
    let server = try LocalServer { _ in .answer("") }
    defer { server.stop() }
    let request = HTTPRequest(method: .get, url: server.url, headers: [.init("X-A", "b\r\nX-Evil: c")])
    await #expect(throws: HTTPError.self) { try await transport().send(request) }
    #expect(server.requestCount == 0)
  }

  private func first(of events: AsyncStream<LocalServer.Event>) async -> LocalServer.Event? {
    var iterator = events.makeAsyncIterator()
    return await iterator.next()
  }
}
