import Checklist
import Hashing
import HistoryStore
import OrganizationModel

/// The attestations of one organization in a store, to be read and added to.
struct AttestationLedger {
  let organization: OrganizationID
  let book: AttestationBook

  /// Reads them. The store must be there, with a snapshot of the organization.
  init(reading options: StoreOptions, _ choice: OrganizationOptions, _ context: CommandContext) throws {
    let store = try options.openForReading(context)
    organization = try choice.choose(in: store)
    book = try AttestationBook(from: store, of: organization)
  }

  /// Records `drafts` as one, and gives the attestations as they are then.
  func appending(
    _ drafts: [LedgerDraft], to options: StoreOptions, _ context: CommandContext
  ) throws -> AttestationBook {
    let store = try options.openForWriting(context)
    do { _ = try store.append(drafts) } catch { throw CommandFailure(error) }
    return try AttestationBook(from: store, of: organization)
  }
}

extension AttestationBook {
  /// Everything that the store's chain has about attestations of `organization`.
  init(from store: HistoryStore, of organization: OrganizationID) throws {
    do {
      let entries = try store.entries(
        of: organization, kinds: [.attestation, .revocation, .countersignature])
      self.init(entries: try entries.map { try Self.entry($0) })
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
  }

  private static func entry(_ entry: LedgerEntry) throws -> Entry {
    do {
      switch entry.kind {
      case .revocation: return .revocation(try entry.decode(), recordedAt: entry.recordedAt)
      case .countersignature: return .countersignature(try entry.decode(), recordedAt: entry.recordedAt)
      default:
        return .attestation(try entry.decode(), digest: entry.digest, recordedAt: entry.recordedAt)
      }
    } catch {
      throw CommandFailure(
        "entry \(entry.position) of the chain of \(entry.organization) cannot be read as \(entry.kind.rawValue); "
          + "use a newer optout-audit, or restore the store from a copy")
    }
  }
}

/// A file that an attestation rests on.
struct EvidenceAttachment {
  /// 50 MB.
  static let maxBytes = 50_000_000

  var file: EvidenceFile
  var bytes: [UInt8]

  init(name: String, bytes: [UInt8]) {
    file = EvidenceFile(name: name, sha256: SHA256.digest(bytes), byteCount: bytes.count)
    self.bytes = bytes
  }

  /// Reads the file at `path`.
  ///
  /// - Throws: a `CommandFailure` that is a clause, which names the file.
  init(path: String) throws(CommandFailure) {
    let bytes: [UInt8]
    do { bytes = try BoundedFile.bytes(at: path, limit: Self.maxBytes, isRegular: true) } catch {
      let advice = error == .tooLarge(limit: Self.maxBytes) ? "; keep it elsewhere and attest where" : ""
      throw CommandFailure("cannot take the evidence file \"\(path)\": \(error)\(advice)")
    }
    guard !bytes.isEmpty else {
      throw CommandFailure("cannot take the evidence file \"\(path)\": it is empty")
    }
    self.init(name: path.split(separator: "/").last.map(String.init) ?? path, bytes: bytes)
  }
}

extension LedgerDraft {
  init(
    _ attestation: Attestation, files: [EvidenceAttachment], of organization: OrganizationID,
    at time: Timestamp
  ) throws {
    try self.init(
      organization: organization, kind: .attestation, recordedAt: time, body: attestation,
      files: files.map(\.bytes))
  }
}
