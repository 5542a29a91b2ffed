import EvidencePack
import Foundation

/// The folder that a pack is written to, or read from.
struct PackFolder {
  let path: String

  /// A folder that is missing or empty, so that nothing old lies between the files of a pack.
  init(empty path: String) throws {
    self.path = path
    _ = try OutputFolder(path: path)
    let present = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard present.isEmpty else {
      throw CommandFailure("the folder \(path) is not empty; name a new one with --output")
    }
  }

  func write(_ files: [PackFile]) throws {
    for file in files { try Self.write(file.bytes, to: "\(path)/\(file.path)") }
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent.isEmpty
          ? "." : (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw CommandFailure("cannot write \(path): \(String(cString: strerror(errno)))")
    }
  }

  /// A pack as it lies there.
  struct Contents {
    /// By path, what attests the checksums included.
    var files: [String: [UInt8]]
    /// Nil for a folder.
    var archive: Archive?

    struct Archive {
      var bytes: [UInt8]
      /// The folder inside.
      var folder: String
      /// What does not fit in the archive itself, each a sentence without a period.
      var problems: [String]
    }
  }

  /// The files of a pack's folder or archive.
  static func contents(of path: String) throws -> Contents {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandFailure("there is no \(path); name a pack's folder or its zip file")
    }
    if isFolder.boolValue { return Contents(files: try filesInFolder(path)) }
    let bytes: [UInt8]
    do { bytes = try BoundedFile.bytes(at: path, limit: ZipArchive.maximumBytes) } catch {
      throw CommandFailure("cannot read \(path): \(error)")
    }
    let read: ZipArchive.Contents
    do throws(PackError) { read = try ZipArchive.contents(of: bytes) } catch {
      throw CommandFailure("\(path): \(error)")
    }
    var files = read.files
    // They lie beside the archive.
    for name in Pack.besides + [Pack.besidesSumsPath] {
      if let bytes = try? BoundedFile.bytes(at: "\(path).\(name)", limit: 10_000_000) { files[name] = bytes }
    }
    return Contents(
      files: files, archive: .init(bytes: bytes, folder: read.folder, problems: read.problems))
  }

  private static func filesInFolder(_ path: String) throws -> [String: [UInt8]] {
    guard let enumerator = FileManager.default.enumerator(atPath: path) else {
      throw CommandFailure("cannot read the folder \(path)")
    }
    var files: [String: [UInt8]] = [:]
    var total = 0
    for case let name as String in enumerator {
      let type = enumerator.fileAttributes?[.type] as? FileAttributeType
      if type == .typeDirectory { continue }
      guard type == .typeRegular else {
        throw CommandFailure("\(path)/\(name) is no regular file, so this is no pack")
      }
      do {
        let bytes = try BoundedFile.bytes(at: "\(path)/\(name)", limit: ZipArchive.maximumBytes - total)
        total += bytes.count
        files[name] = bytes
      } catch {
        throw CommandFailure("cannot read \(path)/\(name): \(error)")
      }
    }
    return files
  }
}
