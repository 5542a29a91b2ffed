import Foundation
import Remediation

/// The folder that generated files are written to. Files of other content are not replaced unless the user says so.
struct GeneratedFolder {
  var path: String
  var overwrites: Bool

  /// Writes the files, all or none where one of them is in the way, and gives their paths.
  func write(_ files: [GeneratedFile]) throws -> [String] {
    let folder = try OutputFolder(path: path)
    let differing = files.filter { file in
      let new = Array(file.text.utf8)
      do throws(BoundedFileError) {
        return try BoundedFile.bytes(at: "\(path)/\(file.path)", limit: new.count, isRegular: true) != new
      } catch {
        return error != .missing
      }
    }
    if let first = differing.first, !overwrites {
      let more = differing.count > 1 ? " and \(differing.count - 1) more" : ""
      throw CommandFailure(
        "\(path)/\(first.path)\(more) exists with other content; name another folder, or add --overwrite")
    }
    return try files.map { file in
      let written = try folder.write(file.text, to: file.path)
      if file.isExecutable, chmod(written, 0o755) != 0 {
        throw CommandFailure("cannot make \(written) executable: \(String(cString: strerror(errno)))")
      }
      return written
    }
  }
}
