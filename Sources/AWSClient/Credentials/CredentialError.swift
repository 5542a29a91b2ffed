/// Why there are no credentials to sign with.
package enum CredentialError: Error, Hashable, Sendable {
  /// A place that was looked at, and why it gave nothing.
  package struct Tried: Hashable, Sendable {
    package var source: String
    package var reason: String
  }

  case noCredentials([Tried])
  /// `chosenBy` is `--profile` or the environment variable.
  case unknownProfile(name: String, chosenBy: String, existing: [String], paths: [String])
  /// One half of a pair of keys, in `source`.
  case incomplete(source: String, missing: String)
  /// A way to sign in that only the AWS CLI knows. `setting` is the setting or variable that asks for it.
  case unsupportedSignIn(setting: String, profile: String)
  case unreadableFile(path: String)
  case malformedFile(path: String, line: Int, problem: String)
  /// A key or token holds a character that no key has, such as a line break.
  case malformedKey(source: String, setting: String)
}

extension CredentialError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noCredentials(let tried):
      "no AWS credentials found: "
        + tried.map { "\($0.source): \($0.reason)" }.joined(separator: "; ")
        + "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile"
    case .unknownProfile(let name, let chosenBy, let existing, let paths):
      "profile \"\(name)\" (\(chosenBy)) is not in \(paths.joined(separator: " or ")) "
        + "(profiles there: \(existing.isEmpty ? "none" : existing.joined(separator: ", ")))"
    case .incomplete(let source, let missing):
      "\(source) holds only a part of the keys: \(missing) is missing; set both or neither"
    case .unsupportedSignIn(let setting, let profile):
      "profile \"\(profile)\" signs in by \(setting), which this version does not support; "
        + "export keys first: eval \"$(aws configure export-credentials --profile \(Self.shellWord(profile)) "
        + "--format env)\" and run again without --profile"
    case .unreadableFile(let path):
      "cannot read \(path); check its permissions"
    case .malformedFile(let path, let line, let problem):
      "cannot read \(path): line \(line) \(problem); expected [section] and key = value lines"
    case .malformedKey(let source, let setting):
      "\(setting) in \(source) holds a character that no key has, such as a space or a line break; copy it again"
    }
  }

  /// `name` as one word of a shell command.
  private static func shellWord(_ name: String) -> String {
    let isPlain = name.wholeMatch(of: /[A-Za-z0-9_.@+-]+/) != nil
    return isPlain ? name : "'" + name.replacing("'", with: "'\\''") + "'"
  }
}
