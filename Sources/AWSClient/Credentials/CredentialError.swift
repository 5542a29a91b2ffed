package import Foundation
import InputFiles

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
  /// `reason` is a clause, where one is known.
  case unreadableFile(path: String, reason: String? = nil)
  case malformedFile(path: String, line: Int, problem: String)
  /// A key or token holds a character that no key has, such as a line break.
  case malformedKey(source: String, setting: String)
  /// A setting of a profile that contradicts others or says nothing known.
  case badSetting(profile: String, setting: String, problem: String, advice: String)
  /// An environment variable that says nothing known.
  case badVariable(name: String, value: String, advice: String)
  /// Profiles that name each other as `source_profile`, in their order.
  case roleLoop(profiles: [String])
  /// What a role names as the source of its keys holds none.
  case noSourceCredentials(profile: String, source: String, tried: [Tried])
  case noMFACode(device: String, role: String, problem: String)
  /// The AWS CLI has to sign in first.
  case signInNeeded(source: String, problem: String, command: String, profile: String)
  /// STS or SSO gave no keys.
  case callFailed(AWSCallError)
  case badEndpoint(EndpointError)
  /// A place that is to give keys and cannot.
  case unusable(source: String, problem: String, advice: String)
  case expired(source: String, at: Date)
  case cancelled
}

extension CredentialError {
  /// Why `FileReading` gave no text of the file at `path`.
  static func unreadable(_ path: String, because error: any Error) -> CredentialError {
    .unreadableFile(path: path, reason: (error as? BoundedInputError)?.description)
  }
}

extension CredentialError: CustomStringConvertible {
  /// The answer in one line, and what was tried after it.
  package var description: String {
    ([headline] + details).joined(separator: "; ")
  }

  /// What is wrong and what to do, one line.
  package var headline: String {
    switch self {
    case .noCredentials:
      "no AWS credentials found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile"
    case .unknownProfile(let name, let chosenBy, let existing, let paths):
      "profile \"\(name)\" (\(chosenBy)) is not in \(paths.joined(separator: " or ")) "
        + "(profiles there: \(existing.isEmpty ? "none" : existing.joined(separator: ", ")))"
    case .incomplete(let source, let missing):
      "\(source) holds only a part of the keys: \(missing) is missing; set both or neither"
    case .unreadableFile(let path, nil):
      "cannot read \(path); check its permissions"
    case .unreadableFile(let path, let reason?):
      "cannot read \(path): \(reason); check the path and its permissions"
    case .malformedFile(let path, let line, let problem):
      "cannot read \(path): line \(line) \(problem)"
    case .malformedKey(let source, let setting):
      "\(setting) in \(source) holds a character that no key has, such as a space or a line break; copy it again"
    case .badSetting(let profile, let setting, let problem, let advice):
      "\(setting) of profile \"\(profile)\" \(problem); \(advice)"
    case .badVariable(let name, let value, let advice):
      "\(name) is \"\(value)\"; \(advice)"
    case .roleLoop(let profiles):
      "the profiles name each other in a circle: source_profile \(profiles.joined(separator: " -> ")); "
        + "let the last one hold keys"
    case .noSourceCredentials(let profile, let source, _):
      "\(source) of profile \"\(profile)\" gives no keys to assume the role with; sign in there first"
    case .noMFACode(let device, let role, let problem):
      "role \(Excerpt.oneLine(role, limit: 200)) needs a code of the MFA device "
        + "\(Excerpt.oneLine(device, limit: 200)): \(problem)"
    case .signInNeeded(let source, let problem, let command, let profile):
      "profile \"\(profile)\" signs in by \(source) and \(problem); run: \(command) --profile \(Self.shellWord(profile))"
    case .callFailed(let error):
      "cannot sign in: \(error)"
    case .badEndpoint(let error):
      "cannot sign in: \(error)"
    case .unusable(let source, let problem, let advice):
      "no keys from \(source): \(problem); \(advice)"
    case .expired(let source, let date):
      "the keys from \(source) ended at \(ISOTime.text(of: date)); sign in again"
    case .cancelled:
      "cancelled while signing in"
    }
  }

  /// The places that were tried, one in each line, with the reason why each gave nothing.
  package var details: [String] {
    switch self {
    case .noCredentials(let tried), .noSourceCredentials(_, _, let tried):
      tried.map { "\($0.source): \($0.reason)" }
    default: []
    }
  }

  /// `name` as one word of a shell command.
  static func shellWord(_ name: String) -> String {
    let isPlain = name.wholeMatch(of: /[A-Za-z0-9_.@+-]+/) != nil
    return isPlain ? name : "'" + name.replacing("'", with: "'\\''") + "'"
  }
}
