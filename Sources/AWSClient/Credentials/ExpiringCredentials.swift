import Foundation

/// Keys that are renewed before they end, for as long as a run takes.
///
/// Requests that come while keys are renewed wait for the same renewal. One that fails is tried again a minute
/// later, and what is left of the old keys is used until then.
package actor ExpiringCredentials: CredentialProviding {
  /// Keys are renewed when less than this is left of them.
  static let renewedBefore: TimeInterval = 5 * 60
  private static let pauseBetweenRenewals: TimeInterval = 60

  private let source: any CredentialSource
  private let wallClock: @Sendable () -> Date
  private var current: Credential
  private var renewal: Task<Result<Credential, CredentialError>, Never>?
  private var notAgainBefore: Date?
  /// Keys that AWS calls expired and that the source goes on giving.
  private var hopeless: Set<String> = []

  /// - Throws: when `first` has ended already.
  package init(source: any CredentialSource, first: Credential, timing: Timing) throws(CredentialError) {
    self.source = source
    current = first
    wallClock = timing.wallClock
    if let end = first.expiration, end <= timing.wallClock() { throw .expired(source: first.source, at: end) }
  }

  /// The keys in use, without renewing them.
  package var inUse: Credential { current }

  package func credential() async throws(CredentialError) -> Credential {
    guard let end = current.expiration else { return current }
    let left = end.timeIntervalSince(wallClock())
    guard left < Self.renewedBefore else { return current }
    if left > 0, let notAgainBefore, wallClock() < notAgainBefore { return current }
    switch await renewed() {
    case .success(let fresh): return fresh
    case .failure(let error):
      if let end = current.expiration, end > wallClock() { return current }
      throw error
    }
  }

  package func replacement(for rejected: Credential) async -> Credential? {
    if current.accessKeyID != rejected.accessKeyID { return current }
    if hopeless.contains(rejected.accessKeyID) { return nil }
    guard case .success(let fresh) = await renewed(), fresh.accessKeyID != rejected.accessKeyID else {
      hopeless.insert(rejected.accessKeyID)
      return nil
    }
    return fresh
  }

  private func renewed() async -> Result<Credential, CredentialError> {
    if let renewal { return await renewal.value }
    let (source, wallClock) = (source, wallClock)
    let task = Task { await Self.look(at: source, wallClock) }
    renewal = task
    let outcome = await task.value
    renewal = nil
    notAgainBefore = wallClock().addingTimeInterval(Self.pauseBetweenRenewals)
    if case .success(let fresh) = outcome { current = fresh }
    return outcome
  }

  /// Keys that last for some time yet, so that all who waited for them can use them.
  private static func look(
    at source: any CredentialSource, _ wallClock: @Sendable () -> Date
  ) async -> Result<Credential, CredentialError> {
    do throws(CredentialError) {
      switch try await source.look() {
      case .found(let fresh):
        if let end = fresh.expiration, end <= wallClock() {
          return .failure(.expired(source: fresh.source, at: end))
        }
        return .success(fresh)
      case .nothing(let reason):
        return .failure(
          .unusable(
            source: source.name, problem: "it gives no more keys (\(reason))", advice: "sign in again"))
      }
    } catch {
      return .failure(error)
    }
  }
}
