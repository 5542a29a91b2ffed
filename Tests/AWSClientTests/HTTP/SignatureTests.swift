import Foundation
import TestSupport
import Testing

@testable import AWSClient

/// Compares the signatures that libcurl sends with botocore's for the same request and date.
@Suite struct SignatureTests {
  /// A request as the client makes it, and a name for the table.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var service: AWSService
    var body = ""
    var sessionToken: String?
    var region = "us-east-1"

    var testDescription: String { name }

    var credential: Credential {
      Credential(
        accessKeyID: "AKIDEXAMPLEKEY", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        sessionToken: sessionToken, source: "test")
    }

    var call: AWSCall {
      switch service {
      case .sts:
        AWSCall(
          service: service, operation: "GetCallerIdentity", wireProtocol: .query(version: "2011-06-15"),
          body: Data(body.utf8))
      case .organizations, .cloudTrail, .costExplorer, .cloudWatch, .sso, .ssoOIDC:
        AWSCall(
          service: service, operation: "ListRoots",
          wireProtocol: .json11(targetPrefix: "AWSOrganizationsV20161128"), body: Data(body.utf8))
      }
    }
  }

  static let token = "FwoGZXIvYXdzEBYaD//+==" + String(repeating: "tOk3n/", count: 150)

  static let cases = [
    Case(name: "organizations", service: .organizations, body: "{\"MaxResults\":20}"),
    Case(
      name: "organizations with a session token", service: .organizations, body: "{}", sessionToken: token),
    Case(
      name: "organizations in another partition", service: .organizations, body: "{}", region: "cn-north-1"),
    Case(name: "organizations with text beyond ASCII", service: .organizations, body: "{\"A\":\"é日\"}"),
    Case(name: "sts", service: .sts),
    Case(name: "sts with a session token", service: .sts, sessionToken: token),
  ]

  @Test(
    .enabled(if: Botocore.python != nil, "\(Botocore.isMissing)"),
    arguments: cases)
  func `the signature on the wire is botocore's`(_ row: Case) async throws {
    let received = try await send(row)
    let expected = try Botocore.authorization(of: received, row)
    #expect(received.headers["authorization"] == expected)
  }

  /// The header that botocore computes for the first of `cases`, for
  /// `http://127.0.0.1:8123/` at 20240102T030405Z; it keeps the script honest where botocore changes.
  @Test(.enabled(if: Botocore.python != nil, "\(Botocore.isMissing)"))
  func `botocore's own signature is the one written down`() throws {
    let request = LocalServer.Request(
      connection: 1,
      head: """
        POST / HTTP/1.1\r
        Host: 127.0.0.1:8123\r
        X-Amz-Date: 20240102T030405Z\r
        Content-Type: application/x-amz-json-1.1\r
        X-Amz-Target: AWSOrganizationsV20161128.ListRoots
        """,
      body: Data("{\"MaxResults\":20}".utf8))
    #expect(try Botocore.authorization(of: request, Self.cases[0]) == Self.writtenDown)
  }

  static let writtenDown =
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLEKEY/20240102/us-east-1/organizations/aws4_request, "
    + "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
    + "Signature=e2ccde60707ba7a983dd4e0e4afb1af0de8e87d4223db535ae24ea36df291df7"

  @Test(arguments: cases)
  func `every header that AWS looks at is signed`(_ row: Case) async throws {
    let headers = try await send(row).headers
    let authorization = try #require(headers["authorization"])
    var names = ["content-type", "host", "x-amz-date"]
    if row.sessionToken != nil { names.append("x-amz-security-token") }
    if row.service == .organizations { names.append("x-amz-target") }
    #expect(authorization.contains("SignedHeaders=\(names.joined(separator: ";")),"))
    let region = row.region == "us-east-1" ? "us-east-1" : "cn-northwest-1"
    #expect(authorization.contains("/\(region)/\(row.service.signingName)/aws4_request"))
    #expect(headers["x-amz-security-token"] == row.sessionToken)
    #expect(!headers.values.contains { $0.contains(row.credential.secretAccessKey) })
  }

  private func send(_ row: Case) async throws -> LocalServer.Request {
    let server = try LocalServer { _ in .answer("{}") }
    defer { server.stop() }
    let resolver = EndpointResolver(region: row.region, endpointURL: server.url.absoluteString)
    let request = AWSRequestBuilder.request(
      for: row.call, at: try resolver.endpoint(for: row.service), credential: row.credential)
    _ = try await CurlTransport(options: .init(version: "0")).send(request)
    for await event in server.events {
      if case .request(let received) = event { return received }
    }
    throw CancellationError()
  }
}

extension Botocore {
  /// The Authorization header for a request that was received, at the date it bears.
  static func authorization(of request: LocalServer.Request, _ row: SignatureTests.Case) throws -> String {
    let headers = request.headers
    var signed: [String: String] = [:]
    for name in ["content-type", "x-amz-target"] { signed[name] = headers[name] }
    let output = try output(
      of: "botocore_signature.py",
      input: [
        "url": "http://\(headers["host"] ?? "")/", "headers": signed,
        "body": request.body.base64EncodedString(), "date": headers["x-amz-date"] ?? "",
        "region": row.region == "us-east-1" ? "us-east-1" : "cn-northwest-1",
        "service": row.service.signingName, "accessKeyID": row.credential.accessKeyID,
        "secretAccessKey": row.credential.secretAccessKey,
        "sessionToken": row.sessionToken as Any? ?? NSNull(),
      ] as [String: Any])
    return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
