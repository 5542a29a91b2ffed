import Foundation
import Testing

/// The arrows of ARCHITECTURE.md: who may import whom.
@Suite struct LayeringTests {
  /// Everything that the files of a module may import.
  static let allowed: [String: Set<String>] = [
    "optout-audit": ["Commands", "Foundation"],
    "Commands": [
      "ArgumentParser", "AWSClient", "Checklist", "CloudTrailRecords", "Collector", "Dispatch",
      "EvidencePack", "Foundation", "Hashing", "HistoryStore", "InputFiles", "OrganizationModel",
      "OrganizationsAPI", "Parallelism", "PolicyFiles", "PolicyLanguage", "Probes", "ProwlerComparison",
      "Remediation", "Reporting", "Timeline", "TimeStamping",
    ],
    "Collector": [
      "CloudTrailRecords", "OrganizationModel", "OrganizationsAPI", "Parallelism", "PolicyLanguage",
      "Foundation",
    ],
    "CloudTrailRecords": ["CZlib", "OrganizationModel", "Foundation"],
    "OrganizationsAPI": ["AWSClient", "Foundation"],
    "AWSClient": ["CCurl", "Hashing", "InputFiles", "Parallelism", "Foundation", "Synchronization"],
    "HistoryStore": [
      "Dispatch", "Hashing", "OrganizationModel", "Parallelism", "GRDB", "GRDBSQLite", "Foundation",
    ],
    "Reporting": [
      "Checklist", "Hashing", "OrganizationModel", "PolicyLanguage", "Timeline", "Mustache", "Foundation",
    ],
    "Checklist": ["OrganizationModel", "Parallelism", "PolicyLanguage", "Timeline", "Yams", "Foundation"],
    "Hashing": ["CCrypto", "Foundation"],
    "InputFiles": ["Foundation"],
    "Parallelism": ["Dispatch", "Foundation"],
    "EvidencePack": ["CArchive", "CCrypto", "Hashing", "OrganizationModel", "Foundation"],
    "ProwlerComparison": ["OrganizationModel", "PolicyLanguage", "SwiftCSV", "Foundation"],
    "TimeStamping": ["CCrypto", "Foundation"],
    "PolicyFiles": ["InputFiles", "PolicyLanguage", "Yams", "Foundation"],
    "Probes": ["OrganizationModel", "PolicyLanguage", "Foundation"],
    "Timeline": ["OrganizationModel", "Parallelism", "PolicyLanguage"],
    "Remediation": ["OrganizationModel", "PolicyLanguage", "Probes"],
    "OrganizationModel": ["PolicyLanguage", "Foundation"],
    "PolicyLanguage": [],
    "CCurl": [],
    "CCrypto": [],
    "CZlib": [],
    "CArchive": [],
    "embed-files": ["Foundation"],
  ]

  /// No file, network, clock or environment: these modules compute, and use Foundation for text and dates alone.
  static let pure = [
    "PolicyLanguage", "OrganizationModel", "Timeline", "Checklist", "Probes", "CloudTrailRecords",
    "Remediation",
  ]

  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")

  /// The Swift files of a module by their path in it.
  private static func swiftFiles(of module: String) throws -> [String: String] {
    let files = try CommandsTests.files(
      below: sources.appendingPathComponent(module).resolvingSymlinksInPath())
    return files.filter { $0.key.hasSuffix(".swift") }.mapValues { String(decoding: $0, as: UTF8.self) }
  }

  /// The modules that a file imports: `@testable package import struct Foo.Bar` imports Foo.
  static func imports(in text: String) -> Set<String> {
    let pattern =
      /^ *(?:@\w+(?:\([^)]*\))? +)*(?:(?:public|package|internal|fileprivate|private) +)?import +(?:(?:typealias|struct|class|enum|protocol|let|var|func) +)?(\w+)/
    return Set(text.split(separator: "\n").compactMap { $0.firstMatch(of: pattern).map { String($0.1) } })
  }

  @Test func `imports are read whatever stands around them`() {
    let text = """
      import A
      package import B
      @preconcurrency internal import struct C.D
      // import E
      #if canImport(F)
        import F
      #endif
      let text = "import G"
      """
    #expect(Self.imports(in: text) == ["A", "B", "C", "F"])
  }

  @Test func `every module is in the table`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
    #expect(Set(folders.filter { !$0.hasPrefix(".") }) == Set(Self.allowed.keys))
  }

  @Test(arguments: allowed.keys.sorted())
  func `a module imports only what its arrows allow`(module: String) throws {
    let allowed = try #require(Self.allowed[module])
    var used: Set<String> = []
    for (path, text) in try Self.swiftFiles(of: module) {
      let imports = Self.imports(in: text)
      used.formUnion(imports)
      let others = imports.subtracting(allowed).sorted()
      #expect(others.isEmpty, "\(module)/\(path) imports \(others.joined(separator: ", "))")
    }
    let modules = Set(Self.allowed.keys)
    #expect(
      allowed.intersection(modules).subtracting(used).isEmpty, "\(module) has an arrow that it does not use")
  }

  @Test func `the picture of ARCHITECTURE.md shows these arrows`() throws {
    let page = try String(
      contentsOf: Self.sources.deletingLastPathComponent().appendingPathComponent("ARCHITECTURE.md"),
      encoding: .utf8)
    let picture = try #require(page.firstMatch(of: /\n```\noptout-audit +->[^`]+```/)).0
    var shown: [String: Set<String>] = [:]
    for match in picture.matches(of: /\n([A-Za-z-]+) +-> ([^\n(]*)/) {
      shown[String(match.1)] = Set(match.2.matches(of: /[A-Za-z]+/).map { String($0.0) })
    }
    let system: Set<String> = ["Dispatch", "Foundation", "GRDBSQLite", "Synchronization"]
    for (module, imports) in Self.allowed where module != "Commands" {
      #expect(shown[module] ?? [] == imports.subtracting(system), "\(module)")
    }
    let below = Set(shown.keys).subtracting(["Commands", "optout-audit"])
    #expect(Self.allowed["Commands"]?.subtracting(system) == below.union(["ArgumentParser"]))
  }

  @Test func `nothing but the executable imports the commands`() {
    let importers = Self.allowed.filter { $0.value.contains("Commands") }.keys
    #expect(Array(importers) == ["optout-audit"])
  }

  @Test(arguments: pure)
  func `a pure module reaches for nothing outside`(module: String) throws {
    let banned = [
      "Dispatch", "FoundationNetworking", "Glibc", "Musl", "Synchronization", "CCurl", "GRDB",
    ]
    // What Foundation would let in: files, processes, the clock, the environment.
    let words = [
      "FileManager", "ProcessInfo", "URLSession", "Date()", "Date.now", "FileHandle", "getenv",
      "Data(contentsOf", "String(contentsOf",
    ]
    for (path, text) in try Self.swiftFiles(of: module) {
      #expect(Self.imports(in: text).isDisjoint(with: banned), "\(module)/\(path)")
      for word in words { #expect(!text.contains(word), "\(module)/\(path) says \(word)") }
    }
  }
}
