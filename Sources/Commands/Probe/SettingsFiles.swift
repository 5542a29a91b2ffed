import Foundation
import Hashing
import OrganizationModel
import Probes

/// Finds and reads editors' settings files. Links inside a folder are not followed, and there are limits to what is
/// looked at, so that a folder of a whole machine does no harm.
struct SettingsFiles {
  static let maxEntries = 200_000
  static let maxFiles = 20_000
  static let maxDepth = 16

  private(set) var files: [SettingsProbe.File] = []
  /// Folders that could not be listed, and limits that were reached, each a sentence without a period.
  private(set) var problems: [String] = []
  private var entries = 0
  private var seen: Set<String> = []

  /// Reads what `paths` name: files whatever their names, and below folders those with the name of a settings file.
  init(paths: [String]) {
    for path in paths {
      var info = stat()
      guard stat(path, &info) == 0 else {
        add(path, problem: String(cString: strerror(errno)))
        continue
      }
      if info.st_mode & S_IFMT == S_IFDIR {
        walk(path, depth: 0)
      } else {
        read(path, isRegular: info.isRegular)
      }
    }
    files.sort { $0.path < $1.path }
  }

  private mutating func walk(_ folder: String, depth: Int) {
    guard depth < Self.maxDepth else {
      problems.append("\(folder) lies more than \(Self.maxDepth) folders deep and was not looked into")
      return
    }
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
      problems.append("\(folder) could not be listed")
      return
    }
    for name in names {
      entries += 1
      guard entries <= Self.maxEntries, files.count < Self.maxFiles else {
        if entries <= Self.maxEntries + 1 || files.count == Self.maxFiles {
          noteLimit(folder)
        }
        return
      }
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      var info = stat()
      guard lstat(path, &info) == 0 else { continue }
      if info.st_mode & S_IFMT == S_IFDIR {
        walk(path, depth: depth + 1)
      } else if info.isRegular, SettingsEditor(path: path) != nil {
        read(path, isRegular: true)
      }
    }
  }

  private mutating func noteLimit(_ folder: String) {
    let text =
      "more than \(Self.maxEntries) entries or \(Self.maxFiles) settings files; the rest was not read"
    if !problems.contains(text) { problems.append(text) }
  }

  private mutating func read(_ path: String, isRegular: Bool) {
    guard isRegular else {
      add(path, problem: "it is no file")
      return
    }
    guard seen.insert(path).inserted else { return }
    do {
      let bytes = try BoundedFile.bytes(at: path, limit: SettingsReader.maxBytes, isRegular: true)
      files.append(SettingsReader.read(path: path, bytes: bytes, sha256: SHA256.digest(bytes)))
    } catch {
      add(path, problem: "\(error)")
    }
  }

  private mutating func add(_ path: String, problem: String) {
    files.append(
      SettingsProbe.File(
        path: path, editor: SettingsEditor(path: path)?.rawValue ?? "unknown", contentSharing: .unknown,
        telemetry: .unknown, problem: problem, sha256: ""))
  }
}

extension stat {
  fileprivate var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
}
