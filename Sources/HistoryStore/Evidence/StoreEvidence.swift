/// One organization's evidence outside of a store: every entry of its chain with the rows that belong to it.
///
/// Made by `HistoryStore.evidence(of:)`, read back by `HistoryStore(restoring:)`: the restored store holds the same
/// rows, so everything that is asked of it has the same answer and every digest is recomputed as in the original.
package struct StoreEvidence: Hashable, Sendable {
  /// In the order of the chain, from its first entry to its head.
  package var entries: [Entry]
  /// Texts of policies and of AWS's answers, by SHA-256, sorted.
  package var documents: [Document]
  /// Files of attestations, probes and time stamps, by SHA-256, sorted.
  package var files: [File]

  /// An entry of the chain.
  package struct Entry: Hashable, Sendable {
    /// From 1.
    package var position: Int64
    /// `snapshot`, or a `LedgerKind`.
    package var kind: String
    /// The snapshot's id; nil for other kinds.
    package var snapshot: String?
    /// Canonical JSON: an object that has, by the name of the table, a list of rows as objects of columns.
    package var text: String

    package init(position: Int64, kind: String, snapshot: String?, text: String) {
      self.position = position
      self.kind = kind
      self.snapshot = snapshot
      self.text = text
    }
  }

  package struct Document: Hashable, Sendable {
    package var sha256: String
    package var text: String

    package init(sha256: String, text: String) {
      self.sha256 = sha256
      self.text = text
    }
  }

  package struct File: Hashable, Sendable {
    package var sha256: String
    package var bytes: [UInt8]

    package init(sha256: String, bytes: [UInt8]) {
      self.sha256 = sha256
      self.bytes = bytes
    }
  }

  package init(entries: [Entry], documents: [Document], files: [File]) {
    self.entries = entries
    self.documents = documents
    self.files = files
  }
}

/// Why evidence cannot be read back.
package enum StoreEvidenceError: Error, Hashable, Sendable, CustomStringConvertible {
  case notCanonical(position: Int64)
  case unknownTable(position: Int64, String)
  case unknownColumn(position: Int64, table: String, String)
  case refused(position: Int64, detail: String)

  package var description: String {
    switch self {
    case .notCanonical(let position): "entry \(position) is not the canonical JSON that a pack has"
    case .unknownTable(let position, let name):
      "entry \(position) has rows of \"\(name)\", which is no table of evidence"
    case .unknownColumn(let position, let table, let name):
      "entry \(position) has a column \"\(name)\", which \(table) does not have"
    case .refused(let position, let detail): "entry \(position) does not fit the others: \(detail)"
    }
  }
}
