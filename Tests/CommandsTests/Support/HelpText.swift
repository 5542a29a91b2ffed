/// What the binary's help says there is.
enum HelpText {
  /// The names of the subcommands, `help` left out, and of those below them: `attest`, `attest add`.
  static func subcommands() async throws -> [String] {
    var names: [String] = []
    for name in try await subcommands(of: []) {
      names.append(name)
      names += try await subcommands(of: [name]).map { "\(name) \($0)" }
    }
    return names
  }

  private static func subcommands(of command: [String]) async throws -> [String] {
    let help = try await CommandLineRun.run(command + ["--help"]).text
    // Options and the commands of the help itself stand in other parts.
    let parts = help.split(separator: "SUBCOMMANDS:", maxSplits: 1)
    guard parts.count == 2 else { return [] }
    return parts[1].matches(of: /\n  ([a-z][-a-z]+)(?: {2,}|\n)/).map { String($0.1) }
      .filter { $0 != "help" }
  }

  /// The long options of a subcommand, `--help` and `--version` left out.
  static func options(of command: String) async throws -> [String] {
    let words = command.split(separator: " ").map(String.init)
    let help = try await CommandLineRun.run(words + ["--help"]).text
    let options = help.matches(of: /\n  (--[-a-z]+)/).map { String($0.1) }
    return options.filter { $0 != "--help" && $0 != "--version" }
  }
}
