import Foundation
import NIOCore
import NIOPosix
import OrganizationSimulator

/// An HTTP/1.1 client that shows what came over the connection, whole or not.
struct SimulatorClient {
  let simulator: OrganizationSimulator
  var accessKeyID = "AKIAIOSFODNN7EXAMPLE"
  var region = "us-east-1"
  var date = "20260101T000000Z"
  var isSigned = true

  /// What a connection brought until it ended.
  struct Transcript: Sendable {
    var bytes: [UInt8] = []
    /// The connection ended with an error, such as a reset, and not in order.
    var endedWithError = false

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var responses: [Response] {
      var responses: [Response] = []
      var rest = bytes
      while let response = Response(takingFrom: &rest) { responses.append(response) }
      return responses
    }
  }

  struct Response: Sendable {
    let status: Int
    let headers: [String: String]
    let body: String
    /// What Content-Length promises.
    let promisedLength: Int

    init?(takingFrom bytes: inout [UInt8]) {
      guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
      let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
      status = lines.first.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
      headers = Dictionary(
        lines.dropFirst().map { line in
          let parts = line.split(separator: ":", maxSplits: 1)
          return (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces))
        }, uniquingKeysWith: { $1 })
      promisedLength = headers["content-length"].flatMap(Int.init) ?? 0
      let content = bytes[end.upperBound...].prefix(promisedLength)
      body = String(decoding: content, as: UTF8.self)
      bytes = Array(bytes[content.endIndex...])
    }

    var json: JSONValue { (try? JSONParser.parse(body)) ?? .null }
    /// AWS's error code; nil for a success.
    var errorCode: String? { json["__type"]?.string }
  }

  func call(_ operation: String, _ input: JSONValue = [:]) async throws -> Response {
    let responses = try await transcript(of: [request(operation, input)]).responses
    guard let response = responses.first else { throw MissingResponse(operation: operation) }
    return response
  }

  struct MissingResponse: Error {
    let operation: String
  }

  /// All items of a listing, and how many items each page had.
  func pages(
    _ operation: String, _ member: String, _ input: [String: JSONValue] = [:]
  ) async throws -> (items: [JSONValue], sizes: [Int]) {
    var items: [JSONValue] = []
    var sizes: [Int] = []
    var token: JSONValue?
    repeat {
      var members = input.map { JSONValue.Member($0.key, $0.value) }
      if let token { members.append(.init("NextToken", token)) }
      let answer = try await call(operation, .object(members)).json
      let page = answer[member]?.array ?? []
      items += page
      sizes.append(page.count)
      token = answer["NextToken"]
    } while token != nil && sizes.count < 1000
    return (items, sizes)
  }

  func effectivePolicy(of account: String) async throws -> String? {
    try await call(
      "DescribeEffectivePolicy", ["PolicyType": "AISERVICES_OPT_OUT_POLICY", "TargetId": .string(account)]
    ).json["EffectivePolicy"]?["PolicyContent"]?.string
  }

  func lookup(_ input: JSONValue = [:]) async throws -> Response {
    let head =
      headers(service: "cloudtrail") + [
        "Content-Type: application/x-amz-json-1.1",
        "X-Amz-Target: com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents",
      ]
    let responses = try await transcript(of: [message(head, input.text)]).responses
    guard let response = responses.first else { throw MissingResponse(operation: "LookupEvents") }
    return response
  }

  func callerIdentity() async throws -> Response? {
    let body = "Action=GetCallerIdentity&Version=2011-06-15"
    let head = headers(service: "sts") + ["Content-Type: application/x-www-form-urlencoded; charset=utf-8"]
    return try await transcript(of: [message(head, body)]).responses.first
  }

  func request(_ operation: String, _ input: JSONValue = [:], closes: Bool = true) -> String {
    let head =
      headers(service: "organizations") + [
        "Content-Type: application/x-amz-json-1.1", "X-Amz-Target: AWSOrganizationsV20161128.\(operation)",
      ]
    return message(head, input.text, closes: closes)
  }

  private func headers(service: String) -> [String] {
    let scope = "\(accessKeyID)/20260101/\(region)/\(service)/aws4_request"
    let signature = String(repeating: "0123456789abcdef", count: 4)
    let authorization =
      "Authorization: AWS4-HMAC-SHA256 Credential=\(scope), SignedHeaders=host;x-amz-date, "
      + "Signature=\(signature)"
    return isSigned ? ["X-Amz-Date: \(date)", authorization] : ["X-Amz-Date: \(date)"]
  }

  private func message(_ headers: [String], _ body: String, closes: Bool = true) -> String {
    var lines = ["POST / HTTP/1.1", "Host: 127.0.0.1"] + headers
    lines.append("Content-Length: \(body.utf8.count)")
    if closes { lines.append("Connection: close") }
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
  }

  /// Sends the requests on one connection, all at once, and reads until the other side ends it.
  func transcript(of requests: [String]) async throws -> Transcript {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let promise = loop.makePromise(of: Transcript.self)
    let port = simulator.endpointURL.split(separator: ":").last.flatMap { Int($0) } ?? 0
    let channel = try await ClientBootstrap(group: loop)
      .channelInitializer { $0.pipeline.addHandler(TranscriptHandler(promise)) }
      .connect(host: "127.0.0.1", port: port).get()
    channel.writeAndFlush(ByteBuffer(string: requests.joined()), promise: nil)
    return try await promise.futureResult.get()
  }
}

private final class TranscriptHandler: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer
  private let promise: EventLoopPromise<SimulatorClient.Transcript>
  private let transcript: NIOLoopBoundBox<SimulatorClient.Transcript>

  init(_ promise: EventLoopPromise<SimulatorClient.Transcript>) {
    self.promise = promise
    transcript = .makeBoxSendingValue(.init(), eventLoop: promise.futureResult.eventLoop)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    transcript.value.bytes += unwrapInboundIn(data).readableBytesView
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    transcript.value.endedWithError = true
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    promise.succeed(transcript.value)
  }
}

/// Runs the body against a simulator that is stopped afterwards, come what may.
func withSimulator<Result>(
  _ organization: SimulatedOrganization, _ behaviour: SimulatorBehaviour = .init(),
  _ body: (SimulatorClient) async throws -> Result
) async throws -> Result {
  let simulator = try await OrganizationSimulator.start(organization, behaviour: behaviour)
  do {
    let result = try await body(SimulatorClient(simulator: simulator))
    await simulator.stop()
    return result
  } catch {
    await simulator.stop()
    throw error
  }
}
