package import Foundation

/// Keys that sign requests.
///
/// Its descriptions show the last four characters of the access key and where the keys come from; the
/// secret and the session token never appear.
package struct Credential: Hashable, Sendable {
  package var accessKeyID: String
  package var secretAccessKey: String
  package var sessionToken: String?
  /// When the keys end; nil for keys that last, and for keys that do not say.
  package var expiration: Date?
  /// Where the keys come from, for people: `environment variable AWS_ACCESS_KEY_ID`.
  package var source: String

  package init(
    accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: Date? = nil,
    source: String
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiration = expiration
    self.source = source
  }

  /// What people may see of the access key.
  package var lastFour: String { String(accessKeyID.suffix(4)) }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "access key ending in \(lastFour) from \(source)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
