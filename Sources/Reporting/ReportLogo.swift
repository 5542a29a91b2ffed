import Foundation

/// A picture that stands in the report itself, so that no request leaves the page.
package struct ReportLogo: Hashable, Sendable {
  /// `image/png`, `image/jpeg`.
  package var mediaType: String
  package var bytes: [UInt8]

  package static let maximumBytes = 500_000

  /// The picture in `bytes`; nil when they are neither PNG nor JPEG. SVG is not taken: it can hold scripts.
  package init?(_ bytes: [UInt8]) {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      mediaType = "image/png"
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      mediaType = "image/jpeg"
    } else {
      return nil
    }
    self.bytes = bytes
  }

  /// A `data:` address.
  var address: String { "data:\(mediaType);base64,\(Data(bytes).base64EncodedString())" }
}
