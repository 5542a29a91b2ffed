import Remediation

/// A word of a command line that can be pasted into a shell.
enum ShellWord {
  /// `text` as it is where no shell would change it, else in single quotes.
  static func quoted(_ text: String) -> String { ShellText.word(text) }
}
