/// Why no whole answer came from an HTTP server.
package enum HTTPError: Error, Hashable, Sendable {
  case couldNotResolve(host: String)
  case couldNotConnect(address: String, reason: String)
  /// No whole answer within `seconds`, connecting included.
  case timedOut(seconds: Double)
  case tls(reason: String)
  /// The connection ended before the whole answer was here.
  case cutOff(receivedBytes: Int)
  case tooLarge(limitBytes: Int)
  /// The server's address is not of the public internet, which `AddressRule.publicOnly` asks for.
  case refusedAddress(host: String, address: String)
  case cancelled
  /// libcurl's code and text for anything else.
  case other(code: Int, text: String)
}

extension HTTPError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .couldNotResolve(let host):
      "could not find the address of \"\(host)\"; check the name, DNS and the proxy settings"
    case .couldNotConnect(let address, let reason):
      "could not connect to \(address) (\(reason)); check that it is reachable from here"
    case .timedOut(let seconds):
      "no whole answer within \(seconds.formattedSeconds) s; check the network and the proxy settings"
    case .tls(let reason):
      "no secure connection (\(reason)); check the clock, the proxy, and the CA bundle (AWS_CA_BUNDLE)"
    case .cutOff(let receivedBytes):
      "the connection was closed after \(receivedBytes) bytes of an unfinished answer"
    case .tooLarge(let limitBytes):
      "the answer is larger than \(limitBytes) bytes"
    case .refusedAddress(let host, let address):
      "\"\(host)\" has the address \(address), which is not of the public internet; nothing was sent there"
    case .cancelled:
      "cancelled"
    case .other(let code, let text):
      "\(text) (libcurl code \(code))"
    }
  }
}

extension Double {
  /// Seconds without needless zeros: `30`, `0.5`.
  fileprivate var formattedSeconds: String {
    self == rounded() && magnitude < 1e9 ? String(Int(self)) : String(self)
  }
}
