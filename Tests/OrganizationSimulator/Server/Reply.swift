/// An answer and how it reaches the client.
struct Reply: Sendable {
  enum Delivery: Hashable, Sendable {
    case whole
    /// The head and half of the body, then the end of the connection.
    case half
    /// The head and half of the body, then RST.
    case halfThenReset
    case pieces(bytes: Int, interval: Duration)
    /// No answer; the connection ends with RST.
    case reset
    /// No answer; the connection stays open.
    case never
  }

  var answer: Answer
  var delivery: Delivery
  let latency: Duration
  /// For x-amzn-RequestId.
  let id: String
  /// For the Date header.
  let date: String

  /// Spoils the right answer.
  mutating func apply(_ fault: FaultRule.Fault) {
    switch fault {
    case .status, .error, .html: break
    case .truncatedJSON: answer.body.removeLast(answer.body.count - answer.body.count / 2)
    case .connectionReset: delivery = .reset
    case .closedMidBody: delivery = .half
    case .resetMidBody: delivery = .halfThenReset
    case .slowDrip(let bytes, let interval): delivery = .pieces(bytes: max(1, bytes), interval: interval)
    case .neverAnswer: delivery = .never
    case .wrongFieldType(let member):
      guard let document = try? JSONParser.parse(answer.body) else { return }
      var isDone = false
      answer.body = Self.replacing(member, in: document, isDone: &isDone).utf8
    case .missingMember(let member):
      guard let document = try? JSONParser.parse(answer.body) else { return }
      answer.body = Self.removing(member, from: document).utf8
    }
  }

  private static func removing(_ name: String, from value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): .array(elements.map { removing(name, from: $0) })
    case .object(let members):
      .object(
        members.filter { $0.name != name }.map { .init($0.name, removing(name, from: $0.value)) })
    case .null, .bool, .number, .string: value
    }
  }

  /// Puts a number in place of the first member with this name, or of the first text when no name is given.
  private static func replacing(_ name: String?, in value: JSONValue, isDone: inout Bool) -> JSONValue {
    guard !isDone else { return value }
    switch value {
    case .string where name == nil:
      isDone = true
      return .number("17")
    case .array(let elements):
      return .array(elements.map { replacing(name, in: $0, isDone: &isDone) })
    case .object(let members):
      return .object(
        members.map { member in
          if member.name == name, !isDone {
            isDone = true
            // A timestamp is a number already, so there a text is the wrong type.
            return .init(member.name, member.value.number == nil ? .number("17") : "seventeen")
          }
          return .init(member.name, replacing(name, in: member.value, isDone: &isDone))
        })
    case .null, .bool, .number, .string: return value
    }
  }
}
