import Foundation
import InputFiles

/// Reads the bytes of a file to lint, and no more than a policy or a template can need.
package enum InputFile {
  package static let maxBytes = 10_000_000

  /// The bytes of the file at `path`; standard input when that is `-`.
  package static func bytes(at path: String) throws(PolicyFileError) -> [UInt8] {
    do {
      return path == "-"
        ? try BoundedInput.bytes(from: STDIN_FILENO, limit: maxBytes)
        : try BoundedInput.bytes(at: path, limit: maxBytes)
    } catch {
      switch error {
      case .missing: throw .missing
      case .folder: throw .directory
      case .notRegular: throw .notRegular
      case .tooLarge(let limit): throw .tooLarge(limit: limit)
      case .unreadable(let reason): throw .unreadable(reason: reason)
      }
    }
  }
}
