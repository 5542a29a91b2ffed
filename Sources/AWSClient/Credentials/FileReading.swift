import Foundation

/// Reads a whole text file.
package struct FileReading: Sendable {
  /// The text of the file at a path; nil when there is no such file.
  package var text: @Sendable (String) throws -> String?

  package init(text: @escaping @Sendable (String) throws -> String?) {
    self.text = text
  }

  /// The file system of this machine.
  package static let disk = FileReading { path in
    do {
      return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    } catch let error as CocoaError where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile {
      return nil
    }
  }
}
