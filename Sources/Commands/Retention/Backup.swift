import ArgumentParser
import HistoryStore

/// Copies the store.
struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copies the store to a file, also while it is being written, and verifies the copy.",
    discussion: "Example:\n  optout-audit backup history-2026-09-30.sqlite")

  @OptionGroup var store: StoreOptions

  @Argument(help: "The file to write; it must not exist.")
  var file: String

  func run() throws {
    let context = CommandContext.system()
    do {
      let found = try store.openForReading(context).backUp(to: file)
      let chains = found.chains.map { "  \($0.organization) head \($0.head ?? "none")" }
      let state =
        found.isIntact ? "its chains are intact" : "its chains are BROKEN as in the store: run verify"
      try context.print((["wrote \(TerminalText.safe(file)); \(state)"] + chains).joined(separator: "\n"))
      if !found.isIntact { throw ExitCode(.findings) }
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
  }
}
