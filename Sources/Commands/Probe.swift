import ArgumentParser

/// What can be looked at outside AWS.
struct Probe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks at public sites' robots.txt and at developers' editor settings.",
    discussion: """
      Examples:
        optout-audit probe robots https://www.example.com
        optout-audit probe settings fleet --developers 42

      What is found becomes part of the organization's chain, and check uses the newest.
      """,
    subcommands: [ProbeRobots.self, ProbeSettings.self])
}
