import Foundation
import Testing

/// MLSEC-01 has one title, and it is not the one that is often quoted.
@Suite struct MisquotedTitleTests {
  @Test func `the misquoted title of MLSEC-01 stands nowhere in the product`() throws {
    let misquoted = ["implement data privacy", "and protection controls"].joined(separator: " ")
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    var looked = 0
    for folder in ["Sources", "docs", "reports", "templates"] {
      let files = try CommandsTests.files(
        below: package.appending(path: folder).resolvingSymlinksInPath())
      for (path, data) in files {
        looked += 1
        let text = String(decoding: data, as: UTF8.self).lowercased().split(whereSeparator: \.isWhitespace)
          .joined(separator: " ")
        #expect(!text.contains(misquoted), "\(folder)/\(path)")
      }
    }
    for name in ["README.md", "CHANGELOG.md"] {
      let text = try String(contentsOf: package.appending(path: name), encoding: .utf8).lowercased()
      #expect(!text.contains(misquoted), "\(name)")
    }
    #expect(looked > 200)
  }
}
