import ArgumentParser
import HistoryStore
import OrganizationModel

/// Which organization of the store.
struct OrganizationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The organization, where the store has several.", valueName: "o-…"))
  var organization: String?

  func validate() throws {
    _ = try id()
  }

  func id() throws -> OrganizationID? {
    try organization.map { text in
      guard let id = OrganizationID(text) else {
        throw ValidationError("--organization \(text.debugDescription) is not an id; it begins with o-")
      }
      return id
    }
  }

  /// The organization named, or the only one of `store`.
  func choose(in store: HistoryStore) throws -> OrganizationID {
    do {
      let present = try store.organizations()
      if let id = try id() {
        guard present.contains(id) else {
          throw CommandFailure("the store has nothing about \(id); snapshots lists what it has")
        }
        return id
      }
      guard let only = present.first else { throw StoreError.noSnapshots(nil) }
      guard present.count == 1 else { throw StoreError.severalOrganizations(present) }
      return only
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
  }
}
