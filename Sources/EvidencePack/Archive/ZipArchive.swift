import CArchive
package import OrganizationModel

/// Zip archives through libarchive: the same files and the same time give the same bytes.
///
/// Entries are sorted by path, are regular files with mode 0644, and carry one time. Zip itself keeps local time, so
/// the caller runs with TZ=UTC for archives to be the same everywhere.
package enum ZipArchive {
  /// No file of an archive, and not all of them together, may be larger than this.
  package static let maximumBytes = 2_000_000_000

  /// The archive of `files` as bytes.
  package static func archive(_ files: [PackFile], folder: String, time: Timestamp) throws(PackError)
    -> [UInt8]
  {
    let output = Output()
    guard let archive = archive_write_new() else { throw .archiveNotWritten(detail: "memory is short") }
    defer { archive_write_free(archive) }
    archive_write_set_format_zip(archive)
    // Deflate at a fixed level, and no field that tells when or by whom the archive was made.
    archive_write_set_options(archive, "zip:compression=deflate,zip:compression-level=6,zip:hdrcharset=UTF-8")
    archive_write_set_bytes_per_block(archive, 0)
    guard
      archive_write_open(
        archive, Unmanaged.passUnretained(output).toOpaque(), nil,
        { _, context, bytes, count in
          guard let context, let bytes else { return -1 }
          Unmanaged<Output>.fromOpaque(context).takeUnretainedValue().bytes.append(
            contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
          return count
        }, nil) == ARCHIVE_OK
    else { throw failure(of: archive) }
    for file in files.sorted(by: { $0.path < $1.path }) {
      try write(file, as: "\(folder)/\(file.path)", time: time, to: archive)
    }
    guard archive_write_close(archive) == ARCHIVE_OK else { throw failure(of: archive) }
    return output.bytes
  }

  private static func write(
    _ file: PackFile, as path: String, time: Timestamp, to archive: OpaquePointer
  ) throws(PackError) {
    guard let entry = archive_entry_new() else { throw .archiveNotWritten(detail: "memory is short") }
    defer { archive_entry_free(entry) }
    archive_entry_set_pathname(entry, path)
    archive_entry_set_filetype(entry, carchive_regular_file)
    archive_entry_set_perm(entry, 0o644)
    archive_entry_set_size(entry, Int64(file.bytes.count))
    archive_entry_set_mtime(entry, Int(time.milliseconds / 1000), 0)
    guard archive_write_header(archive, entry) == ARCHIVE_OK else { throw failure(of: archive) }
    let written = file.bytes.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
    guard written == file.bytes.count else { throw failure(of: archive) }
  }

  /// What an archive holds.
  package struct Contents: Hashable, Sendable {
    /// The one folder that all files lie in.
    package var folder: String
    /// By path, without that folder.
    package var files: [String: [UInt8]]
    /// What of the archive itself is not as it should be, each a sentence without a period; see `ZipLayout`.
    package var problems: [String]
  }

  /// The files of an archive whose entries all lie in one folder.
  ///
  /// Read by the archive's list of files at its end and by nothing else, so that an archive that was cut off is none.
  ///
  /// - Parameter limit: what all files together may unpack to.
  package static func contents(
    of bytes: [UInt8], limit: Int = maximumBytes
  ) throws(PackError) -> Contents {
    let layout = try ZipLayout(bytes)
    guard let archive = archive_read_new() else { throw .notAnArchive(detail: "memory is short") }
    defer { archive_read_free(archive) }
    // Not the other reader, which goes from header to header and takes what it finds until there are no more.
    archive_read_support_format_zip_seekable(archive)
    var copy = bytes
    // The bytes must stay where they are while the archive is read.
    let result: Result<Contents, PackError> = copy.withUnsafeMutableBytes { buffer in
      guard archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK else {
        return .failure(.notAnArchive(detail: message(of: archive)))
      }
      do throws(PackError) {
        return .success(try readEntries(of: archive, layout, limit: limit))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private static func readEntries(
    of archive: OpaquePointer, _ layout: ZipLayout, limit: Int
  ) throws(PackError) -> Contents {
    var files: [String: [UInt8]] = [:]
    var names: Set<String> = []
    var folder: Substring?
    var total = 0
    var entry: OpaquePointer?
    while true {
      let code = archive_read_next_header(archive, &entry)
      if code == ARCHIVE_EOF { break }
      guard code == ARCHIVE_OK || code == ARCHIVE_WARN, let entry else {
        throw .notAnArchive(detail: message(of: archive))
      }
      guard let name = archive_entry_pathname_utf8(entry).map({ String(cString: $0) }) else {
        throw .notAnArchive(detail: "an entry has no name")
      }
      names.insert(name)
      let isFolder = name.hasSuffix("/")
      guard PackFile.isSafe(path: isFolder ? String(name.dropLast()) : name),
        isFolder || archive_entry_filetype(entry) == carchive_regular_file
      else { throw .unsafePath(String(name.prefix(200))) }
      guard let slash = name.firstIndex(of: "/"), folder == nil || folder == name[..<slash] else {
        throw .notAnArchive(detail: "its files do not lie in one folder")
      }
      folder = name[..<slash]
      if isFolder { continue }
      let path = String(name[name.index(after: slash)...])
      let bytes = try readData(of: archive, name: path, allowing: limit - total)
      total += bytes.count
      guard files.updateValue(bytes, forKey: path) == nil else { throw .listedTwice(path) }
    }
    guard let folder, !files.isEmpty else { throw .notAnArchive(detail: "it is empty") }
    var problems = layout.problems
    // libarchive leaves out what it cannot make sense of.
    if names != Set(layout.names) { problems.append("the archive's list names files that are not in it") }
    return Contents(folder: String(folder), files: files, problems: problems)
  }

  private static func readData(
    of archive: OpaquePointer, name: String, allowing limit: Int
  ) throws(PackError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = chunk.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw .notAnArchive(detail: message(of: archive)) }
      if count == 0 { return bytes }
      guard bytes.count + count <= limit else {
        throw .tooLarge(what: "the archive's \"\(name)\"", limit: limit)
      }
      bytes += chunk[..<count]
    }
  }

  /// Where libarchive's callback puts what it is given.
  private final class Output {
    var bytes: [UInt8] = []
  }

  private static func failure(of archive: OpaquePointer) -> PackError {
    .archiveNotWritten(detail: message(of: archive))
  }

  private static func message(of archive: OpaquePointer) -> String {
    archive_error_string(archive).map { String(cString: $0) } ?? "no reason was given"
  }
}
