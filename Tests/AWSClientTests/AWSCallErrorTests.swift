import AWSClient
import Foundation
import Testing

@Suite struct AWSCallErrorTests {
  /// An answer and what becomes of it.
  struct Row: Sendable, CustomTestStringConvertible {
    var response: HTTPResponse
    var kind: AWSCallError.Kind
    var code: String

    init(_ response: HTTPResponse, _ kind: AWSCallError.Kind, _ code: String) {
      self.response = response
      self.kind = kind
      self.code = code
    }

    var testDescription: String { "\(response.status) \(code)" }
  }

  private func failure(
    _ response: HTTPResponse, call: AWSCall = .organizations("ListRoots", target: "o-1")
  ) async throws -> AWSCallError {
    let client = try AWSClient.testing(ScriptedTransport { _, _ in response })
    return try #require(await #expect(throws: AWSCallError.self) { try await client.call(call) })
  }

  static let rows: [Row] = [
    Row(.error("AccessDeniedException"), .accessDenied, "AccessDeniedException"),
    Row(.error("com.amazonaws.x#AccessDeniedException"), .accessDenied, "AccessDeniedException"),
    Row(.error("AWSOrganizationsNotInUseException"), .notInOrganization, "AWSOrganizationsNotInUseException"),
    Row(
      .error("TooManyRequestsException", "because another request is already in progress"), .throttled,
      "TooManyRequestsException"),
    Row(.error("ExpiredTokenException"), .expiredCredential, "ExpiredTokenException"),
    Row(.error("UnrecognizedClientException"), .invalidCredential, "UnrecognizedClientException"),
    Row(.error("InvalidSignatureException"), .invalidCredential, "InvalidSignatureException"),
    Row(.error("EffectivePolicyNotFoundException"), .notFound, "EffectivePolicyNotFoundException"),
    Row(.error("UnsupportedAPIEndpointException"), .unsupported, "UnsupportedAPIEndpointException"),
    Row(.error("InvalidInputException"), .invalidInput, "InvalidInputException"),
    Row(.error("ConcurrentModificationException"), .serverError, "ConcurrentModificationException"),
    Row(.error("ServiceException", status: 500), .serverError, "ServiceException"),
    Row(.json("<html>Service Unavailable</html>", status: 503), .serverError, "HTTP503"),
    Row(.json("<html>Internal Server Error</html>", status: 500), .unsupported, "HTTP500"),
    Row(.json("", status: 403), .accessDenied, "HTTP403"),
    Row(.json("<h1>not yet implemented</h1>", status: 500), .unsupported, "HTTP500"),
    Row(.json("", status: 501), .unsupported, "HTTP501"),
    Row(.json("", status: 429), .throttled, "HTTP429"),
    Row(
      .json("{}", status: 400, headers: ["x-amzn-errortype": "PolicyNotFoundException:http://a/"]), .notFound,
      "PolicyNotFoundException"),
    Row(
      .json(
        "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>a &amp; b</Message></Error></ErrorResponse>",
        status: 403), .invalidCredential, "InvalidClientTokenId"),
    Row(
      .json("moved", status: 302), .malformedAnswer("HTTP status 302 without an AWS error"), "HTTP302"),
  ]

  @Test(arguments: rows)
  func `an error answer has a kind and its bare code`(row: Row) async throws {
    // A call without a target: plain server errors of all tries say that the endpoint lacks the operation.
    let error = try await failure(row.response, call: .organizations("ListRoots"))
    #expect(error.kind == row.kind)
    #expect(error.code == row.code)
    #expect(error.httpStatus == row.response.status)
    #expect(!error.description.contains("\n"))
  }

