/// What the time between snapshots is judged by, without the contents of the snapshot.
package struct SnapshotOutline: Hashable, Sendable {
  package var sealed: SealedSnapshot
  /// Who could edit policies when it was observed.
  package var canEdit: CanEdit
  /// What could not be read, sorted.
  package var unread: [UnreadSubject]

  package init(sealed: SealedSnapshot, canEdit: CanEdit, unread: [UnreadSubject]) {
    self.sealed = sealed
    self.canEdit = canEdit
    self.unread = unread
  }
}
