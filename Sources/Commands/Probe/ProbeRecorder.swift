import HistoryStore
import OrganizationModel

/// Records what a probe found in the ledger of one organization.
struct ProbeRecorder {
  private let store: HistoryStore
  private let organization: OrganizationID

  /// Opened before anything is read elsewhere, so that a store that cannot take the result is known first.
  init(_ options: StoreOptions, _ choice: OrganizationOptions, _ context: CommandContext) throws {
    organization = try choice.choose(in: options.openForReading(context))
    store = try options.openForWriting(context)
  }

  init(store: HistoryStore, organization: OrganizationID) {
    self.store = store
    self.organization = organization
  }

  func record(_ record: ProbeRecord, files: [[UInt8]], at time: Timestamp) throws -> LedgerEntry {
    do {
      let draft = try LedgerDraft(
        organization: organization, kind: .probe, recordedAt: time, body: record, files: files)
      return try store.append(draft)
    } catch {
      throw CommandFailure(error)
    }
  }
}
