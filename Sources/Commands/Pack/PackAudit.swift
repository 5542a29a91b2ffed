import EvidencePack
import Hashing
import HistoryStore
import OrganizationModel
import TimeStamping

/// What `verify` finds in a pack: files against checksums and manifest, then everything worked out again from the
/// evidence: digests, effective policies, scores, and every file of the pack byte by byte.
struct PackAudit {
  private(set) var manifest: Manifest
  /// Each a sentence without a period.
  private(set) var problems: [String]
  /// What could not be judged here, each a sentence without a period.
  private(set) var notes: [String] = []
  /// Where the anchor was found; nil without an anchor or when it was not found.
  private(set) var anchor: Anchor.Place?
  private var chains: [ChainVerification] = []
  /// The problem that is the anchor's.
  private var anchorProblem: String?

  /// - Parameters:
  ///   - anchor: a digest that must be in the chain which the pack carries whole.
  ///   - authorities: certificates to trust as time stamp authorities, in PEM; nil to judge no signer.
  init(path: String, anchor: Anchor? = nil, authorities: [UInt8]? = nil) throws {
    let contents = try PackFolder.contents(of: path)
    let files = contents.files
    do throws(PackError) {
      (manifest, problems) = try PackIntegrity.check(files)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
    if files[Pack.signaturePath] == nil { notes.append("the pack is not signed") }
    checkToken(files, authorities)
    let isAttested = Pack.besides.contains { files[$0] != nil }
    if isAttested, files[Pack.besidesSumsPath] == nil {
      notes.append(
        "there is no \(Pack.besidesSumsPath), so that bytes which signature and token do not cover themselves were not "
          + "judged")
    }
    if let archive = contents.archive { try check(archive, files) }
    do {
      try checkEvidence(files)
    } catch let failure as CommandFailure {
      problems.append("the evidence cannot be read back: \(failure)")
    } catch {
      problems.append("the evidence cannot be read back: \(error)")
    }
    if let anchor { try find(anchor) }
  }

  private mutating func checkEvidence(_ files: [String: [UInt8]]) throws {
    let store = try HistoryStore.restoring(PackEvidence.evidence(in: files))
    let found = try store.verifyChains(actorsAreRedacted: manifest.actorsRedacted)
    problems += (found.problems + found.chains.flatMap(\.problems)).map { problem in
      (problem.snapshot.map { "\($0): " } ?? "") + problem.message
    }
    chains = found.chains
    guard let chain = found.chains.first(where: { $0.organization.rawValue == manifest.organization }) else {
      problems.append("the evidence holds nothing about \(manifest.organization)")
      return
    }
    if chain.head != manifest.chainHead {
      problems.append(
        "the evidence ends in \(chain.head ?? "nothing") and not in the head of \(Manifest.path)")
    }
    guard manifest.toolVersion == Version.current else {
      notes.append(
        "the report was made with optout-audit \(manifest.toolVersion) and this is \(Version.current), so it was not "
          + "made again; everything else was checked")
      return
    }
    let made = try PackRecipe(manifest, files: files).pack(from: store)
    for file in made.files where files[file.path] != file.bytes && file.path != Checksums.path {
      // A manifest differs with every file that does.
      if file.path == Manifest.path, !problems.isEmpty { continue }
      problems.append(
        files[file.path] == nil
          ? "\(file.path) is missing" : "\(file.path) is not what the evidence amounts to")
    }
    let expected = Set(made.files.map(\.path)).union(Pack.besides + [Pack.besidesSumsPath])
    for path in files.keys.sorted() where !expected.contains(path) {
      problems.append("\(path) is no file that the evidence leads to")
    }
  }

  /// What no checksum covers: the archive's own bytes.
  private mutating func check(_ archive: PackFolder.Contents.Archive, _ files: [String: [UInt8]]) throws {
    problems = archive.problems + problems
    guard problems.isEmpty, let date = Timestamp(manifest.reportDate) else { return }
    let besides = Pack.besides + [Pack.besidesSumsPath]
    let inside = files.filter { !besides.contains($0.key) }
      .map { PackFile(path: $0.key, bytes: $0.value, role: .evidence) }
    // Not a problem by itself: zlib and libarchive may pack otherwise in another version.
    if try PackArchive.bytes(of: inside, folder: archive.folder, date: date) != archive.bytes {
      notes.append(
        "the archive is not packed as this machine packs it: another zip program or version did, or a time, a mode or the "
          + "packing was changed; every file in it was checked")
    }
  }

  private mutating func find(_ anchor: Anchor) throws {
    self.anchor = try anchor.place(in: chains)
    guard self.anchor == nil else { return }
    let problem =
      "the anchor \(anchor.prefix) is not in the chain: the pack was made before it, or of another store"
    anchorProblem = problem
    problems.append(problem)
  }

  /// Whether the time stamp token is over the checksums and whole.
  private mutating func checkToken(_ files: [String: [UInt8]], _ authorities: [UInt8]?) {
    guard let bytes = files[Pack.tokenPath] else {
      notes.append("the pack is not time-stamped")
      return
    }
    do throws(TimeStampError) {
      try TimeStampToken(parsing: bytes).verify(
        digest: SHA256.digest(files[Checksums.path] ?? []), authorities: authorities)
    } catch {
      problems.append("\(Pack.tokenPath) proves nothing: \(error)")
    }
  }

  var isIntact: Bool { problems.isEmpty }

  var json: JSONValue {
    .object([
      (
        "pack",
        .object([
          ("organization", .string(manifest.organization)), ("snapshot", .string(manifest.snapshot)),
          ("reportDate", .string(manifest.reportDate)), ("actorsRedacted", .bool(manifest.actorsRedacted)),
        ])
      ),
      ("chain", .string(isIntact ? "intact" : "broken")), ("head", .string(manifest.chainHead)),
      (
        "problems",
        .array(
          problems.map {
            .object([
              ("snapshot", .null), ("kind", .string($0 == anchorProblem ? "anchor" : "pack")),
              ("message", .string($0)),
            ])
          })
      ), ("complete", .bool(notes.isEmpty)), ("missing", .strings(notes)),
      ("anchor", anchor?.json ?? .null),
    ])
  }

  func text(_ context: CommandContext) -> String {
    var lines = [
      isIntact
        ? context.styled(
          "INTACT       the pack is what was made, and the report follows from its evidence", .good)
        : context.styled("BROKEN       \(plural(problems.count, "problem"))", .bad),
      "", "  \(manifest.organization), snapshot \(manifest.snapshot), judged on \(manifest.reportDate)",
      "  chain head \(manifest.chainHead)",
    ]
    if manifest.actorsRedacted {
      lines.append("  people are hidden: digests of entries that name them were not worked out again")
    }
    lines += problems.map { "  - \(TerminalText.safe($0))" }
    lines += notes.map { "  note: \($0)" }
    if let anchor { lines.append("  \(anchor.text)") }
    return lines.map { TerminalText.wrapped($0, to: context.columns, indent: 4) }.joined(separator: "\n")
  }
}
