import AWSClient
package import ArgumentParser
import Foundation

/// The command line of optout-audit.
package struct OptOutAudit: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "optout-audit",
    abstract: "Shows whether an AWS Organization is opted out of AI services data use.",
    discussion: """
      Reads an organization, or an export of one, into a store of sealed snapshots, and answers from it: is every \
      account opted out, for every service, and can anybody below undo it. It only ever reads from AWS.

      Without an AWS Organization at hand:   optout-audit demo
      With credentials of the management account:
        optout-audit collect
        optout-audit status
        optout-audit report --output audit

      Exit statuses: 0 done and nothing wrong, 1 done and something is wrong, 2 could not do the job, 64 wrong usage.
      """,
    version: Version.current,
    subcommands: [],
    groupedSubcommands: [
      CommandGroup(
        name: "Observe",
        subcommands: [
          Demo.self, Doctor.self, Collect.self, Events.self, Probe.self, ExportScriptCommand.self,
          Snapshots.self,
        ]),
      CommandGroup(
        name: "Answer",
        subcommands: [
          Status.self, Explain.self, Simulate.self, Check.self, Compare.self, Report.self, Usage.self,
        ]),
      CommandGroup(name: "Time", subcommands: [History.self, Diff.self]),
      CommandGroup(name: "Put right", subcommands: [Guide.self, Remediate.self, Troubleshoot.self]),
      CommandGroup(name: "Attest", subcommands: [Attest.self, PackCommand.self]),
      CommandGroup(
        name: "Keep",
        subcommands: [Verify.self, AnchorCommand.self, Backup.self, Retention.self, Retire.self]),
      CommandGroup(name: "Know", subcommands: [Lint.self, Checklists.self, Services.self, IAMPolicy.self]),
    ])

  package init() {}

  /// Runs the command line and gives the exit status.
  package static func run(arguments: [String]) async -> Int32 {
    signal(SIGPIPE, SIG_IGN)
    // A file that may not grow further is an error that names the file, like a full disk, and not the end of the process.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      return ExitStatus.clean.rawValue
    } catch {
      return end(with: error)
    }
  }

  /// Tells the user how a run ended, and gives the exit status.
  private static func end(with error: any Error) -> Int32 {
    let context = CommandContext.system()
    if let code = error as? ExitCode { return code.rawValue }
    let status = exitCode(for: error)
    let text = fullMessage(for: error)
    do {
      if status == .success {
        try context.print(text)
        return ExitStatus.clean.rawValue
      }
      if !(error is CommandFailure), status == .validationFailure {
        // The user's own words come back in it, and several lines are its layout.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        context.note(lines.map { TerminalText.safe(String($0)) }.joined(separator: "\n"))
        return ExitStatus.usage.rawValue
      }
      throw error
    } catch {
      context.note("error: \(TerminalText.safe("\(error)"))")
      for detail in (error as? CommandFailure)?.details ?? [] {
        context.note("  \(TerminalText.safe(detail))")
      }
      return ExitStatus.failure.rawValue
    }
  }
}

/// The job could not be done. The message is one line that says what to do.
struct CommandFailure: Error, CustomStringConvertible {
  var message: String
  /// What the message counts or sums up, a line each: problems of a file, places that were looked at.
  var details: [String] = []

  var description: String { message }

  init(_ message: String) {
    self.message = message
  }

  /// One line for one problem; for several a line that counts them, and one for each.
  ///
  /// - Parameter summary: what cannot be done, without a period.
  init(_ summary: String, problems: [String]) {
    guard problems.count > 1 else {
      message = problems.first.map { "\(summary): \($0)" } ?? summary
      return
    }
    message = "\(summary), \(problems.count) problems:"
    details = problems
  }

  init(_ error: any Error) {
    if let error = error as? CredentialError {
      (message, details) = (error.headline, error.details)
    } else if let error = error as? CommandFailure {
      (message, details) = (error.message, error.details)
    } else {
      message = "\(error)"
    }
  }
}

extension ExitCode {
  init(_ status: ExitStatus) {
    self.init(status.rawValue)
  }
}
