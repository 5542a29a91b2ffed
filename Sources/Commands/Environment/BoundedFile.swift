import Foundation
import InputFiles

/// Reads a file that the user names, and no more of it than can be meant.
enum BoundedFile {
  /// The bytes of the file at `path`.
  ///
  /// - Parameter isRegular: whether it has to be a file on a disk. Else it may be a pipe that the shell opened, as `<(...)` is.
  static func bytes(
    at path: String, limit: Int, isRegular: Bool = false
  ) throws(BoundedFileError) -> [UInt8] {
    do {
      return try BoundedInput.bytes(at: path, limit: limit, kind: isRegular ? .regular : .anyThatEnds)
    } catch {
      throw BoundedFileError(error)
    }
  }

  /// The UTF-8 text of the file at `path`.
  static func text(
    at path: String, limit: Int, isRegular: Bool = false
  ) throws(BoundedFileError) -> String {
    let bytes = try bytes(at: path, limit: limit, isRegular: isRegular)
    guard let text = String(bytes: bytes, encoding: .utf8) else { throw .notUTF8 }
    return text
  }
}

/// Why a file could not be read.
enum BoundedFileError: Error, Hashable, CustomStringConvertible {
  case missing
  case folder
  case notRegular
  case tooLarge(limit: Int)
  case notUTF8
  case unreadable(reason: String)

  init(_ error: BoundedInputError) {
    switch error {
    case .missing: self = .missing
    case .folder: self = .folder
    case .notRegular: self = .notRegular
    case .tooLarge(let limit): self = .tooLarge(limit: limit)
    case .unreadable(let reason): self = .unreadable(reason: reason)
    }
  }

  var description: String {
    switch self {
    case .missing: "there is no such file"
    case .folder: "it is a folder"
    case .notRegular: "it is a pipe or a device and no file"
    case .tooLarge(let limit) where limit < 1_000_000: "it has more than \(limit) bytes"
    case .tooLarge(let limit): "it has more than \(limit / 1_000_000) MB"
    case .notUTF8: "it is not UTF-8 text"
    case .unreadable(let reason): reason
    }
  }
}
