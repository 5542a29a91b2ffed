import AWSClient
import ArgumentParser
import Checklist
import Foundation
import Hashing
import HistoryStore
import OrganizationModel
import Probes

/// Which AI crawlers the robots.txt of public sites keeps out.
struct ProbeRobots: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "robots", abstract: "Reads sites' robots.txt and says which AI crawlers they keep out.",
    discussion: """
      Examples:
        optout-audit probe robots https://www.example.com
        optout-audit probe robots --file robots.txt --dry-run

      Without sites, those under "sites" of the configuration. Files are read as RFC 9309 says. Redirects to this \
      machine or a private network are refused, unless they stay on the host that was named. What was found is recorded \
      in the store with the bytes that were read. Exit status 1 when a required crawler is let in, or a site could not be \
      read.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var organization: OrganizationOptions
  @OptionGroup var configuration: ConfigurationOptions

  @Argument(help: ArgumentHelp("Sites, such as https://www.example.com.", valueName: "site"))
  var sites: [String] = []

  @Option(
    help: ArgumentHelp("A robots.txt on disk, in place of asking the one site named.", valueName: "file"))
  var file: String?

  @Flag(name: .customLong("dry-run"), help: "Only print; record nothing. Needs no store.")
  var dryRun = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if file != nil, sites.count > 1 {
      throw ValidationError("--file stands for one site; name one, or none")
    }
    for site in sites {
      do { _ = try SiteAddress(site) } catch { throw ValidationError("\(error)") }
    }
  }

  func run() async throws {
    let context = CommandContext.system()
    let named = try addresses(context)
    let recorder = dryRun ? nil : try ProbeRecorder(store, organization, context)
    let fetcher = RobotsFetcher(fetching: try Self.transport(context))
    var results: [RobotsResult] = []
    for (label, address) in named {
      context.progress("reading \(TerminalText.safe(label))")
      let answer = try await Interruption.watching { await fetcher.read(address) }
      results.append(RobotsResult(site: label, answer: answer))
    }
    context.progress("")
    let probe = RobotsProbe(sites: results.map(\.site))
    let entry = try recorder?.record(
      ProbeRecord(robots: probe), files: results.compactMap(\.answer.bytes), at: context.now())
    try context.print(
      json ? ProbeOutput.json(results, entry: entry).text : ProbeOutput.text(results, entry: entry, context))
    if results.contains(where: { !$0.keepsRequiredCrawlersOut }) { throw ExitCode(.findings) }
  }

  /// What is read, each with the text that the configuration or the command line has for it.
  private func addresses(_ context: CommandContext) throws -> [(label: String, address: SiteAddress)] {
    if let file {
      let address: SiteAddress
      do { address = try SiteAddress("file:\(file)") } catch { throw CommandFailure(error) }
      return [(sites.first ?? file, address)]
    }
    var texts = sites
    if texts.isEmpty {
      let loaded = try configuration.load(context, items: nil)
      if let line = loaded.line, !json { context.note(line) }
      texts = loaded.configuration.sites
    }
    guard !texts.isEmpty else {
      throw CommandFailure("no site is named; name one, or list them under \"sites\" in optout-audit.yaml")
    }
    do { return try texts.map { ($0, try SiteAddress($0)) } } catch { throw CommandFailure(error) }
  }

  private static func transport(_ context: CommandContext) throws -> CurlTransport {
    var options = CurlTransport.Options(version: Version.current)
    options.caBundlePath = try CertificateBundle.path(context)
    return CurlTransport(options: options)
  }
}

/// One site as it was read, with what is recorded of it.
struct RobotsResult {
  var site: RobotsProbe.Site
  var answer: RobotsFetcher.Answer
  /// The file; one without a line where the site has none.
  var text: RobotsText

  init(site label: String, answer: RobotsFetcher.Answer) {
    self.answer = answer
    text = RobotsText(parsing: answer.bytes ?? [])
    let isKnown: Bool
    switch answer.reading {
    case .read, .absent: isKnown = true
    case .unreachable: isKnown = false
    }
    site = RobotsProbe.Site(
      site: label, reading: answer.reading, crawlers: isKnown ? text.crawlers() : [],
      file: answer.bytes.map {
        EvidenceFile(name: "robots.txt", sha256: SHA256.digest($0), byteCount: $0.count)
      })
  }

  var isUnreachable: Bool {
    switch answer.reading {
    case .unreachable: true
    case .read, .absent: false
    }
  }

  /// The required crawlers that are let in.
  var open: [String] { CrawlerCatalogue.builtIn.open(at: site) }

  var keepsRequiredCrawlersOut: Bool { !isUnreachable && open.isEmpty }
}
