package import Foundation

/// Where the files of an offline export are: a folder on disk, or files in memory.
package protocol ExportSource: Sendable {
  /// The bytes of the file at `path`, relative to the export; nil when there is no such file.
  func contents(of path: String) throws(ExportSourceError) -> Data?
}

/// Why a file that is there could not be read.
package enum ExportSourceError: Error, Hashable, Sendable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  case tooLarge(path: String, bytes: Int, limit: Int)

  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .tooLarge(let path, let bytes, let limit):
      "\(path) is \(bytes) bytes long, which is more than the \(limit) that an answer may have"
    }
  }
}

/// Files in memory, by path.
package struct ExportInMemory: ExportSource {
  private let files: [String: String]

  package init(files: [String: String]) {
    self.files = files
  }

  package func contents(of path: String) -> Data? { files[path].map { Data($0.utf8) } }
}
