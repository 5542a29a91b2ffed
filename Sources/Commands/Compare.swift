import ArgumentParser
import Foundation
import OrganizationModel
import ProwlerComparison

/// Another tool's answer beside the snapshot's.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explains where another tool's answer differs.",
    discussion: """
      Example:
        prowler aws -c organizations_opt_out_ai_services_policy -M csv json-ocsf
        optout-audit compare --prowler output/prowler-output.csv

      Exit status 1 when a finding and the snapshot disagree.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var snapshot: SnapshotOptions

  @Option(help: ArgumentHelp("Prowler's CSV or JSON-OCSF file.", valueName: "file"))
  var prowler: String

  @Flag(help: "Print JSON.")
  var json = false

  /// Prowler's OCSF holds every policy and target in each finding, so it can be large.
  static let maximumBytes = 200_000_000

  func run() throws {
    let context = CommandContext.system()
    let findings = try findings()
    let database = try store.openForReading(context)
    let subject = try AuditSubject(from: database, options: snapshot, verifiesChain: false)
    let comparisons = findings.map { ProwlerComparison($0, posture: subject.posture) }
    try context.print(
      json
        ? CompareOutput.json(comparisons, subject).text : CompareOutput.text(comparisons, subject, context))
    if comparisons.contains(where: { !$0.agrees }) || comparisons.isEmpty { throw ExitCode(.findings) }
  }

  private func findings() throws -> [ProwlerFinding] {
    let text: String
    do { text = try BoundedFile.text(at: prowler, limit: Self.maximumBytes) } catch {
      switch error {
      case .tooLarge:
        throw CommandFailure(
          "\(prowler) is larger than \(Self.maximumBytes / 1_000_000) MB; run Prowler for this check alone")
      case .notUTF8:
        throw CommandFailure("\(prowler) is not UTF-8 text; give Prowler's CSV or JSON-OCSF file")
      case .missing, .folder, .notRegular, .unreadable:
        throw CommandFailure("cannot read \(prowler): \(error); give Prowler's CSV or JSON-OCSF file")
      }
    }
    do throws(ProwlerFileError) {
      return try ProwlerFinding.findings(in: text)
    } catch {
      throw CommandFailure("\(prowler): \(error)")
    }
  }
}
