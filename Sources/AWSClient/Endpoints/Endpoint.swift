package import Foundation

/// Where one service is asked, and what its requests are signed for.
package struct Endpoint: Hashable, Sendable {
  package var url: URL
  package var signingRegion: String
  package var signingName: String
  /// True when a person or the environment chose the URL instead of AWS's own endpoint rules.
  package var isOverridden: Bool
}
