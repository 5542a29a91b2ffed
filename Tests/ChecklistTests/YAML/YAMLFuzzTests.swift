import Foundation
import TestSupport
import Testing

@testable import Checklist

/// Whatever stands in a file that people write, it is read, or every problem is told.
@Suite struct YAMLFuzzTests {
  private static let words = [
    "- ", ": ", "&a ", "*a", "<<: *a", "!!binary ", "!x ", "|", ">-", "{", "}", "[", "]", "? ", "---\n",
    "...\n", "#",
    "'", "\"", "  ", "null", "~", "%YAML 1.1\n", "attestations:", "sites:", "- - - ",
  ]
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func mutation(of paths: String...) throws -> ByteMutation {
    ByteMutation(
      try paths.map { try String(contentsOf: Self.root.appendingPathComponent($0), encoding: .utf8) },
      words: Self.words)
  }

  @Test func `a configuration`() throws {
    var mutation = try mutation(of: "docs/optout-audit.example.yaml")
    for _ in 0..<ByteMutation.count(400) {
      do throws(ConfigurationError) {
        _ = try AuditConfiguration(parsing: mutation.nextText(), items: AuditConfigurationParsingTests.items)
      } catch {
        #expect(!error.problems.isEmpty)
      }
    }
  }

  @Test func `attestations`() {
    var mutation = ByteMutation(
      [
        "organization: o-exampleorg1\nby: Ida\nattestations:\n  - item: own.a\n    outcome: passed\n    statement: >-\n      It\n      is\n    effective: 2026-09-01\n    details: {workload: x}\n    evidence: [a, b]\n"
      ], words: Self.words)
    for _ in 0..<ByteMutation.count(1_000) {
      let (file, problems) = AttestationFile.reading(mutation.nextText())
      if problems.isEmpty { #expect(file.entries.allSatisfy { !$0.request.item.isEmpty }) }
    }
  }

  @Test func `a checklist of one's own`() throws {
    var mutation = try mutation(of: "Sources/Checklist/catalogues/mlsec.yaml")
    for _ in 0..<ByteMutation.count(150) {
      _ = try? ChecklistCatalogue(parsingOwn: mutation.nextText(), file: "own.yaml")
    }
  }

  /// Reading recurses, and a stack ends where documents need not.
  @Test(arguments: ["[", "{a: ", "- ", "? "]) func `nesting without end is refused`(piece: String) {
    let text = String(repeating: piece, count: 100_000)
    let (_, problems) = AttestationFile.reading(text)
    #expect(!problems.isEmpty)
    #expect(throws: ConfigurationError.self) { try AuditConfiguration(parsing: "sites: " + text, items: nil) }
  }
}
