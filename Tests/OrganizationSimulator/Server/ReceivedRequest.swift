import Foundation
import NIOHTTP1

/// A request as far as the simulator understands it.
struct ReceivedRequest: Sendable {
  enum Service: Sendable {
    /// AWS JSON 1.1: POST / with X-Amz-Target.
    case organizations
    /// AWS JSON 1.1 too.
    case cloudTrail
    /// The query protocol: POST / with a form.
    case sts
    /// AWS JSON 1.1, as Organizations.
    case costExplorer
    case unknown
  }

  let service: Service
  /// `ListAccounts`, `GetCallerIdentity`, ...; the path when the service is unknown.
  let operation: String
  /// The members of the request; an empty object for an empty body, nil when the body is no JSON object.
  let input: JSONValue?
  /// The id that the request is about.
  let target: String?
  let signature: RequestSignature
  /// X-Amz-Date as it was sent.
  let date: String?

  init(_ head: HTTPRequestHead, body: [UInt8]) {
    signature = RequestSignature(head.headers.first(name: "authorization"))
    date = head.headers.first(name: "x-amz-date")
    let isPost = head.method == .POST && (head.uri == "/" || head.uri.hasPrefix("/?"))
    if isPost, let target = head.headers.first(name: "x-amz-target"), let dot = target.lastIndex(of: ".") {
      service = Self.services[target[..<dot]] ?? .unknown
      operation = String(target[target.index(after: dot)...])
      let parsed = body.isEmpty ? JSONValue.object([]) : try? JSONParser.parse(body)
      input = parsed?.members == nil ? nil : parsed
      self.target =
        Self.targetMembers.lazy.compactMap { parsed?[$0]?.string }.first
        ?? parsed?["LookupAttributes"]?.array?.first?["AttributeValue"]?.string
    } else if isPost, let action = Self.formValue("Action", in: body) {
      service = .sts
      operation = action
      input = .object([])
      target = nil
    } else {
      service = .unknown
      operation = head.uri
      input = nil
      target = nil
    }
  }

  /// CloudTrail accepts its operations also without the name of the package in front.
  private static let services: [Substring: Service] = [
    "AWSOrganizationsV20161128": .organizations, "AWSInsightsIndexService": .costExplorer,
    "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101": .cloudTrail,
    "CloudTrail_20131101": .cloudTrail,
  ]

  private static let targetMembers = [
    "TargetId", "ParentId", "PolicyId", "AccountId", "ChildId", "OrganizationalUnitId",
  ]

  private static func formValue(_ name: String, in body: [UInt8]) -> String? {
    String(decoding: body, as: UTF8.self).split(separator: "&").first { $0.hasPrefix(name + "=") }
      .map { String($0.dropFirst(name.utf8.count + 1)) }
  }
}

/// The Authorization header of Signature Version 4, read but not verified.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
enum RequestSignature: Sendable {
  case missing
  case malformed
  case signed(accessKeyID: String, region: String, service: String)

  /// Works on UTF-8, because every request passes here.
  init(_ header: String?) {
    guard let header else {
      self = .missing
      return
    }
    self = .malformed
    let algorithm = "AWS4-HMAC-SHA256"
    guard header.hasPrefix(algorithm) else { return }
    var (credential, signedHeaders, signature): (Substring?, Substring?, Substring?)
    let parts = header.utf8.dropFirst(algorithm.utf8.count)
      .split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") }
    for part in parts {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { return }
      let value = Substring(part[part.index(after: equals)...])
      switch Substring(part[..<equals]) {
      case "Credential": credential = value
      case "SignedHeaders": signedHeaders = value
      case "Signature": signature = value
      default: return
      }
    }
    guard
      let scope = credential?.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false),
      scope.count == 5, Substring(scope[4]) == "aws4_request", scope[1].count == 8,
      let names = signedHeaders?.utf8.split(separator: UInt8(ascii: ";")),
      names.contains(where: { $0.elementsEqual("host".utf8) }),
      let signature, signature.utf8.count == 64, signature.utf8.allSatisfy(Self.isHexadecimal)
    else { return }
    self = .signed(
      accessKeyID: String(Substring(scope[0])), region: String(Substring(scope[2])),
      service: String(Substring(scope[3])))
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }

  var accessKeyID: String? {
    guard case .signed(let key, _, _) = self else { return nil }
    return key
  }
}
