import Foundation
import TestSupport
import Testing

@testable import AWSClient

@Suite struct HTTPFetchingTests {
  private let transport = CurlTransport(options: CurlTransport.Options(version: "1.2.3"))

  private func failure(
    _ request: PlainRequest, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> HTTPError {
    let fetching: any HTTPFetching = transport
    let error = await #expect(throws: HTTPError.self, sourceLocation: sourceLocation) {
      try await fetching.fetch(request)
    }
    return try #require(error, sourceLocation: sourceLocation)
  }

  @Test func `a request arrives with its body and without a signature`() async throws {
    let server = try LocalServer { _ in .answer("token") }
    defer { server.stop() }
    let response = try await transport.fetch(
      PlainRequest(
        method: .post, url: server.url, headers: [.init("Content-Type", "application/timestamp-query")],
        body: Data([0, 1, 2])))
    #expect(response == HTTPResponse(status: 200, headers: ["content-length": "5"], body: Data("token".utf8)))
    var events = server.events.makeAsyncIterator()
    guard case .request(let received)? = await events.next() else {
      Issue.record("nothing arrived")
      return
    }
    #expect(received.body == Data([0, 1, 2]) && received.headers["authorization"] == nil)
  }

  @Test func `an answer above the limit is refused`() async throws {
    let server = try LocalServer { _ in .answer(String(repeating: "x", count: 101)) }
    defer { server.stop() }
    #expect(
      try await failure(PlainRequest(url: server.url, maxBodyBytes: 100)) == .tooLarge(limitBytes: 100))
    #expect(try await transport.fetch(PlainRequest(url: server.url, maxBodyBytes: 101)).body.count == 101)
  }

  @Test func `an answer that does not end runs out of its time`() async throws {
    let server = try LocalServer { _ in .silence }
    defer { server.stop() }
    #expect(
      try await failure(PlainRequest(url: server.url, timeout: .milliseconds(100))) == .timedOut(seconds: 0.1)
    )
  }

  @Test func `redirects are followed as often as allowed`() async throws {
    let server = try LocalServer { request in
      request.head.hasPrefix("GET /end ")
        ? .answer("here") : .answer("moved", status: "302 Found", headers: ["Location: /end"])
    }
    defer { server.stop() }
    let stopped = try await transport.fetch(PlainRequest(url: server.url))
    #expect(stopped.status == 302 && stopped.redirectedTo == nil)
    let followed = try await transport.fetch(PlainRequest(url: server.url, maxRedirects: 1))
    #expect(followed.status == 200 && followed.body == Data("here".utf8))
    #expect(followed.redirectedTo?.path() == "/end")
  }

  @Test func `redirects without end are an error`() async throws {
    let server = try LocalServer { _ in .answer("", status: "302 Found", headers: ["Location: /again"]) }
    defer { server.stop() }
    guard case .other(code: 47, _) = try await failure(PlainRequest(url: server.url, maxRedirects: 3)) else {
      Issue.record("another error")
      return
    }
    #expect(server.requestCount == 4)
  }

  @Test func `this machine is refused where the public internet is asked for, whatever its name`()
    async throws
  {
    let server = try LocalServer { _ in .answer("secret") }
    defer { server.stop() }
    // An open connection does not help either.
    _ = try await transport.fetch(PlainRequest(url: server.url))
    for host in ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0", "[::ffff:127.0.0.1]"] {
      let url = try #require(URL(string: "http://\(host):\(server.port)/"))
      let error = try await failure(PlainRequest(url: url, addresses: .publicOnly))
      guard case .refusedAddress = error else {
        Issue.record("\(host): \(error)")
        continue
      }
    }
    #expect(server.requestCount == 1)
  }

  @Test(arguments: [
    ("8.8.8.8", true), ("1.1.1.1", true), ("172.32.0.1", true), ("100.128.0.1", true),
    ("2606:4700::1111", true),
    ("64:ff9b::808:808", true), ("2002:808:808::1", true),
    ("127.0.0.1", false), ("10.1.2.3", false), ("172.16.0.1", false), ("172.31.255.255", false),
    ("192.168.1.1", false), ("169.254.169.254", false), ("100.64.0.1", false), ("0.0.0.0", false),
    ("224.0.0.1", false), ("255.255.255.255", false), ("198.18.0.1", false), ("192.0.2.1", false),
    ("::", false), ("::1", false), ("fe80::1", false), ("fd00:ec2::254", false), ("ff02::1", false),
    ("::ffff:10.0.0.1", false), ("64:ff9b::7f00:1", false), ("2002:a00:1::", false), ("2001:db8::1", false),
    ("example.com", false), ("", false),
  ])
  func `an address is judged by where it is reachable`(address: String, isPublic: Bool) {
    #expect(PublicAddress.isPublic(text: address) == isPublic)
  }
}
