internal import GRDB
internal import Hashing
internal import OrganizationModel

/// The texts of a snapshot that is being sealed, each once, by the SHA-256 of its bytes.
struct DocumentSet {
  private(set) var texts: [String: String] = [:]
  // Thousands of accounts share one text, mostly in a row.
  private var last: (text: String, sha256: String)?

  mutating func add(_ text: String) -> String {
    // Swift takes different spellings of a character for equal, and here bytes count.
    if let last, last.text.utf8.elementsEqual(text.utf8) { return last.sha256 }
    let sha256 = SHA256.digest(text)
    texts[sha256] = text
    last = (text, sha256)
    return sha256
  }

  mutating func add(_ text: Answer<String>) -> Answer<String> {
    switch text {
    case .known(let text): .known(add(text))
    case .unread(let reason): .unread(reason: reason)
    }
  }
}

/// Finds the texts of a snapshot that is being read; each is read once and shared by all who name it.
final class DocumentReader {
  private let statement: PreparedStatement
  private var texts: [String: String] = [:]
  private var last: (sha256: String, text: String)?

  init(_ database: Database) throws {
    statement = try PreparedStatement(database, "SELECT body FROM document WHERE sha256 = ?")
  }

  func text(_ sha256: String) throws -> String {
    if let last, last.sha256 == sha256 { return last.text }
    let text: String
    if let known = texts[sha256] {
      text = known
    } else {
      guard let found = try statement.first([.text(sha256)], { try $0.text(0) }) else {
        throw ColumnDamage(message: "document \(sha256) is missing")
      }
      text = found
      texts[sha256] = found
    }
    last = (sha256, text)
    return text
  }

  func text(of answer: Answer<String>) throws -> Answer<String> {
    switch answer {
    case .known(let sha256): .known(try text(sha256))
    case .unread(let reason): .unread(reason: reason)
    }
  }
}
