import Checklist
import OrganizationModel
import PolicyLanguage
import Timeline

extension ReportModel {
  /// How the report came about and how it can be checked.
  package struct Method: Hashable, Sendable, Encodable {
    package var facts: [Fact]
    package var chain: Status
    package var chainHead: String
    package var formula: String { Score.formula }
    package var statement: String
    package var proves: [String]
    package var doesNotProve: [String]
    /// Services that the policy does not reach, with the control that applies instead.
    package var outOfReach: [Control]

    /// A label with its value.
    package struct Fact: Hashable, Sendable, Encodable {
      package var label: String
      package var value: String
      /// Whether the value is an identifier, a digest or an address, and reads best in a fixed-width font.
      package var isIdentifier: Bool

      init(_ label: String, _ value: String, isIdentifier: Bool = false) {
        self.label = label
        self.value = value
        self.isIdentifier = isIdentifier
      }
    }

    package struct Control: Hashable, Sendable, Encodable {
      package var name: String
      package var control: String
    }

    init(_ input: ReportInput) {
      facts = Self.facts(input)
      chain = Status(input.chainState)
      chainHead = input.chainHead
      outOfReach = input.catalogue.outOfReach.map { Control(name: $0.name, control: $0.control) }
      statement =
        "This report is supporting evidence, not a certificate. It states what was observed at the time given; whether "
        + "that meets a requirement is for the reader to judge."
      proves = [
        "Where the evidence is reported, AWS itself answered with the effective policy shown, between the start and "
          + "the end of reading\(Self.except(input.observation.posture.snapshot)).",
        "The lock follows from the stored texts of the policies on the path to each account, by AWS's documented rules "
          + "of inheritance.",
        "The digest covers everything read and the digest before it, so a later change of stored evidence shows.",
      ]
      doesNotProve = [
        "That nothing changed between two snapshots.",
        "That content was never used before the opt-out date, or what AWS did with it.",
        "Anything about services and products that the policy does not reach, or about other vendors.",
        "That a person with the right to change the policies will not do so: a lock binds policies further down, not "
          + "those who can edit.",
      ]
    }

    private static func except(_ snapshot: Snapshot) -> String {
      snapshot.readEarlier.isEmpty ? "" : ", or at the earlier time that is stated"
    }

    private static func facts(_ input: ReportInput) -> [Fact] {
      let sealed = input.observation.sealed
      let header = sealed.header
      let snapshot = input.observation.posture.snapshot
      let counts = input.observation.posture.counts
      var facts = [
        Fact("Organization", header.organization.rawValue, isIdentifier: true),
        Fact("Management account", snapshot.organization.managementAccount?.rawValue ?? "not told by AWS"),
        Fact("Feature set", snapshot.organization.featureSet ?? "not told by AWS"),
        Fact("Snapshot", sealed.id, isIdentifier: true),
        Fact("Digest (SHA-256)", sealed.digest, isIdentifier: true),
        Fact(
          "Previous digest", sealed.previousDigest ?? "none, the first of its chain",
          isIdentifier: sealed.previousDigest != nil),
        Fact("Reading started", header.startedAt.description),
        Fact("Observed (end of reading)", header.observedAt.description),
        Fact(
          "Complete",
          snapshot.isComplete
            ? "yes" : "no, \(Words.count(snapshot.unread.count, "subject")) could not be read"),
      ]
      switch header.source {
      case .live(let endpoint, let caller):
        facts.append(Fact("Source", endpoint.map { "the endpoint \($0), given by the operator" } ?? "AWS"))
        facts.append(Fact("Read by", caller ?? "not told by AWS", isIdentifier: caller != nil))
      case .export(let given):
        facts.append(Fact("Source", "a folder of AWS CLI answers, given by the operator"))
        facts.append(
          Fact("Time of observation", given ? "given by the operator" : "taken from the files"))
      }
      facts += [
        Fact(
          "Effective policies",
          "\(Words.number(counts.reported)) reported by AWS, "
            + "\(Words.number(counts.representative)) by a representative, "
            + "\(Words.number(counts.computed)) computed, \(Words.number(counts.noEvidence)) not known "
            + "(active accounts; asked for: \(header.effectiveMode.rawValue))")
      ]
      if let earlier = snapshot.earlierReading {
        facts.append(
          Fact(
            "Read earlier",
            "\(Words.count(snapshot.readEarlier.count, "effective policy", plural: "effective policies")), between "
              + "\(earlier.startedAt) and \(earlier.endedAt)"))
      }
      facts += [
        Fact("Tool version of the snapshot", header.toolVersion),
        Fact("Tool version of the report", input.toolVersion),
        Fact(
          "Service catalogue",
          "\(input.catalogue.catalogueDate), checked \(input.catalogue.checkedOn), "
            + Words.count(input.catalogue.services.count, "service")),
        Fact("Catalogue source", input.catalogue.source, isIdentifier: true),
        Fact("Report date", input.reportDate.day),
        Fact("Chain head", input.chainHead, isIdentifier: true),
        Fact("Chain", Status(input.chainState).word),
        Fact("Score", Score.formula),
      ]
      return facts
    }
  }
}
