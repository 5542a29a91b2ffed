import Foundation

/// The `name=value` words of one line of an organization tree.
struct TreeAttributes {
  private let line: TreeLine
  private var values: [String: String] = [:]

  /// Takes every attribute up to the first word that is none.
  init(_ line: inout TreeLine, known: [String]) throws(OrganizationTreeError) {
    while let (name, value) = try line.attribute() {
      guard known.contains(name) else { throw line.error(.unknownAttribute(name, known: known)) }
      guard values.updateValue(value, forKey: name) == nil else { throw line.error(.duplicate("\(name)=")) }
    }
    self.line = line
  }

  subscript(name: String) -> String? { values[name] }

  /// The parts between commas; empty when the attribute is absent or empty.
  func list(_ name: String) -> [String] {
    values[name, default: ""].split(separator: ",").map(String.init)
  }

  func flag(_ name: String) throws(OrganizationTreeError) -> Bool {
    try choice(name, Bool.init, "true, false") ?? false
  }

  func time(_ name: String) throws(OrganizationTreeError) -> Date? {
    try choice(name, { CivilTime(text: $0)?.date }, "a time such as 2024-05-01T00:00:00Z")
  }

  func choice<Value>(
    _ name: String, _ read: (String) -> Value?, _ expected: String
  ) throws(OrganizationTreeError) -> Value? {
    guard let text = values[name] else { return nil }
    guard let value = read(text) else {
      throw line.error(.badValue(attribute: name, value: text, expected: expected))
    }
    return value
  }
}