  @Test func `the description names the subject, the cause, the request and the remedy`() async throws {
    let response = HTTPResponse.json(
      "{\"__type\":\"AccessDeniedException\",\"Message\":\"You don't have permissions\"}", status: 400,
      headers: ["x-amzn-requestid": "1a2b"])
    let error = try await failure(response)
    #expect(
      error.description == """
        ListRoots of o-1: AccessDeniedException: You don't have permissions (request id 1a2b); \
        grant the IAM action organizations:ListRoots and call it from the management account or a \
        delegated administrator
        """)
  }

  @Test(arguments: [
    ("<html>\u{1B}[31mhi</html>", "expected a JSON object, found \"<html>[31mhi</html>\""),
    ("", "expected JSON, found an empty answer"),
    ("[]", "expected a JSON object, found \"[]\""),
    ("{\"Roots\":[{\"Id\"", "not valid JSON (cut off?), 15 bytes that end with \"{\"Roots\":[{\"Id\"\""),
  ])
  func `a whole answer that is not JSON is malformed after four tries`(body: String, what: String)
    async throws
  {
    let error = try await failure(.json(body))
    #expect(error.kind == .malformedAnswer(what))
    #expect(error.attempts == 4)
  }

  @Test func `an answer of the wrong shape names the place`() async throws {
    struct Roots: Decodable, Sendable {
      struct Root: Decodable { let id: String }
      let roots: [Root]
    }
    let client = try AWSClient.testing(
      ScriptedTransport { _, _ in .json("{\"roots\":[{\"id\":\"r-1\"},{\"id\":7}]}") })
    let error = await #expect(throws: AWSCallError.self) {
      try await client.call(.organizations("ListRoots"), answer: Roots.self)
    }
    #expect(error?.kind == .malformedAnswer("roots[1].id has the wrong type (expected a string)"))
  }

  // The client's clock stands at 2024-01-02T03:04:05Z.
  @Test(arguments: [
    ("Tue, 02 Jan 2024 02:54:05 GMT", 600), ("Tue, 02 Jan 2024 03:14:05 GMT", -600),
  ])
  func `a refused signature with a far-off date is the clock's fault`(date: String, seconds: Int) async throws
  {
    let response = HTTPResponse.json(
      "{\"__type\":\"InvalidSignatureException\",\"message\":\"Signature expired\"}", status: 400,
      headers: ["date": date])
    let error = try await failure(response)
    #expect(error.kind == .clockSkew(seconds: seconds))
    #expect(error.description.contains(seconds > 0 ? "600 s ahead of" : "600 s behind"))
  }

  @Test func `a plain server error of three subjects says that the endpoint lacks the operation`()
    async throws
  {
    let transport = ScriptedTransport { _, _ in .json("<h1>Internal Server Error</h1>", status: 500) }
    let client = try AWSClient.testing(transport)
    var kinds: [AWSCallError.Kind] = []
    for target in ["1", "2", "3"] {
      let call = AWSCall.organizations("DescribeEffectivePolicy", target: target)
      let error = await #expect(throws: AWSCallError.self) { try await client.call(call) }
      kinds.append(try #require(error).kind)
    }
    #expect(kinds == [.serverError, .serverError, .unsupported])
    #expect(transport.requests.count <= 12)
  }

  @Test func `an AWS endpoint with plain server errors is failing, not lacking`() async throws {
    let transport = ScriptedTransport { _, _ in .json("<h1>Internal Server Error</h1>", status: 500) }
    let client = try AWSClient.testing(transport, overridden: false)
    let call = AWSCall.organizations("DescribeResourcePolicy")
    let error = await #expect(throws: AWSCallError.self) { try await client.call(call) }
    #expect(error?.kind == .serverError)
  }

  @Test func `no secret reaches an error, even when the server repeats it`() async throws {
    let secrets = ["verySecretKeyMaterial", "sessionTokenText", "AKIAEXAMPLE1234"]
    let echo = secrets.joined(separator: " ")
    let responses: [HTTPResponse] = [
      .error("SignatureDoesNotMatch", "got \(echo)"), .json("<html>\(echo)"), .json(echo, status: 500),
      .json("{}", status: 400, headers: ["x-amzn-requestid": echo]),
    ]
    for response in responses {
      let error = try await failure(response)
      for secret in secrets {
        #expect(!error.description.contains(secret))
        #expect(!String(reflecting: error).contains(secret))
      }
    }
  }

  @Test func `a credential shows the last four characters of its access key only`() {
    var dumped = ""
    dump(Credential.example, to: &dumped)
    let request = SigningParameters(region: "us-east-1", service: "sts", credential: .example)
    for text in [
      "\(Credential.example)", String(reflecting: Credential.example), dumped, "\(request)",
      String(reflecting: request),
    ] {
      #expect(text.contains("1234"))
      #expect(!text.contains("AKIAEXAMPLE"))
      #expect(!text.contains("verySecret"))
      #expect(!text.contains("sessionTokenText"))
    }
  }
}
