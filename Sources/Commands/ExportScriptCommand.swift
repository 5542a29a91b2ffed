import ArgumentParser
import Collector

/// Prints the script that makes an offline export.
struct ExportScriptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export-script",
    abstract: "Prints a shell script of AWS CLI calls that makes a folder for `collect --from`.",
    discussion: """
      Example, where optout-audit may not reach AWS itself:
        optout-audit export-script > export.sh
        sh export.sh export --profile audit
        optout-audit collect --from export
      """)

  func run() throws {
    try CommandContext.system().print(ExportScript.text)
  }
}
