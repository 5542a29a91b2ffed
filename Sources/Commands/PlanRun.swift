import AWSClient
import Collector
import HistoryStore
import OrganizationModel
import OrganizationsAPI

/// Finds out how many requests a collect would send, from the newest snapshot or else from AWS's listings.
struct PlanRun {
  var context: CommandContext
  var effective: EffectiveMode
  var readsEvents: Bool
  var share: Double

  /// - Parameter store: nil when there is none yet.
  func plan(using client: AWSClient, store: HistoryStore?) async throws -> PlanOutput {
    let api = LiveOrganizations(client: client)
    let effective = effective
    do {
      let organization = try await api.describeOrganization().id
      if let store, let id = OrganizationID(organization), let newest = try store.newest(of: id) {
        let size = CollectSize(of: try store.snapshot(id: newest.id).1, mode: effective)
        return output(
          organization, size,
          "counts of snapshot \(newest.id), observed \(newest.header.observedAt); nothing was listed")
      }
      let size = try await Interruption.watching {
        try await CollectSize(listedBy: api, mode: effective)
      }
      let sent = client.statistics.totalRequests
      return output(organization, size, "counts that AWS listed, by \(plural(sent, "request"))")
    } catch {
      throw CommandFailure(error)
    }
  }

  private func output(_ organization: String, _ size: CollectSize, _ source: String) -> PlanOutput {
    PlanOutput(
      organization: organization, size: size, source: source, share: share, readsEvents: readsEvents)
  }
}
