package import Foundation

/// Where a redirect on the way to a robots.txt may lead.
package enum RedirectRule {
  /// As many as RFC 9309, section 2.3.1.2, asks a crawler to follow at least.
  package static let maxRedirects = 5

  /// The address that `location` means on a page at `base`.
  package static func target(_ location: String?, from base: URL) throws(RedirectRefusal) -> URL {
    guard let location, !location.isEmpty else { throw .nowhere }
    guard let target = URL(string: location, relativeTo: base)?.absoluteURL,
      let parts = URLComponents(url: target, resolvingAgainstBaseURL: true), let host = parts.host,
      !host.isEmpty, let scheme = parts.scheme?.lowercased()
    else { throw .malformed }
    guard scheme == "https" || scheme == "http" else { throw .scheme(scheme) }
    guard parts.user == nil, parts.password == nil else { throw .credentials }
    // Whoever sits in between could otherwise answer for a site that is only reached over TLS.
    guard scheme == "https" || base.scheme?.lowercased() != "https" else { throw .downgrade(host: host) }
    return target
  }

  /// Whether two addresses are of the same host, so that one that was configured may also lie in a private network.
  package static func isSameHost(_ first: URL, _ second: URL) -> Bool {
    first.host()?.lowercased() == second.host()?.lowercased()
  }
}

/// Why a redirect is not followed, a clause.
package enum RedirectRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  case nowhere
  case malformed
  case scheme(String)
  case credentials
  case downgrade(host: String)
  case tooMany

  package var description: String {
    switch self {
    case .nowhere: "it redirects without saying where to"
    case .malformed: "it redirects to what is no address"
    case .scheme(let scheme): "it redirects to \(scheme), and only https and http are read"
    case .credentials: "it redirects to an address with a user name or password"
    case .downgrade(let host): "it redirects from https to plain http at \(host)"
    case .tooMany: "it redirects more than \(RedirectRule.maxRedirects) times"
    }
  }
}
