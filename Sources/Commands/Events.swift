import ArgumentParser

/// Who changed what.
struct Events: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Imports and lists CloudTrail's records of changes.",
    discussion: """
      Examples:
        optout-audit events list --since 2026-09-01
        optout-audit events import logs

      `collect` asks CloudTrail's event history by itself, which reaches back 90 days and knows the calling account's \
      changes alone. Older ones, and those that other accounts made, are in log files.
      """,
    subcommands: [EventsImport.self, EventsList.self])
}
