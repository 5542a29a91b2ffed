import ArgumentParser
import Foundation
import HistoryStore
import OrganizationModel
import TimeStamping

/// Shows the end of the chain, and has it time-stamped.
struct AnchorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "anchor",
    abstract: "Prints the digest that stands for the whole chain, and can have it time-stamped.",
    discussion: """
      Examples:
        optout-audit anchor
        optout-audit anchor --timestamp-url https://freetsa.org/tsr
        optout-audit anchor --export anchor
        openssl ts -verify -digest "$(cat anchor/head.txt)" -in anchor/token.tsr -CAfile ca.pem

      Keep the digest where the store's owner cannot change it: verify --anchor then finds a store that was cut off or \
      made anew. A time stamp by an RFC 3161 authority proves besides when the chain was so; the authority sees \
      nothing but the digest.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var choice: OrganizationOptions

  @Option(
    name: .customLong("timestamp-url"),
    help: ArgumentHelp("Ask this RFC 3161 time stamp authority, and store its token.", valueName: "url"))
  var timestampURL: String?

  @Option(
    name: .customLong("tsa-ca"),
    help: ArgumentHelp(
      "Certificates (PEM) to trust as time stamp authorities. Else a token's signer is not judged.",
      valueName: "file"))
  var authorities: String?

  @Option(
    name: .customLong("export"),
    help: ArgumentHelp("Write the newest time stamp there, as head.txt and token.tsr.", valueName: "folder"))
  var export: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if let timestampURL, TimeStampAuthority.url(timestampURL) == nil {
      throw ValidationError(
        "--timestamp-url \(timestampURL.debugDescription) is not an http or https address without a password")
    }
  }

  func run() async throws {
    let context = CommandContext.system()
    let trusted = try AuthoritiesFile.bytes(authorities)
    let folder = try export.map { try OutputFolder(path: $0) }
    do {
      let database =
        try timestampURL == nil ? store.openForReading(context) : store.openForWriting(context)
      let id = try choice.choose(in: database)
      if let timestampURL { try await stamp(id, in: database, url: timestampURL, trusted, context) }
      let stamps = try StoredTimeStamp.all(of: id, in: database, authorities: trusted)
      let files = try folder.map { try write(stamps, to: $0) } ?? []
      guard let head = try database.head(of: id) else { throw StoreError.noSnapshots(id) }
      let output = AnchorOutput(organization: id, head: head, stamps: stamps, files: files)
      try context.print(json ? output.json.text : output.text(context))
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
  }

  private func stamp(
    _ organization: OrganizationID, in store: HistoryStore, url: String, _ trusted: [UInt8]?,
    _ context: CommandContext
  ) async throws {
    guard let head = try store.head(of: organization),
      let authority = TimeStampAuthority(url: url, fetching: try PlainConnection.fetching(context))
    else { throw StoreError.noSnapshots(organization) }
    let token = try await authority.token(over: head.digest, authorities: trusted)
    let record = AnchorRecord(
      digest: head.digest, url: url, time: Timestamp(token.time), serialNumber: token.serialNumber,
      signer: token.signer)
    _ = try store.append(
      LedgerDraft(
        organization: organization, kind: .anchor, recordedAt: context.now(), body: record,
        files: [token.bytes]))
  }

  /// The files written.
  private func write(_ stamps: [StoredTimeStamp], to folder: OutputFolder) throws -> [String] {
    guard let stamp = stamps.last, let record = stamp.record else {
      throw CommandFailure("the store holds no time stamp: make one with anchor --timestamp-url URL")
    }
    return [
      try folder.write(record.digest + "\n", to: "head.txt"),
      try folder.write(Data(stamp.token), to: "token.tsr"),
    ]
  }
}
