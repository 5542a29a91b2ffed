import ArgumentParser
import Checklist
import EvidencePack
import Foundation
import Hashing
import HistoryStore
import OrganizationModel
import Reporting
import TimeStamping

/// The evidence pack of a period.
struct PackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack",
    abstract: "Writes an evidence pack that an auditor checks without this tool.",
    discussion: """
      Examples:
        optout-audit pack --period 2026-Q3 --output audit-2026-Q3
        optout-audit pack --period 2026-Q3 --output audit-2026-Q3 --archive audit-2026-Q3.zip \\
          --sign-key key.pem --sign-cert cert.pem

      Report, evidence, catalogues, a guide for the auditor, a manifest and SHA256SUMS. The same store and the same \
      options give the same bytes; signature and time stamp lie beside. Check it with sha256sum and openssl, or with \
      optout-audit verify FOLDER.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var snapshot: SnapshotOptions
  @OptionGroup var period: PeriodOptions
  @OptionGroup var configuration: ConfigurationOptions

  @Option(help: ArgumentHelp("The folder to write to; it must be missing or empty.", valueName: "folder"))
  var output: String

  @Option(help: ArgumentHelp("A zip archive of the same files to write besides.", valueName: "file"))
  var archive: String?

  @Option(help: ArgumentHelp("The report's title.", valueName: "text"))
  var title: String?

  @Option(
    name: .customLong("organization-name"),
    help: ArgumentHelp("What the organization is called in the report.", valueName: "text"))
  var organizationName: String?

  @Flag(
    name: .customLong("redact-actors"),
    help: "Replace people and addresses by pseudonyms, and say so in the manifest.")
  var redactActors = false

  @Option(
    name: .customLong("sign-key"),
    help: ArgumentHelp("A private key (PEM) to sign SHA256SUMS with, with --sign-cert.", valueName: "file"))
  var signKey: String?

  @Option(
    name: .customLong("sign-cert"),
    help: ArgumentHelp("The key's certificate (PEM), with its chain if it has one.", valueName: "file"))
  var signCertificate: String?

  @Option(
    name: .customLong("timestamp-url"),
    help: ArgumentHelp("An RFC 3161 authority that time-stamps SHA256SUMS.", valueName: "url"))
  var timestampURL: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard (signKey == nil) == (signCertificate == nil) else {
      throw ValidationError("--sign-key and --sign-cert go together")
    }
    if let timestampURL, TimeStampAuthority.url(timestampURL) == nil {
      throw ValidationError(
        "--timestamp-url \(timestampURL.debugDescription) is not an http or https address without a password")
    }
  }

  func run() async throws {
    let context = CommandContext.system()
    let signer = try PackSigner(key: signKey, certificate: signCertificate)
    let catalogues = ChecklistCatalogue.builtIn
    let loaded = try configuration.load(context, items: ChecklistOptions.knownItems(with: catalogues))
    let date = try snapshot.reportDate(context, period: period)
    let database = try store.openForReading(context)
    var recipe = PackRecipe(
      snapshot: try snapshot.within(period), reportDate: date, period: try period.moment(),
      configurationText: try loaded.path.map { try BoundedFile.text(at: $0, limit: 1_000_000) })
    recipe.title = title
    recipe.organizationName = organizationName
    recipe.redactsActors = redactActors
    let folder = try PackFolder(empty: output)
    let pack = try recipe.pack(from: database)
    try folder.write(pack.files)
    var besides = try signer?.files(for: pack) ?? []
    if let timestampURL { besides.append(try await token(over: pack, url: timestampURL, context)) }
    besides += Pack.besidesSums(of: besides)
    try folder.write(besides)
    var written = [output]
    if let archive {
      let stem = ((archive as NSString).lastPathComponent as NSString).deletingPathExtension
      let bytes = try Self.archived(pack, folder: stem.isEmpty ? "pack" : stem, date: date)
      try PackFolder.write(bytes, to: archive)
      written.append(archive)
      for file in besides {
        try PackFolder.write(file.bytes, to: "\(archive).\(file.path)")
        written.append("\(archive).\(file.path)")
      }
    }
    try context.print(
      json ? Self.json(pack, written).text : Self.text(pack, written, besides: besides, context))
  }

  /// A time stamp token over the checksums.
  private func token(over pack: Pack, url: String, _ context: CommandContext) async throws -> PackFile {
    guard let authority = TimeStampAuthority(url: url, fetching: try PlainConnection.fetching(context)) else {
      throw CommandFailure("\(url) is no address of a time stamp authority")
    }
    let token = try await authority.token(over: SHA256.digest(pack.checksums), authorities: nil)
    return PackFile(path: Pack.tokenPath, bytes: token.bytes, role: .manifest)
  }

  private static func archived(_ pack: Pack, folder: String, date: Timestamp) throws -> [UInt8] {
    // The folder inside is named for the archive where that name is one everywhere.
    try PackArchive.bytes(of: pack.files, folder: PackFile.isSafe(path: folder) ? folder : "pack", date: date)
  }

  private static func text(
    _ pack: Pack, _ written: [String], besides: [PackFile], _ context: CommandContext
  ) -> String {
    var lines = written.map { "wrote \(TerminalText.safe($0))" }
    lines += [
      "", "\(plural(pack.files.count, "file")), chain head \(pack.manifest.chainHead)",
      "Check it:  cd \(ShellWord.quoted(written[0])) && sha256sum --strict -c *SHA256SUMS",
      "Or all of it, from the evidence:  optout-audit verify \(ShellWord.quoted(written[0]))",
    ]
    if besides.isEmpty { lines.append("Not signed; --sign-key and --sign-cert sign it.") }
    return lines.joined(separator: "\n")
  }

  private static func json(_ pack: Pack, _ written: [String]) -> JSONValue {
    .object([
      ("organization", .string(pack.manifest.organization)), ("snapshot", .string(pack.manifest.snapshot)),
      ("reportDate", .string(pack.manifest.reportDate)), ("head", .string(pack.manifest.chainHead)),
      ("written", .strings(written)), ("files", .strings(pack.files.map(\.path))),
    ])
  }
}
