import ArgumentParser
import Checklist
import HistoryStore
import OrganizationModel
import Timeline

/// Says whether the store's evidence is what was sealed, and, apart from that, what it does not cover.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Recomputes the chain of evidence: intact or where it breaks, complete or what is missing.",
    discussion: """
      Examples:
        optout-audit verify
        optout-audit verify --anchor 3f5a0c9d1b77 --json
        optout-audit verify audit-2026-Q3.zip --anchor s-0123456789ab

      Integrity and completeness are two answers. Only a broken chain makes the exit status 1. An anchor is a digest \
      that an earlier report, pack or command printed, kept where the store's owner cannot change it.
      """)

  @Argument(help: ArgumentHelp("A pack's folder or zip file, instead of the store.", valueName: "pack"))
  var pack: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var configuration: ConfigurationOptions

  @Option(help: ArgumentHelp("Only this organization.", valueName: "o-…"))
  var organization: String?

  @Option(
    help: ArgumentHelp(
      "A digest that must be in the chain (12 digits of it or more), or a snapshot's id.",
      valueName: "digest"))
  var anchor: String?

  @Option(
    name: .customLong("tsa-ca"),
    help: ArgumentHelp(
      "Certificates (PEM) to trust as time stamp authorities. Else a token's signer is not judged.",
      valueName: "file"))
  var authorities: String?

  @Option(
    name: .customLong("max-gap"),
    help: ArgumentHelp(
      "The longest time between snapshots that leaves no gap. Else the configuration's, else 7.",
      valueName: "days"))
  var maxGap: Int?

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("Expect snapshots up to this day. Else up to the newest one.", valueName: "YYYY-MM-DD")
  )
  var asOf: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    let ofStores = [
      ("--organization", organization != nil), ("--max-gap", maxGap != nil), ("--as-of", asOf != nil),
    ]
    if pack != nil, let option = ofStores.first(where: \.1)?.0 {
      throw ValidationError(
        "\(option) is about a store, and a pack is given; a pack says itself what it covers")
    }
    if let organization, OrganizationID(organization) == nil {
      throw ValidationError("--organization \(organization.debugDescription) is not an id; it begins with o-")
    }
    if let anchor, Anchor(anchor) == nil {
      throw ValidationError(
        "--anchor \(anchor.debugDescription) is no digest; give 12 to 64 hexadecimal digits of one, or an id "
          + "such as s-0123456789ab")
    }
    if let maxGap, !(1...3650).contains(maxGap) {
      throw ValidationError("--max-gap \(maxGap) is not 1 to 3650 days")
    }
    if let asOf, asOf.utf8.count != 10 || Timestamp(asOf) == nil {
      throw ValidationError("--as-of \(asOf.debugDescription) is not a date; write it as 2026-09-30")
    }
  }

  func run() throws {
    let context = CommandContext.system()
    if let pack {
      let audit = try PackAudit(
        path: pack, anchor: anchor.flatMap { Anchor($0) }, authorities: try AuthoritiesFile.bytes(authorities)
      )
      try context.print(json ? audit.json.text : audit.text(context))
      if !audit.isIntact { throw ExitCode(.findings) }
      return
    }
    let result: StoreAudit
    do {
      var limits = Completeness.Limits()
      let configured = try configuration.load(context, items: nil).configuration
      limits.maxGap = maxGap.map { .seconds($0 * 86_400) } ?? configured.maximumAge
      limits.maxInferred = configured.maximumInferredGap
      limits.asOf = asOf.flatMap { Timestamp($0) }?.adding(.seconds(86_400))
      result = try StoreAudit(
        path: try store.path(context), organization: organization.flatMap { OrganizationID($0) },
        anchor: anchor.flatMap { Anchor($0) }, authorities: try AuthoritiesFile.bytes(authorities),
        limits: limits)
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
    let output = VerifyOutput(audit: result)
    try context.print(json ? output.json.text : output.text(context))
    if !result.allProblems.isEmpty { throw ExitCode(.findings) }
  }
}
