/// What an entry of the ledger records. The raw values are part of what digests cover.
package enum LedgerKind: String, Hashable, Sendable, CaseIterable {
  case attestation
  case revocation
  case countersignature
  case probe
  case usage
  case eventImport
  /// A time stamp token over the chain's head.
  case anchor
  /// What was taken out of the store, by whom and why.
  case retirement
}
