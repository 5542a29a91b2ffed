internal import GRDB

extension HistoryStore {
  /// Recomputes everything that was sealed: the hash of every row and document, every content digest, digest, id and
  /// link, and the schema with its guards. Every column of every evidence table takes part.
  ///
  /// What it cannot see is a store cut off after an earlier entry, which is a whole chain in itself: compare the heads
  /// with a digest kept elsewhere (`ChainVerification.digests`).
  ///
  /// - Parameter actorsAreRedacted: whether people in the evidence are pseudonyms (`ActorRedaction`). The digests of
  ///   entries that can name people are then taken as they stand; links, and the hashes of all other rows, are not.
  package func verifyChains(actorsAreRedacted: Bool = false) throws(StoreError) -> StoreVerification {
    try read { database in
      var problems = try Self.fileProblems(database) + schemaProblems(database)
      do {
        var verifier = StoreVerifier(database, hasLedger: hasLedger, actorsAreRedacted: actorsAreRedacted)
        try verifier.run()
        problems += verifier.problems
        return StoreVerification(problems: problems, chains: verifier.chains)
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_ERROR || error.resultCode == .SQLITE_CORRUPT
      {
        // A table or a column is missing, or a page cannot be read.
        let kind: IntegrityProblem.Kind = error.resultCode == .SQLITE_CORRUPT ? .file : .schema
        problems.append(
          IntegrityProblem(
            snapshot: nil, kind: kind,
            message: "the evidence cannot be read (\(error.message ?? "\(error.resultCode)"))"))
        return StoreVerification(problems: problems, chains: [])
      }
    }
  }

  private static func fileProblems(_ database: Database) throws -> [IntegrityProblem] {
    var problems: [IntegrityProblem] = []
    try PreparedStatement(database, "PRAGMA integrity_check(20)").forEachRow { row in
      let message = row.anything(0)
      if message != "ok" {
        problems.append(IntegrityProblem(snapshot: nil, kind: .file, message: "SQLite finds \"\(message)\""))
      }
    }
    return problems
  }

  private func schemaProblems(_ database: Database) throws -> [IntegrityProblem] {
    var problems: [IntegrityProblem] = []
    if let schemaProblem {
      problems.append(IntegrityProblem(snapshot: nil, kind: .schema, message: schemaProblem.description))
    }
    // Read again: a store that is open for long may have been altered since.
    let differences = try Schema(database).differences
    problems += differences.map { IntegrityProblem(snapshot: nil, kind: .schema, message: $0) }
    return problems
  }
}
