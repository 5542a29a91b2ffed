/// What the binary's help says there is.
enum HelpText {
  /// The names of the subcommands, `help` left out.
  static func subcommands() async throws -> [String] {
    let help = try await CommandLineRun.run(["--help"]).text
    return help.matches(of: /\n  ([a-z][-a-z]+) {2,}/).map { String($0.1) }.filter { $0 != "help" }
  }

  /// The long options of a subcommand, `--help` and `--version` left out.
  static func options(of command: String) async throws -> [String] {
    let help = try await CommandLineRun.run([command, "--help"]).text
    let options = help.matches(of: /\n  (--[-a-z]+)/).map { String($0.1) }
    return options.filter { $0 != "--help" && $0 != "--version" }
  }
}
