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

/// A folder on disk.
package struct ExportFolder: ExportSource {
  package static let maxBytes = 256 << 20

  private let folder: URL

  package init(_ folder: URL) {
    self.folder = folder
  }

  package func contents(of path: String) throws(ExportSourceError) -> Data? {
    let file = folder.appendingPathComponent(path).path
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: file)
      guard attributes[.type] as? FileAttributeType != .typeDirectory else {
        throw ExportSourceError.unreadable(path: path, reason: "it is a folder")
      }
      let size = attributes[.size] as? Int ?? 0
      guard size <= Self.maxBytes else {
        throw ExportSourceError.tooLarge(path: path, bytes: size, limit: Self.maxBytes)
      }
      return try Data(contentsOf: URL(fileURLWithPath: file))
    } catch let error as ExportSourceError {
      throw error
    } catch let error as CocoaError where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile {
      return nil
    } catch {
      throw .unreadable(path: path, reason: (error as NSError).localizedDescription)
    }
  }
}
