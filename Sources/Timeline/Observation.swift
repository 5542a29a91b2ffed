package import OrganizationModel

/// A sealed snapshot with the answer it gives.
package struct Observation: Hashable, Sendable {
  package var sealed: SealedSnapshot
  package var posture: OrganizationPosture

  package init(sealed: SealedSnapshot, posture: OrganizationPosture) {
    self.sealed = sealed
    self.posture = posture
  }
}
