/// Something that the assessment rests on, by reference.
struct OSCALResource: Encodable {
  var uuid: String
  var title: String
  var description: String
  var props: [OSCALProperty]?
  /// Where it lies, with its digest.
  var rlinks: [Place]?

  struct Place: Encodable {
    var href: String
    var hashes: [Digest]
  }

  struct Digest: Encodable {
    var algorithm = "SHA-256"
    var value: String
  }
}

struct OSCALLink: Encodable {
  var href: String
  var rel: String?
  var text: String?
}

/// The evidence as resources of the back matter: the snapshot, the chain it is part of, and the files that persons gave.
enum OSCALEvidence {
  /// The reference to the snapshot's resource.
  static func snapshot(_ stable: StableUUID) -> String { "#\(stable("snapshot"))" }

  /// The reference to the resource for all that is recorded, snapshots or not.
  static func chain(_ stable: StableUUID) -> String { "#\(stable("chain"))" }

  static func resources(_ model: ReportModel, _ stable: StableUUID) -> [OSCALResource] {
    let snapshot = OSCALResource(
      uuid: stable("snapshot"), title: "Snapshot \(model.snapshot)",
      description:
        "What was observed from \(model.startedAt) to \(model.observedAt), sealed. An evidence pack holds it.",
      props: [OSCALProperty("chain-head", model.method.chainHead)])
    let chain = OSCALResource(
      uuid: stable("chain"), title: "Chain of evidence of \(model.organization)",
      description:
        "Every snapshot, and what was recorded beside them: events, attestations, probes, services in use. Each entry's "
        + "digest covers the one before it. An evidence pack holds it.",
      props: [OSCALProperty("chain-head", model.method.chainHead)])
    var files: [String: OSCALResource] = [:]
    for file in model.attestations.flatMap(\.files) where files[file.sha256] == nil {
      files[file.sha256] = OSCALResource(
        uuid: stable("file", file.sha256), title: OSCALText.line(file.name),
        description: "Given as evidence with an attestation; the address is that in an evidence pack.",
        rlinks: [
          OSCALResource.Place(
            href: "../evidence/files/\(file.sha256)", hashes: [OSCALResource.Digest(value: file.sha256)])
        ])
    }
    return [snapshot, chain] + files.values.sorted { $0.uuid < $1.uuid }
  }

  /// What a person stated, and each file given with it.
  static func evidence(of row: AttestationRow, _ stable: StableUUID) -> [OSCALObservation.Evidence] {
    let statement = OSCALObservation.Evidence(
      description: OSCALText.line(
        "\(row.outcome) by \(row.by), \(row.effective) to \(row.expires), \(row.standing): \(row.statement)"))
    return [statement]
      + row.files.map { file in
        OSCALObservation.Evidence(
          href: "#\(stable("file", file.sha256))", description: OSCALText.line(file.words))
      }
  }
}
