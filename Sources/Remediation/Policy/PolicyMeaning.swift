import PolicyLanguage

/// What a policy does, whatever its layout and the order of its keys. Two policies with the same meaning can stand for
/// each other.
struct PolicyMeaning: Hashable {
  private struct Statement: Hashable {
    var control: UInt8
    var settingControl: UInt8?
    var value: OptOutValue?
  }

  private var control: UInt8
  private var statements: [String: Statement]

  /// Nil when `text` is no policy, or contains something that AWS would not read as written.
  init?(of text: String) {
    guard let document = try? PolicyDocument(parsing: text), document.irregularities.isEmpty else {
      return nil
    }
    control = Self.control(document.services.childControl)
    statements = [:]
    for statement in document.services.statements {
      statements[statement.service] = Statement(
        control: Self.control(statement.childControl),
        settingControl: statement.setting.map { Self.control($0.childControl) },
        value: statement.setting?.assignment?.value)
    }
  }

  private static func control(_ control: ChildControl?) -> UInt8 { (control?.allowed ?? .all).rawValue }
}
