import Foundation

/// Makes the HTTP request of a call.
enum AWSRequestBuilder {
  /// - Parameter credential: nil for a request that is not signed.
  static func request(for call: AWSCall, at endpoint: Endpoint, credential: Credential?) -> HTTPRequest {
    var headers: [HTTPRequest.Header]
    let body: Data
    switch call.wireProtocol {
    case .json11(let targetPrefix):
      headers = [
        .init("Content-Type", "application/x-amz-json-1.1"),
        .init("X-Amz-Target", "\(targetPrefix).\(call.operation)"),
      ]
      body = call.body
    case .query(let version):
      headers = [.init("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]
      let fields = call.body.isEmpty ? Data() : Data("&".utf8) + call.body
      body = Data("Action=\(call.operation)&Version=\(version)".utf8) + fields
    }
    if let token = credential?.sessionToken {
      headers.append(.init("X-Amz-Security-Token", token))
    }
    return HTTPRequest(
      method: .post, url: endpoint.url, headers: headers, body: body,
      signing: credential.map {
        SigningParameters(
          region: endpoint.signingRegion, service: endpoint.signingName, credential: $0)
      })
  }
}
