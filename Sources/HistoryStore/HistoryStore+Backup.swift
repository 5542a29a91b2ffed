internal import GRDB

extension HistoryStore {
  /// Copies the store to `path` as it is at one moment, also while somebody writes it, and verifies the copy.
  ///
  /// - Throws: `StoreError.alreadyThere` when there is a file; `.damaged...` when the copy does not hold what this
  ///   store holds.
  package func backUp(to path: String) throws(StoreError) -> StoreVerification {
    let file = StoreFile(path: path)
    try file.checkIsFree()
    try file.createIfMissing()
    do {
      let copy = try DatabaseQueue(path: path)
      // <https://www.sqlite.org/backup.html>
      try database.backup(to: copy)
      try copy.close()
      return try HistoryStore.openForVerification(path: path).verifyChains()
    } catch {
      file.remove()
      throw StoreError(error, path: path, busyTimeout: busyTimeout)
    }
  }
}
