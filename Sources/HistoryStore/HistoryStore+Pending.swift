package import OrganizationModel

/// What a collect has read and not yet sealed. It is no evidence: nothing but the next collect reads it.
extension HistoryStore {
  /// Keeps answers until a snapshot of the organization is sealed, in one transaction.
  ///
  /// - Parameter basis: what has to be the same for a collect to go on with them.
  package func keepPending(
    _ answers: [AccountID: ReportedEffectivePolicy], read time: ReadingTime, of organization: OrganizationID,
    basis: String
  ) throws(StoreError) {
    try write { try PendingAnswers($0).insert(answers, read: time, of: organization, basis: basis) }
  }

  /// Answers that were kept and read from `earliest` to `latest`. Older ones, of every organization, are deleted.
  package func pendingAnswers(
    of organization: OrganizationID, basis: String, from earliest: Timestamp, to latest: Timestamp
  ) throws(StoreError) -> [AccountID: EarlierAnswer] {
    try write { database in
      let pending = PendingAnswers(database)
      try pending.delete(readBefore: earliest)
      return try pending.answers(of: organization, basis: basis, from: earliest, to: latest)
    }
  }

  /// Deletes what was kept of the organization.
  package func forgetPending(of organization: OrganizationID) throws(StoreError) {
    try write { try PendingAnswers($0).delete(of: organization) }
  }
}
