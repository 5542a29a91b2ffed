import InputFiles

/// Reads a whole text file.
package struct FileReading: Sendable {
  /// No file that signing in reads is anywhere near this size.
  static let maxBytes = 4_000_000

  /// The text of the file at a path; nil when there is no such file.
  package var text: @Sendable (String) throws -> String?

  package init(text: @escaping @Sendable (String) throws -> String?) {
    self.text = text
  }

  /// The file system of this machine.
  package static let disk = FileReading { path in
    do {
      return String(decoding: try BoundedInput.bytes(at: path, limit: maxBytes), as: UTF8.self)
    } catch BoundedInputError.missing {
      return nil
    }
  }
}
