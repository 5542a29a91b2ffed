internal import Foundation
internal import GRDB

/// The file that holds a store.
struct StoreFile {
  let path: String

  /// Makes an empty file of mode 0600, and its folder of mode 0700, where there are none.
  func createIfMissing() throws(StoreError) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .cannotCreate(path: path, reason: "its folder \"\(folder)\" cannot be made")
    }
    // Made here and not by SQLite, whose file would be readable by everybody until its mode is changed.
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      close(descriptor)
      return
    }
    switch errno {
    case EEXIST: return
    case ENOSPC, EDQUOT: throw .diskFull(path: path)
    case let code: throw .cannotCreate(path: path, reason: String(cString: strerror(code)))
    }
  }

  /// - Throws: `StoreError.alreadyThere` when anything has the path.
  func checkIsFree() throws(StoreError) {
    var information = stat()
    if lstat(path, &information) == 0 { throw .alreadyThere(path: path) }
  }

  /// Removes the file and what SQLite may have left beside it.
  func remove() {
    for name in [path, path + "-journal", path + "-wal", path + "-shm"] { unlink(name) }
  }

  /// Refuses what SQLite would refuse in words of its own.
  func check(access: StoreAccess) throws(StoreError) {
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw errno == ENOENT || errno == ENOTDIR ? .missing(path: path) : .unreadable(path: path)
    }
    switch information.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .isFolder(path: path)
    default: throw .isNoFile(path: path)
    }
    if Foundation.access(path, R_OK) != 0 { throw .unreadable(path: path) }
    if access == .readWrite, Foundation.access(path, W_OK) != 0 { throw .readOnly(path: path) }
    if access == .readOnly, information.st_size == 0 { throw .empty(path: path) }
  }

  /// Lets SQLite undo what a killed writer left half-written, which read-only access cannot do. The store is then as
  /// it was before that write began.
  func rollBack(configuration: Configuration) throws(StoreError) {
    guard Foundation.access(path, W_OK) == 0 else { throw .interruptedWrite(path: path) }
    var configuration = configuration
    configuration.readonly = false
    do {
      _ = try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw .interruptedWrite(path: path)
    }
  }
}

extension StoreError {
  /// What `error`, met while using the store at `path`, means for the user.
  init(_ error: any Error, path: String, busyTimeout: Duration) {
    switch error {
    case let error as StoreError: self = error
    case let error as ColumnDamage: self = .corrupt(path: path, detail: error.message)
    case let error as DatabaseError: self.init(error, path: path, busyTimeout: busyTimeout)
    default: self = .sqlite(path: path, message: "\(error)")
    }
  }

  // Only the result code and SQLite's message are shown: the SQL and its values may hold what was read from AWS.
  private init(_ error: DatabaseError, path: String, busyTimeout: Duration) {
    let message = error.message ?? "\(error.resultCode)"
    if error.extendedResultCode == .SQLITE_READONLY_ROLLBACK {
      self = .interruptedWrite(path: path)
      return
    }
    self =
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED:
        .locked(path: path, holder: LockHolder(path: path)?.description, waited: busyTimeout)
      case .SQLITE_FULL: .diskFull(path: path)
      case .SQLITE_READONLY: .readOnly(path: path)
      case .SQLITE_NOTADB: .notSQLite(path: path)
      case .SQLITE_CORRUPT: .corrupt(path: path, detail: message)
      case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: .unreadable(path: path)
      default: .sqlite(path: path, message: message)
      }
  }
}
