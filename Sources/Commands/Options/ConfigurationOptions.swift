import ArgumentParser
import Checklist
import Foundation

/// Which configuration is used.
struct ConfigurationOptions: ParsableArguments {
  static let usualName = "optout-audit.yaml"

  @Option(
    help: ArgumentHelp(
      "The configuration. Else OPTOUT_AUDIT_CONFIG, else ./optout-audit.yaml when it is there.",
      valueName: "file"))
  var config: String?

  /// The configuration that applies, or the usual one when there is no file.
  ///
  /// - Parameter items: the items of the checklists in use, which the configuration may name; nil when none is in use.
  func load(_ context: CommandContext, items: [KnownItem]?) throws -> LoadedConfiguration {
    guard let path = path(context) else { return LoadedConfiguration() }
    let text: String
    do { text = try BoundedFile.text(at: path, limit: 1_000_000) } catch {
      let named = config == nil ? "OPTOUT_AUDIT_CONFIG names it" : "name another with --config"
      throw CommandFailure("cannot read the configuration \"\(path)\": \(error); \(named)")
    }
    do throws(ConfigurationError) {
      return LoadedConfiguration(
        configuration: try AuditConfiguration(parsing: text, items: items), path: path)
    } catch {
      throw CommandFailure(
        "the configuration \"\(path)\" cannot be used", problems: error.problems.map(\.description))
    }
  }

  private func path(_ context: CommandContext) -> String? {
    if let config { return config }
    if let path = context.environment["OPTOUT_AUDIT_CONFIG"], !path.isEmpty { return path }
    return FileManager.default.fileExists(atPath: Self.usualName) ? Self.usualName : nil
  }
}

/// A configuration, and where it was read.
struct LoadedConfiguration {
  var configuration = AuditConfiguration()
  /// As the user named it; nil without a file.
  var path: String?

  /// The line that a command's text output has: `configuration: optout-audit.yaml`; nil without a file.
  var line: String? { path.map { "configuration: \(TerminalText.safe($0))" } }
}
