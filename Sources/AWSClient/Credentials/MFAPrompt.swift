import Parallelism

/// Asks the user for the code of an MFA device while signing in.
package final class MFAPrompt: Sendable {
  /// Shows the device and gives what was typed; nil when the user ended the input.
  package typealias Ask = @Sendable (_ device: String) async -> String?

  private let ask: Ask?
  private let isClosed = Locked(false)

  /// - Parameter ask: nil where there is no terminal.
  package init(_ ask: Ask? = nil) {
    self.ask = ask
  }

  /// From here on nobody is asked: what runs is not to be stopped by a question.
  package func close() { isClosed.withLock { $0 = true } }

  func code(device: String, role: String) async throws(CredentialError) -> String {
    func failure(_ problem: String) -> CredentialError {
      .noMFACode(device: device, role: role, problem: problem)
    }
    if isClosed.withLock({ $0 }) { throw failure("its session has ended; run it again") }
    guard let ask else { throw failure("there is no terminal to ask for it; run it in one") }
    let code = (await ask(Excerpt.oneLine(device, limit: 200)) ?? "").trimmed
    guard code.wholeMatch(of: /[0-9]{6}/) != nil else { throw failure("six digits were expected") }
    return String(code)
  }
}
