internal import Foundation

/// The process that holds a lock on a store, as `/proc/locks` tells (proc_locks(5)).
///
/// F_GETLK would tell too, but closing the descriptor that it needs would drop every lock that this process holds on
/// the file.
struct LockHolder: CustomStringConvertible {
  let process: Int32
  /// The command's name; nil when the process has ended or may not be seen.
  let command: String?

  /// Nil where the system does not tell, or nobody holds a lock any more.
  init?(path: String) {
    var information = stat()
    guard stat(path, &information) == 0,
      let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8),
      let process = Self.process(in: locks, inode: UInt64(information.st_ino))
    else { return nil }
    self.process = process
    command = (try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8))?
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The process whose lock on `inode` keeps others from writing or reading; a writer before a reader.
  ///
  /// A line is `1: POSIX  ADVISORY  WRITE 1234 08:01:5678 1073741824 1073742335`; one with `->` waits for a lock. The
  /// device is not compared: layered file systems show another one here than in stat(2). SQLite's locks all begin at
  /// or after byte 2^30 (<https://www.sqlite.org/src/file/src/os_unix.c>).
  static func process(in locks: String, inode: UInt64) -> Int32? {
    var reader: Int32?
    for line in locks.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 8, words[1] == "POSIX", let process = Int32(words[4]), process > 0,
        words[5].split(separator: ":").last.flatMap({ UInt64($0) }) == inode,
        let start = UInt64(words[6]), start >= 1 << 30
      else { continue }
      if words[3] == "WRITE" { return process }
      reader = reader ?? process
    }
    return reader
  }

  var description: String {
    let name = command.map { " (\($0))" } ?? ""
    return process == getpid() ? "this process, \(process)\(name)" : "process \(process)\(name)"
  }
}
