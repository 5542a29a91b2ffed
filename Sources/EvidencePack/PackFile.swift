/// A file of a pack.
package struct PackFile: Hashable, Sendable {
  /// Relative to the pack's folder, with `/` between parts; ASCII letters, digits and `._-+@` only.
  package var path: String
  package var bytes: [UInt8]
  package var role: Role

  /// What the file is for.
  package enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    /// How to check the pack.
    case guide
    /// For people: what the evidence amounts to.
    case report
    /// What was observed and recorded.
    case evidence
    /// What it was measured against.
    case catalogue
    /// What is in the pack.
    case manifest
  }

  package init(path: String, bytes: [UInt8], role: Role) {
    self.path = path
    self.bytes = bytes
    self.role = role
  }

  package init(path: String, text: String, role: Role) {
    self.init(path: path, bytes: Array(text.utf8), role: role)
  }

  /// Whether `path` stays inside the folder it is written to and means the same on every system.
  package static func isSafe(path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return !parts.isEmpty && path.utf8.count <= 400
      && parts.allSatisfy { part in
        !part.isEmpty && part != "." && part != ".." && !part.hasPrefix("-")
          && part.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
              UInt8(ascii: "0")...UInt8(ascii: "9"):
              true
            default: "._-+@".utf8.contains(byte)
            }
          }
      }
  }
}
