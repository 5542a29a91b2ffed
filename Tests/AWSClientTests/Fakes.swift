import AWSClient
import Foundation
import Parallelism

/// Answers requests by a closure and remembers them.
final class ScriptedTransport: HTTPTransport {
  typealias Script = @Sendable (_ operation: String, _ request: HTTPRequest) throws(HTTPError) -> HTTPResponse

  private let script: Script
  private let log = Locked<[HTTPRequest]>([])

  init(_ script: @escaping Script) {
    self.script = script
  }

  var requests: [HTTPRequest] { log.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    log.withLock { $0.append(request) }
    let target = request.headers.first { $0.name == "X-Amz-Target" }?.value ?? ""
    return try script(String(target.split(separator: ".").last ?? ""), request)
  }
}

/// A clock that only sleeping moves, and chance from a fixed seed.
final class VirtualTime: Sendable {
  private struct State {
    var now: Duration = .zero
    var naps: [Duration] = []
    var seed: UInt64
  }

  private let state: Locked<State>

  init(seed: UInt64 = 42) {
    state = Locked(State(seed: seed))
  }

  var now: Duration { state.withLock { $0.now } }
  /// Every sleep that was asked for, in order.
  var naps: [Duration] { state.withLock { $0.naps } }

  func advance(_ duration: Duration) { state.withLock { $0.now += duration } }

  func random() -> Double {
    state.withLock { state in
      // SplitMix64 (https://prng.di.unimi.it/splitmix64.c).
      state.seed &+= 0x9E37_79B9_7F4A_7C15
      var value = state.seed
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return Double((value ^ (value >> 31)) >> 11) * 0x1p-53
    }
  }

  /// - Parameter random: nil for the seeded chance.
  func timing(random: Double? = nil, wallClock: Date = Date(timeIntervalSince1970: 1_704_164_645)) -> Timing {
    Timing(
      now: { self.now }, wallClock: { wallClock },
      sleep: { duration in
        try Task.checkCancellation()
        self.state.withLock { state in
          state.now += duration
          state.naps.append(duration)
        }
      },
      random: { random ?? self.random() })
  }
}

extension HTTPResponse {
  static func json(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> HTTPResponse {
    HTTPResponse(status: status, headers: headers, body: Data(text.utf8))
  }

  static func error(_ code: String, _ message: String = "no", status: Int = 400) -> HTTPResponse {
    .json("{\"__type\":\"\(code)\",\"Message\":\"\(message)\"}", status: status)
  }

  static let throttled = error("TooManyRequestsException", "You have sent too many requests")
}

extension Credential {
  static let example = Credential(
    accessKeyID: "AKIAEXAMPLE1234", secretAccessKey: "verySecretKeyMaterial",
    sessionToken: "sessionTokenText",
    source: "test")
}

extension AWSCall {
  static func organizations(_ operation: String, target: String? = nil) -> AWSCall {
    AWSCall(
      service: .organizations, operation: operation, target: target,
      wireProtocol: .json11(targetPrefix: "AWSOrganizationsV20161128"), body: Data("{}".utf8))
  }
}

extension AWSClient {
  /// A client with `adaptive` pace at an overridden endpoint, unless told otherwise.
  static func testing(
    _ transport: any HTTPTransport, time: VirtualTime = VirtualTime(), timing: Timing? = nil,
    overridden: Bool = true, change: (inout AWSClient.Options) -> Void = { _ in }
  ) throws -> AWSClient {
    var options = AWSClient.Options()
    change(&options)
    let url = overridden ? "http://127.0.0.1:1/" : nil
    return try AWSClient(
      transport: transport, credential: Credential.example,
      resolver: EndpointResolver(region: "us-east-1", endpointURL: url), options: options,
      timing: timing ?? time.timing())
  }
}

/// A server's token buckets, at the documented rates, and 2 per second for what is not documented.
final class RateKeeper: Sendable {
  private struct Bucket {
    var tokens: Double
    var updated: Duration
  }

  private let time: VirtualTime
  private let buckets = Locked<[String: Bucket]>([:])
  private let refusals = Locked(0)

  init(time: VirtualTime) {
    self.time = time
  }

  var refused: Int { refusals.withLock { $0 } }

  func admits(_ operation: String) -> Bool {
    let limit = DocumentedRate.of(operation)
    let (rate, burst) = (limit?.perSecond ?? 2, limit?.burst ?? 2)
    let now = time.now
    let granted = buckets.withLock { buckets in
      var bucket = buckets[operation] ?? Bucket(tokens: burst, updated: now)
      bucket.tokens = min(burst, bucket.tokens + (now - bucket.updated).seconds * rate)
      bucket.updated = now
      defer { buckets[operation] = bucket }
      guard bucket.tokens >= 1 else { return false }
      bucket.tokens -= 1
      return true
    }
    if !granted { refusals.withLock { $0 += 1 } }
    return granted
  }
}

/// Answers in order; the last one stays.
final class Answers: Sendable {
  private let rest: Locked<[HTTPResponse]>

  init(_ answers: [HTTPResponse]) {
    rest = Locked(answers)
  }

  func next() -> HTTPResponse {
    rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
  }
}
