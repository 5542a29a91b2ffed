internal import OrganizationModel

/// A record ready to be written: its key, its hash and its row.
struct SealedRecord {
  var table: EvidenceTable
  var key: RecordKey
  var keyValues: [String]
  var columnValues: [ColumnValue]
  var hash: String

  init(_ record: some EvidenceRecord) {
    let table = type(of: record).table
    self.table = table
    keyValues = record.keyValues
    key = RecordKey(table.recordName, keyValues)
    columnValues = record.columnValues
    hash = record.hash
  }
}

/// A snapshot taken apart: its records sorted by key, and the texts that they name.
struct SealedRecords {
  let records: [SealedRecord]
  let documents: DocumentSet
  let facts: SnapshotFacts

  /// - Throws: `StoreError.listedTwice` when two records have one key.
  init(_ snapshot: Snapshot) throws(StoreError) {
    guard snapshot.header.organization == snapshot.organization.id else {
      throw .foreignOrganization(header: snapshot.header.organization, organization: snapshot.organization.id)
    }
    var documents = DocumentSet()
    let records = Self.records(of: snapshot, documents: &documents).sorted { $0.key < $1.key }
    for (record, next) in zip(records, records.dropFirst()) where record.key == next.key {
      throw .listedTwice(record: record.key.text)
    }
    var state = RecordState()
    _ = state.apply(records.map { RecordState.Change(key: $0.key, hash: $0.hash) })
    self.records = records
    self.documents = documents
    facts = SnapshotFacts(
      header: snapshot.header, isComplete: snapshot.isComplete, accountCount: snapshot.accounts.count,
      contentDigest: state.contentDigest)
  }

  private static func records(of snapshot: Snapshot, documents: inout DocumentSet) -> [SealedRecord] {
    var records = snapshot.organizationalUnits.map { SealedRecord($0) }
    records += snapshot.accounts.map { SealedRecord($0) }
    records += snapshot.policies.map { SealedRecord(StoredPolicy($0, documents: &documents)) }
    records += snapshot.attachments.map { SealedRecord($0) }
    records += snapshot.effectivePolicies.map { account, answer in
      SealedRecord(StoredEffectivePolicy(account: account, answer, documents: &documents))
    }
    records += snapshot.observations(documents: &documents).map { SealedRecord($0) }
    return records
  }
}
