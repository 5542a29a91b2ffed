import OrganizationModel
import OrganizationsAPI

/// The answer of `operation`, or its failure as a value, so that one failure does not end the others.
func attempt<Answer: Sendable, Failure: Error>(
  _ operation: @escaping @Sendable () async throws(Failure) -> Answer
) async -> Result<Answer, Failure> {
  do { return .success(try await operation()) } catch { return .failure(error) }
}

extension Sequence where Element: Sendable {
  /// The results of `transform` in the order of the elements, with at most `width` running at once.
  func concurrentMap<Output: Sendable>(
    width: Int, _ transform: @Sendable @escaping (Element) async -> Output
  ) async -> [Output] {
    await withTaskGroup(of: (Int, Output).self) { group in
      var results: [Int: Output] = [:]
      var running = 0
      for (index, element) in enumerated() {
        if running >= width, let (finished, output) = await group.next() {
          results[finished] = output
          running -= 1
        }
        group.addTask { (index, await transform(element)) }
        running += 1
      }
      for await (finished, output) in group { results[finished] = output }
      return results.sorted { $0.key < $1.key }.map(\.value)
    }
  }
}

extension OperationFailure {
  /// As an entry of the snapshot's list of what could not be read.
  var unread: UnreadSubject {
    UnreadSubject(subject: target.map { "\(operation) \($0)" } ?? operation, reason: reason)
  }

  /// The cause alone, for a place that names the subject already.
  var reason: String {
    if case .missingFile(let path) = kind { return "\(path) is not in the export" }
    let cause = message.isEmpty ? code : "\(code): \(message)"
    let request = requestID.map { " (request id \($0))" } ?? ""
    return "\(cause)\(request)" + (advice.isEmpty ? "" : "; \(advice)")
  }

  /// Whether the credential itself is what fails, so that every further question would fail too.
  var isAboutCredential: Bool {
    switch kind {
    case .expiredCredential, .invalidCredential, .clockSkew: true
    case .accessDenied, .throttled, .notInOrganization, .notFound, .unsupported, .invalidInput, .serverError,
      .network, .malformedAnswer, .missingFile:
      false
    }
  }

  var isNotFound: Bool { kind == .notFound }

  var isMissingFile: Bool {
    if case .missingFile = kind { return true }
    return false
  }
}
