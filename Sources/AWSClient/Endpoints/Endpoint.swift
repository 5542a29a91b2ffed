package import Foundation

/// Where one service is asked, and what its requests are signed for.
package struct Endpoint: Hashable, Sendable {
  package var url: URL
  package var signingRegion: String
  package var signingName: String
  /// True when a person or the environment chose the URL instead of AWS's own endpoint rules.
  package var isOverridden: Bool

  /// Whether somebody chose a server that is not AWS's: a simulator, a recorder. AWS's own hosts, those of a VPC endpoint
  /// among them, keep AWS's quotas whoever named them.
  var isOfAnotherServer: Bool {
    guard isOverridden else { return false }
    let host = (url.host() ?? "").lowercased()
    return ![".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".amazonaws.eu"].contains {
      host.hasSuffix($0)
    }
  }
}
