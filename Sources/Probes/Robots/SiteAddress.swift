package import Foundation

/// Where a site's robots.txt is read: over the web at `/robots.txt` of its host, or from a file that stands for it.
package struct SiteAddress: Hashable, Sendable {
  /// As the user wrote it.
  package var text: String
  package var place: Place

  package enum Place: Hashable, Sendable {
    case web(URL)
    case file(path: String)
  }

  /// Reads `https://example.com`, `http://…`, `example.com`, which means https, or `file:` and a path.
  package init(_ text: String) throws(SiteAddressError) {
    self.text = text
    if text.hasPrefix("file:") {
      let rest = text.dropFirst("file:".count)
      let path = rest.hasPrefix("//") ? rest.dropFirst(2) : rest
      guard !path.isEmpty else { throw .malformed(text) }
      place = .file(path: String(path))
      return
    }
    place = .web(try Self.robotsAddress(text.contains("://") ? text : "https://\(text)", as: text))
  }

  private static func robotsAddress(_ address: String, as text: String) throws(SiteAddressError) -> URL {
    guard var parts = URLComponents(string: address), let host = parts.host, !host.isEmpty,
      let scheme = parts.scheme?.lowercased()
    else { throw .malformed(text) }
    guard scheme == "https" || scheme == "http" else { throw .scheme(text) }
    guard parts.user == nil, parts.password == nil else { throw .credentials }
    guard ["", "/", "/robots.txt"].contains(parts.path), parts.query == nil, parts.fragment == nil,
      parts.port.map({ (1...65535).contains($0) }) ?? true
    else { throw .notAHost(text) }
    parts.path = "/robots.txt"
    guard let url = parts.url else { throw .malformed(text) }
    return url
  }
}

/// Why a text names no site.
package enum SiteAddressError: Error, Hashable, Sendable, CustomStringConvertible {
  case malformed(String)
  case scheme(String)
  /// The text is not repeated, because it holds a secret.
  case credentials
  case notAHost(String)

  package var description: String {
    switch self {
    case .malformed(let text): "\"\(text)\" is no site; write https://example.com"
    case .scheme(let text): "\"\(text)\" is neither https nor http; write https://example.com"
    case .credentials: "a site with a user name or password is not read; write https://example.com"
    case .notAHost(let text):
      "\"\(text)\" is more than a host, and a host has one robots.txt; write https://example.com"
    }
  }
}
