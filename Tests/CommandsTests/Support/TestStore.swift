import Foundation
import OrganizationSimulator
import Testing

/// A store that the binary makes and reads, with the exports that it was made from.
struct TestStore: Sendable {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  static let observedAt = "2026-09-30T06:00:00Z"

  var path: String { scratch.path("store.sqlite") }

  /// Runs a command on the store.
  func run(_ arguments: String...) async throws -> CommandLineRun {
    try await run(arguments)
  }

  func run(_ arguments: [String]) async throws -> CommandLineRun {
    try await CommandLineRun.run(arguments + ["--db", path], in: scratch.url)
  }

  /// A store with one snapshot of the organization that `tree` describes.
  static func collecting(
    _ tree: String, options: ExportOptions = .init()
  ) async throws -> (store: TestStore, collect: CommandLineRun) {
    try await collecting(SimulatedOrganization(tree: tree), options: options)
  }

  static func collecting(
    _ organization: SimulatedOrganization, options: ExportOptions = .init()
  ) async throws -> (store: TestStore, collect: CommandLineRun) {
    let store = try TestStore()
    return (store, try await store.collect(organization, options: options))
  }

  /// Seals one more snapshot.
  @discardableResult func collect(
    _ organization: SimulatedOrganization, at time: String = observedAt, options: ExportOptions = .init()
  ) async throws -> CommandLineRun {
    let folder = "export-\(time)-\(organization.id)"
    try organization.writeExport(to: scratch[folder], options: options)
    return try await run("collect", "--from", scratch.path(folder), "--observed-at", time, "--json")
  }
}

extension CommandLineRun {
  /// Expects the failure of a command: nothing on standard output, and one line on standard error that holds `words`.
  func expectFailure(
    status expected: Int32 = 2, naming words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(status == expected, "\(errors)", sourceLocation: sourceLocation)
    #expect(signal == nil, sourceLocation: sourceLocation)
    #expect(output.isEmpty, "\(text)", sourceLocation: sourceLocation)
    #expect(errorLines.count == 1, "\(errors)", sourceLocation: sourceLocation)
    for word in words {
      #expect(errors.contains(word), "no \"\(word)\" in: \(errors)", sourceLocation: sourceLocation)
    }
  }

  /// Expects wrong usage: status 64, nothing on standard output, and a first line that holds `words`.
  func expectUsageError(naming words: String..., sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == 64, "\(errors)", sourceLocation: sourceLocation)
    #expect(output.isEmpty, "\(text)", sourceLocation: sourceLocation)
    let first = errorLines.first ?? ""
    #expect(first.hasPrefix("Error: "), "\(errors)", sourceLocation: sourceLocation)
    for word in words {
      #expect(first.contains(word), "no \"\(word)\" in: \(first)", sourceLocation: sourceLocation)
    }
  }

  /// Expects that nothing in the run's output moves the cursor, changes colours or reorders text.
  func expectHarmlessText(sourceLocation: SourceLocation = #_sourceLocation) {
    let bad = (text + errors).unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar != "\n"
      case .format, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
    let shown = bad.map { String($0.value, radix: 16) }.joined(separator: " ")
    #expect(bad.isEmpty, "U+\(shown) in: \(text.debugDescription)", sourceLocation: sourceLocation)
  }
}
