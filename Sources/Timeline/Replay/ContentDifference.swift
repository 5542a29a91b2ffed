import PolicyLanguage

/// The difference between two texts of a policy, by service and not as JSON.
enum ContentDifference {
  /// Clauses like `lex: optOut -> optIn; default: locked -> open`.
  static func text(from old: String?, to new: String?) -> String {
    guard let new else { return "another content, which is not known" }
    guard let after = try? PolicyDocument(parsing: new) else { return "a text that does not parse" }
    guard let old else { return clauses(from: [:], to: services(of: after)).joined(separator: "; ") }
    guard let before = try? PolicyDocument(parsing: old) else {
      return "parses now: " + clauses(from: [:], to: services(of: after)).joined(separator: "; ")
    }
    let clauses = clauses(from: services(of: before), to: services(of: after))
    return clauses.isEmpty ? "another text with the same values and locks" : clauses.joined(separator: "; ")
  }

  /// Whether both texts say the same about every service.
  static func isNone(between old: String, and new: String) -> Bool {
    if old == new { return true }
    guard let before = try? PolicyDocument(parsing: old), let after = try? PolicyDocument(parsing: new) else {
      return false
    }
    return services(of: before) == services(of: after)
  }

  private struct Service: Hashable {
    var value: OptOutValue?
    /// Whether policies further down are kept from changing the value.
    var isLocked = false
    /// Whether they are kept from giving it one.
    var isClosed = false
  }

  /// What a document says by service key; the empty key stands for the list of services.
  private static func services(of document: PolicyDocument) -> [String: Service] {
    var result: [String: Service] = [:]
    if let control = document.services.childControl, !control.allowed.allowsNewKeys {
      result[""] = Service(isClosed: true)
    }
    for statement in document.services.statements {
      result[statement.service] = Service(
        value: statement.setting?.assignment?.value,
        isLocked: statement.setting?.childControl.map { !$0.allowed.contains(.assign) } ?? false,
        isClosed: statement.childControl.map { !$0.allowed.allowsNewKeys } ?? false)
    }
    return result
  }

  private static func clauses(from old: [String: Service], to new: [String: Service]) -> [String] {
    let keys = Set(old.keys).union(new.keys).subtracting([""]).sorted()
    var result: [String] = []
    let isClosed = (old[""]?.isClosed ?? false, new[""]?.isClosed ?? false)
    if isClosed.0 != isClosed.1 { result.append("new services: \(locks(isClosed))") }
    for key in keys {
      let (before, after) = (old[key], new[key])
      if before?.value != after?.value {
        let values = [before, after].map { $0?.value?.rawValue ?? "no value" }
        result.append("\(key): \(values[0]) -> \(values[1])")
      }
      let isLocked = (before?.isLocked ?? false, after?.isLocked ?? false)
      if isLocked.0 != isLocked.1 { result.append("\(key): \(locks(isLocked))") }
      let isClosed = (before?.isClosed ?? false, after?.isClosed ?? false)
      // A lock on the key alone matters only while there is no value to lock.
      if isClosed.0 != isClosed.1, isLocked.0 == isLocked.1 {
        result.append("\(key): additions \(locks(isClosed))")
      }
    }
    return result
  }

  private static func locks(_ states: (Bool, Bool)) -> String {
    "\(states.0 ? "locked" : "unlocked") -> \(states.1 ? "locked" : "unlocked")"
  }
}
