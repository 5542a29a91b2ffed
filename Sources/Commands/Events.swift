import ArgumentParser

/// Who changed what.
struct Events: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Imports and lists CloudTrail's records of changes.",
    discussion: """
      `collect` asks CloudTrail's event history by itself, which reaches back 90 days and knows the calling account's \
      changes alone. Older ones, and those that other accounts made, are in log files.
      """,
    subcommands: [EventsImport.self, EventsList.self])
}
