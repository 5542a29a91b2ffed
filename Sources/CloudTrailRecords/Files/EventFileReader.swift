import Foundation
package import OrganizationModel

/// Reads one file of events, piece by piece: a CloudTrail log file as it lies in S3 (gzip or unpacked), or an answer of the
/// AWS CLI's `lookup-events`.
///
/// The bytes tell which it is, since names change on the way. Nothing in the result counts before `finish` has returned:
/// only then is the file known to be whole.
///
/// Log files: <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html>.
package struct EventFileReader {
  /// What a file may unpack to. CloudTrail's own files are some megabytes long.
  package static let maxBytes = 1 << 30

  private let owner: RecordOwner
  private let limit: Int
  private var scanner = ElementScanner()
  private var gzip: GzipStream?
  private var isStarted = false
  private var beginning: [UInt8] = []
  private var unpackedBytes = 0

  package private(set) var contents = EventFileContents()

  package init(of owner: RecordOwner, limit: Int = maxBytes) {
    self.owner = owner
    self.limit = limit
  }

  package mutating func read(_ bytes: [UInt8]) throws(EventFileProblem) {
    guard !isStarted else { return try take(bytes) }
    beginning += bytes
    guard beginning.count >= 3 else { return }
    try start()
  }

  package mutating func finish() throws(EventFileProblem) {
    if !isStarted {
      guard !beginning.isEmpty else { throw .empty }
      try start()
    }
    if let gzip { try gzip.finish() }
    try scanner.finish()
    contents.isOnePageOfSeveral = scanner.foundNextToken
  }

  private mutating func start() throws(EventFileProblem) {
    isStarted = true
    if beginning.starts(with: [0x1F, 0x8B]) { gzip = GzipStream() }
    // PowerShell writes this mark before UTF-8, and nothing is lost without it.
    if beginning.starts(with: [0xEF, 0xBB, 0xBF]) { beginning.removeFirst(3) }
    try take(beginning)
    beginning = []
  }

  private mutating func take(_ bytes: [UInt8]) throws(EventFileProblem) {
    var (scanner, contents, count) = (scanner, contents, unpackedBytes)
    // The copies are the only ones while this runs.
    self.scanner = ElementScanner()
    self.contents = EventFileContents()
    defer { (self.scanner, self.contents, unpackedBytes) = (scanner, contents, count) }
    let (owner, limit) = (owner, limit)
    func scan(_ piece: UnsafeRawBufferPointer) throws(EventFileProblem) {
      count += piece.count
      guard count <= limit else { throw .tooLarge(limit: limit) }
      try scanner.feed(piece) { element throws(EventFileProblem) in contents.add(element, of: owner) }
    }
    if let gzip {
      try gzip.unpack(bytes, each: scan)
    } else {
      let result = bytes.withUnsafeBytes { buffer -> Result<Void, EventFileProblem> in
        do throws(EventFileProblem) { return .success(try scan(buffer)) } catch { return .failure(error) }
      }
      try result.get()
    }
  }
}

/// What a file of events holds.
package struct EventFileContents: Hashable, Sendable {
  /// Records of whatever kind.
  package var records = 0
  /// Events of the organization, in the file's order.
  package var events: [Event] = []
  package var otherServices = 0
  package var otherCalls = 0
  /// How many records were refused, by the reason: other organizations' and what cannot be understood.
  package var refused: [String: Int] = [:]
  /// Whether a record cannot be understood, so that what it records is not known.
  package var hasUnreadableRecords = false
  /// Whether an answer of lookup-events says that it goes on.
  package var isOnePageOfSeveral = false

  package var refusedCount: Int { refused.values.reduce(0, +) }

  /// Reasons that name an account are as many as a hostile file likes; past these they are counted together.
  private static let maxReasons = 20

  mutating func add(_ element: ElementScanner.Element, of owner: RecordOwner) {
    records += 1
    switch element {
    case .unusable:
      hasUnreadableRecords = true
      refuse("it is not a JSON object of a record's size")
    case .object(let data): add(data, of: owner)
    }
  }

  /// Most records are other services', which the name alone tells without reading them.
  private mutating func add(_ data: Data, of owner: RecordOwner) {
    guard data.range(of: Self.source) != nil else {
      otherServices += 1
      return
    }
    switch Self.record(in: data, of: owner) {
    case .event(let event): events.append(event)
    case .otherService: otherServices += 1
    case .otherCall: otherCalls += 1
    case .foreign(let reason): refuse(reason)
    case .refused(let reason):
      hasUnreadableRecords = true
      refuse(reason)
    }
  }

  private static let source = Data("organizations.amazonaws.com".utf8)

  /// An answer of lookup-events holds the record as a text in a wrapper.
  private static func record(in data: Data, of owner: RecordOwner) -> CloudTrailRecord {
    struct Wrapper: Decodable {
      var record: String?

      enum CodingKeys: String, CodingKey {
        case record = "CloudTrailEvent"
      }
    }
    if data.range(of: Data("\"CloudTrailEvent\"".utf8)) != nil,
      let inner = try? JSONDecoder().decode(Wrapper.self, from: data).record
    {
      return CloudTrailRecord(parsing: inner, of: owner)
    }
    return CloudTrailRecord(parsing: data, of: owner)
  }

  private mutating func refuse(_ reason: String) {
    let known = refused[reason] != nil || refused.count < Self.maxReasons
    refused[known ? reason : "for other reasons", default: 0] += 1
  }
}
