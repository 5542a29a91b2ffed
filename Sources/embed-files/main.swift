// Writes a Swift file that holds the files of a folder, so that the binary needs nothing beside it.
//
// Usage: embed-files FOLDER TYPE OUTPUT
//
// All contents stand in one string literal and their places in another: the compiler takes long over big array
// literals, and hardly any time over long strings.

import Foundation

let arguments = CommandLine.arguments
guard arguments.count == 4 else {
  FileHandle.standardError.write(Data("usage: embed-files FOLDER TYPE OUTPUT\n".utf8))
  exit(64)
}
let folder = URL(fileURLWithPath: arguments[1]).resolvingSymlinksInPath()
let typeName = arguments[2]

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data("error: \(message)\n".utf8))
  exit(1)
}

func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\\\"
    case "\"": result += "\\\""
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\u{0}"..<"\u{20}", "\u{7F}": result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

guard let enumerator = FileManager.default.enumerator(atPath: folder.path) else {
  fail("cannot list \(folder.path)")
}
let paths = enumerator.compactMap { $0 as? String }.filter { path in
  var isFolder: ObjCBool = false
  _ = FileManager.default.fileExists(
    atPath: folder.appendingPathComponent(path).path, isDirectory: &isFolder)
  return !isFolder.boolValue && !(path.split(separator: "/").last ?? "").hasPrefix(".")
}.sorted()

var index = ""
var contents = ""
for path in paths {
  guard let data = FileManager.default.contents(atPath: folder.appendingPathComponent(path).path),
    let text = String(data: data, encoding: .utf8)
  else { fail("\(path) is not a UTF-8 text file") }
  index += "\(text.utf8.count)\t\(path)\n"
  contents += text
}

let source = """
  /// The embedded files of the folder, sorted by path. Made by embed-files.
  enum \(typeName) {
    struct File {
      let path: String
      let text: String
    }

    static let files: [File] = {
      var rest = contents.utf8[...]
      return index.split(separator: "\\n").map { line in
        let parts = line.split(separator: "\\t", maxSplits: 1)
        let length = Int(parts[0]) ?? 0
        defer { rest = rest.dropFirst(length) }
        return File(path: String(parts[1]), text: String(decoding: rest.prefix(length), as: UTF8.self))
      }
    }()

    private static let index = "\(escaped(index))"
    private static let contents = "\(escaped(contents))"
  }

  """
do { try source.write(toFile: arguments[3], atomically: true, encoding: .utf8) } catch {
  fail("cannot write \(arguments[3]): \(error)")
}
