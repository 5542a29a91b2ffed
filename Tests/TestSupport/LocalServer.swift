package import Foundation
import Glibc
import Parallelism

/// A server on 127.0.0.1 that does with each request what a script says, one thread for each connection.
package final class LocalServer: Sendable {
  /// A request as it came over the wire.
  package struct Request: Sendable {
    package var connection: Int
    package var head: String
    package var body: Data

    package init(connection: Int, head: String, body: Data) {
      self.connection = connection
      self.head = head
      self.body = body
    }

    package var headers: [String: String] {
      var result: [String: String] = [:]
      for line in head.split(separator: "\r\n").dropFirst() {
        guard let colon = line.firstIndex(of: ":") else { continue }
        result[line[..<colon].lowercased()] =
          line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      }
      return result
    }
  }

  package enum Reply: Sendable {
    case bytes(String, thenClose: Bool = false)
    /// One byte after another, without end.
    case drip(everyMilliseconds: UInt32)
    /// Nothing, until the client closes the connection.
    case silence

    package static func answer(
      _ body: String, status: String = "200 OK", headers: [String] = []
    ) -> Reply {
      let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
      return .bytes(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
  }

  package enum Event: Sendable {
    case request(Request)
    case closed(connection: Int)
  }

  package let port: UInt16
  /// What happened, in order.
  package let events: AsyncStream<Event>
  private let eventSink: AsyncStream<Event>.Continuation
  private let listener: Int32
  private let greeting: String
  private let script: @Sendable (Request) -> Reply
  private let counters = Locked((connections: 0, requests: 0))

  /// - Parameter greeting: what the server says first on each connection.
  package init(greeting: String = "", _ script: @escaping @Sendable (Request) -> Reply) throws {
    self.greeting = greeting
    self.script = script
    (events, eventSink) = AsyncStream.makeStream()
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let fd = listener
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(fd, $0, length) == 0 && listen(fd, 64) == 0 && getsockname(fd, $0, &length) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in acceptAll() }
  }

  package var url: URL { URL(string: "http://127.0.0.1:\(port)/") ?? URL(fileURLWithPath: "/") }
  package var connectionCount: Int { counters.withLock { $0.connections } }
  package var requestCount: Int { counters.withLock { $0.requests } }

  package func stop() {
    // Ends listening and wakes the accepting thread, which closes the descriptor: closed here, its number
    // could belong to another test's server while that thread still accepts on it.
    _ = shutdown(listener, Int32(SHUT_RDWR))
    eventSink.finish()
  }

  private func acceptAll() {
    while true {
      let fd = accept(listener, nil, nil)
      if fd < 0 {
        close(listener)
        return
      }
      let connection = counters.withLock { counters in
        counters.connections += 1
        return counters.connections
      }
      Thread.detachNewThread { [self] in serve(fd, connection) }
    }
  }

  private func serve(_ fd: Int32, _ connection: Int) {
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    _ = write(fd, greeting)
    var buffer = Data()
    while let request = read(fd, connection, &buffer) {
      counters.withLock { $0.requests += 1 }
      eventSink.yield(.request(request))
      switch script(request) {
      case .bytes(let text, let thenClose):
        _ = write(fd, text)
        if thenClose { return finish(fd, connection) }
      case .drip(let pause):
        _ = write(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while write(fd, "x") { usleep(pause * 1000) }
        return finish(fd, connection)
      case .silence:
        var byte: UInt8 = 0
        _ = recv(fd, &byte, 1, 0)
        return finish(fd, connection)
      }
    }
    finish(fd, connection)
  }

  private func finish(_ fd: Int32, _ connection: Int) {
    close(fd)
    eventSink.yield(.closed(connection: connection))
  }

  private func write(_ fd: Int32, _ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }

  private func read(_ fd: Int32, _ connection: Int, _ buffer: inout Data) -> Request? {
    while true {
      if let end = buffer.range(of: Data("\r\n\r\n".utf8)) {
        let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
        var request = Request(connection: connection, head: head, body: Data())
        let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
        if buffer.endIndex - end.upperBound >= length {
          request.body = Data(buffer[end.upperBound..<end.upperBound + length])
          buffer = Data(buffer[(end.upperBound + length)...])
          return request
        }
      }
      var chunk = [UInt8](repeating: 0, count: 65536)
      let count = recv(fd, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      buffer.append(contentsOf: chunk[..<count])
    }
  }
}
