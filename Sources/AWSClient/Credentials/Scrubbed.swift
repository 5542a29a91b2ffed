/// Text of other programs without what looks like a key.
enum Scrubbed {
  /// `text` with access key ids, what follows the name of a secret, and long runs of mixed letters and digits replaced.
  static func text(_ text: String) -> String {
    text.replacing(/\b(?:A3T[A-Z0-9]|AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}/, with: "(redacted)")
      .replacing(
        /(?i)((?:secret[_-]?access[_-]?key|session[_-]?token|access[_-]?token|refresh[_-]?token|client[_-]?secret)["']?[\s:=]+["']?)[^\s"',}]+/
      ) { "\($0.output.1)(redacted)" }
      .replacing(/[A-Za-z0-9+\/=_-]{30,}/) { match in
        let run = match.output
        let isMixed =
          run.contains { $0.isNumber } && run.contains { $0.isLowercase } && run.contains { $0.isUppercase }
        return isMixed ? "(redacted)" : String(run)
      }
  }
}
