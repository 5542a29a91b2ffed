/// Why an endpoint cannot be used.
package enum EndpointError: Error, Hashable, Sendable {
  /// `source` is the flag or the environment variable; `url` is shown without user name and password.
  case malformedURL(source: String, url: String, problem: String)
  case plainHTTP(source: String, host: String)
  case malformedRegion(String)
  /// `setting` is `FIPS` or `dual-stack`, which only AWS's own endpoints have.
  case variantOfURL(source: String, setting: String)
}

extension EndpointError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformedURL(let source, let url, let problem):
      "\(source) \"\(url)\" \(problem); expected a URL such as https://host:port"
    case .plainHTTP(let source, let host):
      "\(source) uses http for \"\(host)\", which would send signed requests unprotected; use https, "
        + "or http to this machine (127.0.0.1, ::1, localhost)"
    case .malformedRegion(let region):
      "\"\(region)\" is not a Region name; expected one such as us-east-1"
    case .variantOfURL(let source, let setting):
      "\(source) names an endpoint and the settings ask for AWS's \(setting) endpoints; unset one of them"
    }
  }
}
