import Foundation
import Testing

/// The tables as `docs/reports.md` tells of them.
@Suite struct CSVColumnTests {
  @Test func `every table and its columns stand in the documentation, in their order`() async throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("docs/reports.md"), encoding: .utf8)
    let sections = text.split(separator: "\n### ").dropFirst()
    let demo = try await SharedFixtures.demo()
    let tables = try files(below: URL(fileURLWithPath: demo.folder)).filter { $0.key.hasSuffix(".csv") }
    #expect(tables.count == sections.count)
    for (name, data) in tables {
      let section = try #require(sections.first { $0.hasPrefix("`\(name)`") }, "\(name)")
      let header = try #require(String(decoding: data, as: UTF8.self).split(separator: "\r\n").first)
      let columns = try #require(section.split(separator: "\n\n").last)
        .replacing(/\([^)]*\)/, with: "").matches(of: /`([^`]*)`/).map { String($0.1) }
      #expect(columns == header.split(separator: ",").map(String.init), "\(name)")
    }
  }
}
