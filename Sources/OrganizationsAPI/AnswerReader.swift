import AWSClient
package import Foundation

/// Reads saved answers, such as the files of an offline export, with the types of the live calls.
package enum AnswerReader {
  /// The answer in `data`.
  /// - Throws: a failure of kind `malformedAnswer` that says what is wrong and where in the document.
  package static func read<Answer: Decodable>(
    _ type: Answer.Type, from data: Data, operation: String, target: String? = nil
  ) throws(OperationFailure) -> Answer {
    do {
      return try JSONAnswer.decode(type, from: data)
    } catch {
      throw OperationFailure(
        operation: operation, target: target, code: "MalformedAnswer", message: error.what,
        kind: .malformedAnswer(error.what))
    }
  }
}
