import ArgumentParser

/// What people attest.
struct Attest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Records and lists what people attest about checklist items that no snapshot can answer.",
    discussion: """
      Examples:
        optout-audit attest template --output open.yaml
        optout-audit attest load open.yaml
        optout-audit attest list --as-of 2026-09-30

      An attestation has an outcome, a statement, a name, evidence files and a last day. It is never changed: a later one \
      counts in its place, and revoke says that it was not right. Everything becomes part of the organization's chain.
      """,
    subcommands: [
      AttestAdd.self, AttestList.self, AttestRevoke.self, AttestCountersign.self, AttestTemplate.self,
      AttestLoad.self,
    ])
}
