import Foundation
import GRDBSQLite
import Parallelism

/// What SQLite did to a file, in the order of doing.
enum DiskEvent: Hashable, Sendable {
  case open(file: String)
  case write(file: String, offset: Int, bytes: [UInt8])
  case truncate(file: String, size: Int)
  case sync(file: String)
  /// - Parameter isLasting: whether the folder was synchronized too, so that the file cannot come back.
  case delete(file: String, isLasting: Bool)
}

/// The system's own file system for SQLite (<https://www.sqlite.org/vfs.html>), which writes down what is done to files
/// below one folder. All other files go straight to the system's.
enum RecordingFileSystem {
  private struct State {
    var folder: String?
    var events: [DiskEvent] = []
    /// By the number that an open file carries.
    var files: [String] = []
  }

  private static let state = Locked(State())
  /// One recording at a time.
  private static let recording = Locked(())
  /// An open file: the methods, its number in `State.files`, then what the system's file system keeps.
  private static let headerBytes = 32

  /// What SQLite does below `folder` while `body` runs.
  static func events(below folder: String, during body: () throws -> Void) throws -> [DiskEvent] {
    try recording.withLock { _ in
      _ = isRegistered
      state.withLock { $0 = State(folder: folder) }
      defer { state.withLock { $0.folder = nil } }
      try body()
      return state.withLock { $0.events }
    }
  }

  private static func note(_ event: DiskEvent) { state.withLock { $0.events.append(event) } }

  private static func isRecorded(_ path: String) -> Bool {
    state.withLock { state in state.folder.map { path.hasPrefix($0) } ?? false }
  }

  // MARK: - The file system

  // Written once, before SQLite knows of it.
  nonisolated(unsafe) private static let system = sqlite3_vfs_find(nil)
  nonisolated(unsafe) private static let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
  nonisolated(unsafe) private static let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(
    capacity: 1)

  private static let isRegistered: Bool = {
    guard let system else { return false }
    methods.initialize(to: fileMethods)
    var copy = system.pointee
    copy.zName = UnsafePointer(strdup("recording"))
    copy.pNext = nil
    copy.szOsFile += Int32(headerBytes)
    copy.xOpen = { _, name, file, flags, outFlags in
      RecordingFileSystem.open(name, file, flags, outFlags)
    }
    copy.xDelete = { _, name, synchronizes in
      let code = RecordingFileSystem.system?.pointee.xDelete(RecordingFileSystem.system, name, synchronizes)
      if code == SQLITE_OK, let path = name.map({ String(cString: $0) }), RecordingFileSystem.isRecorded(path)
      {
        RecordingFileSystem.note(.delete(file: path, isLasting: synchronizes != 0))
      }
      return code ?? SQLITE_IOERR
    }
    own.initialize(to: copy)
    return sqlite3_vfs_register(own, 1) == SQLITE_OK
  }()

  private static func open(
    _ name: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
    _ outFlags: UnsafeMutablePointer<Int32>?
  ) -> Int32 {
    guard let system, let file else { return SQLITE_CANTOPEN }
    guard let path = name.map({ String(cString: $0) }), isRecorded(path) else {
      return system.pointee.xOpen(system, name, file, flags, outFlags)
    }
    file.pointee.pMethods = nil
    let code = system.pointee.xOpen(system, name, inner(file), flags, outFlags)
    guard code == SQLITE_OK else { return code }
    let number = state.withLock { state in
      state.events.append(.open(file: path))
      state.files.append(path)
      return state.files.count - 1
    }
    (UnsafeMutableRawPointer(file) + 8).storeBytes(of: number, as: Int.self)
    file.pointee.pMethods = UnsafePointer(methods)
    return SQLITE_OK
  }

  private static func inner(_ file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<sqlite3_file>
  {
    (UnsafeMutableRawPointer(file) + headerBytes).assumingMemoryBound(to: sqlite3_file.self)
  }

  private static func name(of file: UnsafeMutablePointer<sqlite3_file>) -> String {
    let number = (UnsafeMutableRawPointer(file) + 8).load(as: Int.self)
    return state.withLock { $0.files[number] }
  }

  /// The system's answer to `call`, and `event` written down where it went well.
  private static func forward(
    _ file: UnsafeMutablePointer<sqlite3_file>?, noting event: (String) -> DiskEvent? = { _ in nil },
    _ call: (sqlite3_io_methods, UnsafeMutablePointer<sqlite3_file>) -> Int32
  ) -> Int32 {
    guard let file, let own = inner(file).pointee.pMethods else { return SQLITE_IOERR }
    let code = call(own.pointee, inner(file))
    if code == SQLITE_OK, let event = event(name(of: file)) { note(event) }
    return code
  }

  // Version 1 has neither shared memory nor mapped files, so that every change of a file is a call.
  private static let fileMethods = sqlite3_io_methods(
    iVersion: 1,
    xClose: { file in RecordingFileSystem.forward(file) { $0.xClose($1) } },
    xRead: { file, buffer, count, offset in
      RecordingFileSystem.forward(file) { $0.xRead($1, buffer, count, offset) }
    },
    xWrite: { file, buffer, count, offset in
      let bytes = Array(UnsafeRawBufferPointer(start: buffer, count: Int(count)))
      return RecordingFileSystem.forward(
        file, noting: { .write(file: $0, offset: Int(offset), bytes: bytes) }
      ) { $0.xWrite($1, buffer, count, offset) }
    },
    xTruncate: { file, size in
      RecordingFileSystem.forward(file, noting: { .truncate(file: $0, size: Int(size)) }) {
        $0.xTruncate($1, size)
      }
    },
    xSync: { file, flags in
      RecordingFileSystem.forward(file, noting: { .sync(file: $0) }) { $0.xSync($1, flags) }
    },
    xFileSize: { file, size in RecordingFileSystem.forward(file) { $0.xFileSize($1, size) } },
    xLock: { file, level in RecordingFileSystem.forward(file) { $0.xLock($1, level) } },
    xUnlock: { file, level in RecordingFileSystem.forward(file) { $0.xUnlock($1, level) } },
    xCheckReservedLock: { file, answer in
      RecordingFileSystem.forward(file) { $0.xCheckReservedLock($1, answer) }
    },
    xFileControl: { file, operation, argument in
      RecordingFileSystem.forward(file) { $0.xFileControl($1, operation, argument) }
    },
    xSectorSize: { file in RecordingFileSystem.forward(file) { $0.xSectorSize($1) } },
    xDeviceCharacteristics: { file in
      RecordingFileSystem.forward(file) { $0.xDeviceCharacteristics($1) }
    },
    xShmMap: nil, xShmLock: nil, xShmBarrier: nil, xShmUnmap: nil, xFetch: nil, xUnfetch: nil)
}
