import Foundation

/// The files that a user names for import: files as they are, folders by what lies below them.
struct EventFiles {
  /// What to read, each once, folders sorted by path.
  private(set) var paths: [String] = []
  /// Digest files of CloudTrail's, which hold no events.
  private(set) var skippedDigests = 0
  /// Named paths without anything to read, and why.
  private(set) var problems: [(path: String, problem: String)] = []

  init(_ named: [String]) {
    var seen: Set<String> = []
    for path in named {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        problems.append((path, "there is no such file or folder"))
        continue
      }
      guard isFolder.boolValue else {
        if path.contains(Self.digests) {
          skippedDigests += 1
        } else if seen.insert(path).inserted {
          paths.append(path)
        }
        continue
      }
      addFolder(path, seen: &seen)
    }
  }

  /// The folder beside `CloudTrail` in which the digest files lie.
  private static let digests = "CloudTrail-Digest/"

  private mutating func addFolder(_ folder: String, seen: inout Set<String>) {
    let (before, digests) = (paths.count, skippedDigests)
    guard let enumerator = FileManager.default.enumerator(atPath: folder) else {
      problems.append((folder, "the folder cannot be read; give this user permission to read it"))
      return
    }
    var found: [String] = []
    for case let name as String in enumerator where name.hasSuffix(".json") || name.hasSuffix(".json.gz") {
      let type = enumerator.fileAttributes?[.type] as? FileAttributeType
      guard type != .typeDirectory else { continue }
      // The folder that the user names may itself lie below it.
      if "\(folder)/\(name)".contains(Self.digests) {
        skippedDigests += 1
      } else {
        found.append(folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)")
      }
    }
    for path in found.sorted() where seen.insert(path).inserted { paths.append(path) }
    if paths.count == before, skippedDigests == digests {
      problems.append((folder, "the folder holds no .json and no .json.gz files"))
    }
  }
}
