// swift-tools-version: 6.2
import PackageDescription

/// What every target is compiled with.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A module of the product.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], embeds folders: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies,
    exclude: folders.isEmpty ? [] : ["embed.json"] + folders,
    swiftSettings: settings,
    plugins: folders.isEmpty ? [] : ["EmbedFiles"])
}

/// The tests of a module, with what they need besides it and the test support.
func tests(
  _ module: String, _ dependencies: [Target.Dependency] = [], resources: [String] = []
) -> Target {
  .testTarget(
    name: "\(module)Tests", dependencies: [.byName(name: module), "TestSupport"] + dependencies,
    exclude: resources, swiftSettings: settings)
}

let package = Package(
  name: "optout-audit",
  products: [.executable(name: "optout-audit", targets: ["optout-audit"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
  ],
  targets: [
    .executableTarget(name: "optout-audit", dependencies: ["Commands"], swiftSettings: settings),
    module(
      "Commands",
      [
        "AWSClient", "Checklist", "CloudTrailRecords", "Collector", "EvidencePack", "Hashing",
        "HistoryStore", "InputFiles", "OrganizationModel", "OrganizationsAPI", "Parallelism",
        "PolicyFiles", "PolicyLanguage", "Probes", "ProwlerComparison", "Remediation", "Reporting",
        "Timeline", "TimeStamping",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], embeds: ["Demo/exports", "Demo/records"]),
    module(
      "Collector",
      ["CloudTrailRecords", "OrganizationModel", "OrganizationsAPI", "Parallelism", "PolicyLanguage"]),
    module("CloudTrailRecords", ["CZlib", "OrganizationModel"]),
    module("OrganizationsAPI", ["AWSClient"]),
    module("AWSClient", ["CCurl", "Hashing", "InputFiles", "Parallelism"]),
    module("Hashing", ["CCrypto"]),
    module("InputFiles"),
    module("Parallelism"),
    module("TimeStamping", ["CCrypto"]),
    module(
      "HistoryStore",
      ["Hashing", "OrganizationModel", "Parallelism", .product(name: "GRDB", package: "GRDB.swift")],
      embeds: ["migrations"]),
    module(
      "Reporting",
      [
        "Checklist", "Hashing", "OrganizationModel", "PolicyLanguage", "Timeline",
        .product(name: "Mustache", package: "swift-mustache"),
      ], embeds: ["templates"]),
    module(
      "Checklist",
      [
        "OrganizationModel", "Parallelism", "PolicyLanguage", "Timeline",
        .product(name: "Yams", package: "Yams"),
      ],
      embeds: ["catalogues"]),
    module("EvidencePack", ["CArchive", "CCrypto", "Hashing", "OrganizationModel"]),
    module(
      "ProwlerComparison",
      ["OrganizationModel", "PolicyLanguage", .product(name: "SwiftCSV", package: "SwiftCSV")]),
    module("PolicyFiles", ["InputFiles", "PolicyLanguage", .product(name: "Yams", package: "Yams")]),
    module("Probes", ["OrganizationModel", "PolicyLanguage"]),
    module("Remediation", ["OrganizationModel", "PolicyLanguage", "Probes"], embeds: ["templates"]),
    module("OrganizationModel", ["PolicyLanguage"], embeds: ["Facts/data"]),
    module("Timeline", ["OrganizationModel", "Parallelism", "PolicyLanguage"]),
    module("PolicyLanguage", embeds: ["ServiceCatalogue/data"]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    .executableTarget(name: "embed-files", swiftSettings: settings),
    .plugin(name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed-files"]),

    .target(
      name: "TestSupport",
      dependencies: ["OrganizationModel", "Parallelism", "PolicyLanguage", "Timeline"],
      path: "Tests/TestSupport",
      swiftSettings: settings),
    .target(
      name: "OrganizationSimulator",
      dependencies: [
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ], path: "Tests/OrganizationSimulator", swiftSettings: settings),
    .executableTarget(
      name: "organization-simulator",
      dependencies: [
        "OrganizationSimulator",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Tests/OrganizationSimulatorTool", swiftSettings: settings),
    .executableTarget(
      name: "inheritance-bench", dependencies: ["OrganizationModel", "PolicyLanguage"],
      path: "Tests/InheritanceBench", swiftSettings: settings),
    .executableTarget(
      name: "history-bench",
      dependencies: [
        "HistoryStore", "OrganizationModel",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Tests/HistoryBench", swiftSettings: settings),
    tests("PolicyLanguage", ["OrganizationModel", "OrganizationSimulator"], resources: ["Fixtures"]),
    tests("OrganizationModel", ["OrganizationSimulator", "PolicyLanguage"]),
    tests(
      "Commands",
      [
        "EvidencePack", "HistoryStore", "OrganizationModel", "OrganizationSimulator", "Parallelism",
        "optout-audit",
      ],
      resources: ["Fixtures"]),
    tests("PolicyFiles", ["PolicyLanguage"]),
    tests("Probes", ["OrganizationModel"], resources: ["Fixtures"]),
    tests("Timeline", ["OrganizationModel", "OrganizationSimulator", "PolicyLanguage"]),
    tests("Remediation", ["OrganizationModel", "PolicyLanguage", "Probes"]),
    tests("Checklist", ["OrganizationModel", "PolicyLanguage", "Timeline"]),
    tests("CloudTrailRecords", ["CZlib", "OrganizationModel", "OrganizationSimulator"]),
    tests("EvidencePack", ["Hashing", "OrganizationModel"]),
    tests("Hashing"),
    tests("InputFiles"),
    tests("Parallelism"),
    tests("ProwlerComparison", ["OrganizationModel"]),
    tests("TimeStamping", resources: ["Fixtures"]),
    tests(
      "Reporting",
      [
        "Checklist", "Hashing", "OrganizationModel", "PolicyLanguage", "Timeline",
        .product(name: "Mustache", package: "swift-mustache"),
      ]),
    tests(
      "HistoryStore",
      [
        "CCrypto", "Hashing", "OrganizationModel", "Parallelism",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      resources: ["Fixtures"]),
    tests("AWSClient", ["Parallelism"], resources: ["Fixtures"]),
    tests("OrganizationsAPI", ["AWSClient", "Parallelism"]),
    tests(
      "Collector",
      ["OrganizationModel", "OrganizationSimulator", "OrganizationsAPI", "Parallelism", "AWSClient"]),
    tests(
      "OrganizationSimulator",
      [
        "Parallelism", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
