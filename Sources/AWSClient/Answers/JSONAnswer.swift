package import Foundation

/// Reads the JSON document of an answer, and says precisely what is wrong with one that cannot be read.
package enum JSONAnswer {
  /// The document as `type`.
  package static func decode<Answer: Decodable>(
    _ type: Answer.Type, from data: Data
  ) throws(MalformedAnswer) -> Answer {
    if let scanned = type as? any ScannedAnswer.Type, let answer = scanned.scanned(from: data) as? Answer {
      return answer
    }
    try expectObject(data)
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as DecodingError {
      throw MalformedAnswer(describe(error, data: data))
    } catch {
      throw MalformedAnswer("not a readable JSON document")
    }
  }

  /// Nothing, when `data` is a whole JSON object.
  static func check(_ data: Data) throws(MalformedAnswer) {
    try expectObject(data)
    guard (try? JSONSerialization.jsonObject(with: data)) != nil else {
      throw MalformedAnswer(invalidJSON(data))
    }
  }

  private static func expectObject(_ data: Data) throws(MalformedAnswer) {
    guard let first = data.first(where: { !Self.whiteSpace.contains($0) }) else {
      throw MalformedAnswer("expected JSON, found an empty answer")
    }
    guard first == UInt8(ascii: "{") else {
      throw MalformedAnswer("expected a JSON object, found \"\(Excerpt.oneLine(data, limit: 60))\"")
    }
  }

  private static let whiteSpace: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]

  private static func invalidJSON(_ data: Data) -> String {
    "not valid JSON (cut off?), \(data.count) bytes that end with "
      + "\"\(Excerpt.oneLine(Data(data.suffix(30)), limit: 30))\""
  }

  private static func describe(_ error: DecodingError, data: Data) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      return "\(path(context.codingPath + [key])) is missing"
    case .valueNotFound(_, let context):
      return "\(path(context.codingPath)) is null"
    case .typeMismatch(let type, let context):
      return "\(path(context.codingPath)) has the wrong type (expected \(name(of: type)))"
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      return invalidJSON(data)
    case .dataCorrupted(let context):
      return "\(path(context.codingPath)): \(Excerpt.oneLine(context.debugDescription, limit: 120))"
    @unknown default:
      return "not a readable JSON document"
    }
  }

  /// `Roots[0].Id`.
  private static func path(_ keys: [any CodingKey]) -> String {
    var result = ""
    for key in keys {
      if let index = key.intValue {
        result += "[\(index)]"
      } else {
        result += (result.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return result.isEmpty ? "the document" : result
  }

  private static func name(of type: Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Bool.Type: "true or false"
    case is any BinaryInteger.Type, is any BinaryFloatingPoint.Type: "a number"
    case is any Sequence.Type: "a list"
    default: "an object"
    }
  }
}
