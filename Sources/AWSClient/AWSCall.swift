package import Foundation

/// One call of one operation, before it is addressed and signed.
package struct AWSCall: Hashable, Sendable {
  /// The wire protocols of the services that are called.
  package enum WireProtocol: Hashable, Sendable {
    /// AWS JSON 1.1: the operation goes into X-Amz-Target behind this prefix.
    case json11(targetPrefix: String)
    /// AWS query: the operation and this API version are form fields, the answer is XML.
    case query(version: String)
  }

  package var service: AWSService
  /// For example `ListRoots`.
  package var operation: String
  /// The subject of the call, for messages: an account id, a policy id. Nil when there is only one.
  package var target: String?
  package var wireProtocol: WireProtocol
  /// The JSON document, or the form fields that follow Action and Version (may be empty).
  package var body: Data

  package init(
    service: AWSService, operation: String, target: String? = nil, wireProtocol: WireProtocol, body: Data
  ) {
    self.service = service
    self.operation = operation
    self.target = target
    self.wireProtocol = wireProtocol
    self.body = body
  }

  /// The IAM action that allows the call, for example `organizations:ListRoots`.
  package var action: String { "\(service.signingName):\(operation)" }
}
