package import OrganizationModel

/// What `verifyChains` finds in a store.
package struct StoreVerification: Hashable, Sendable {
  /// Problems that belong to no organization: the file, its schema, its documents.
  package var problems: [IntegrityProblem]
  /// Sorted by organization.
  package var chains: [ChainVerification]

  package var isIntact: Bool { problems.isEmpty && chains.allSatisfy(\.isIntact) }
}

/// What the chain of one organization shows.
package struct ChainVerification: Hashable, Sendable {
  package var organization: OrganizationID
  /// Digest of the newest entry; nil when there is none.
  package var head: String?
  /// The digests of all entries, oldest first: what an anchor may name.
  package var digests: [String]
  /// What was taken out of the store, oldest first.
  package var retirements: [RetirementRecord]
  /// In the order of the chain.
  package var problems: [IntegrityProblem]

  package var isIntact: Bool { problems.isEmpty }
}

/// A sign that evidence is not what it was when it was sealed.
package struct IntegrityProblem: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// SQLite finds the file damaged.
    case file
    /// The schema is newer, altered, or lacks a guard.
    case schema
    /// A document's text does not have its hash, is missing, or is named by nothing.
    case document
    /// A row's columns do not have the row's hash, or hold what none of the tool's rows holds.
    case record
    /// The rows in force do not have the content digest that was sealed.
    case content
    /// A snapshot or an entry does not have its digest or its id.
    case digest
    /// An entry does not follow from the one before it.
    case link
    /// A snapshot or an entry is missing, or stands where none belongs.
    case sequence
    /// A digest kept elsewhere is not in the chain.
    case anchor
    /// A time stamp does not belong to the entry that it is said to be of, or its signature does not hold.
    case timeStamp
    /// What the store keeps of the history's end, which is no evidence, is not what the history ends with.
    case cache
  }

  /// Id of the snapshot concerned; nil when there is none.
  package var snapshot: String?
  package var kind: Kind
  package var message: String

  package init(snapshot: String?, kind: Kind, message: String) {
    self.snapshot = snapshot
    self.kind = kind
    self.message = message
  }
}
