import EvidencePack
import Foundation
import OrganizationModel

/// The zip archive of a pack.
enum PackArchive {
  /// - Parameters:
  ///   - folder: that the files lie in.
  ///   - date: the report date, which every entry carries as its time.
  static func bytes(of files: [PackFile], folder: String, date: Timestamp) throws -> [UInt8] {
    // Zip keeps local time.
    setenv("TZ", "UTC", 1)
    tzset()
    do {
      return try ZipArchive.archive(files, folder: folder, time: date)
    } catch {
      throw CommandFailure(error)
    }
  }
}
