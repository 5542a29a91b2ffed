import Foundation

/// Keys that a program prints.
///
/// [Process credential provider](https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html)
struct CredentialProcess: CredentialSource {
  /// Some programs ask the user for a code, or open a browser.
  static let timeout: Duration = .seconds(120)

  let profileName: String
  let profile: Profile?
  let world: SignInWorld
  var timeout = CredentialProcess.timeout

  let name = "credential process"

  func look() async throws(CredentialError) -> CredentialFinding {
    guard let command = profile?["credential_process"] else {
      return .nothing(reason: "the profile has no credential_process")
    }
    guard let words = ShellWords.split(command), let program = words.first, !program.isEmpty else {
      throw .badSetting(
        profile: profileName, setting: "credential_process", problem: "has an open quotation or no program",
        advice: "write the program and its arguments as for a shell")
    }
    // Arguments stay out of all messages: they may hold secrets.
    let source = "credential process \(Excerpt.oneLine(program, limit: 100)) (profile \"\(profileName)\")"
    let output = try await run(words, source: source)
    let document = try KeyDocument(output, source: source)
    guard document.number("Version") == 1 else {
      throw .unusable(source: source, problem: "its answer is not of Version 1", advice: "update the program")
    }
    return .found(try document.credential(token: "SessionToken"))
  }

  private func run(_ words: [String], source: String) async throws(CredentialError) -> Data {
    func failure(_ problem: String) -> CredentialError {
      .unusable(source: source, problem: problem, advice: "run the program by hand to see what is wrong")
    }
    switch await Subprocess(words: words, environment: world.variables, timeout: timeout).run() {
    case .notStarted(let reason): throw failure("it could not be started: \(reason)")
    case .timedOut: throw failure("it did not end within \(Int(timeout.seconds)) s")
    case .tooMuchOutput: throw failure("it printed more than \(Subprocess.maxOutputBytes) bytes")
    case .ended(let status, let output, let errors):
      guard status == 0 else {
        let said = Excerpt.oneLine(Scrubbed.text(String(decoding: errors, as: UTF8.self)), limit: 200)
        throw failure("it ended with status \(status)" + (said.isEmpty ? "" : ": \(said)"))
      }
      return output
    }
  }
}
