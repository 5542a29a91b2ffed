// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "optout-audit",
  dependencies: [],
  targets: [
    .target(
      name: "PolicyLanguage",
      exclude: ["embed.json", "ServiceCatalogue/data"],
      swiftSettings: settings,
      plugins: ["EmbedFiles"]),
    .target(name: "OrganizationModel", dependencies: ["PolicyLanguage"], swiftSettings: settings),
    .target(name: "Timeline", dependencies: ["OrganizationModel"], swiftSettings: settings),
    .target(name: "Checklist", dependencies: ["OrganizationModel", "Timeline"], swiftSettings: settings),
    .executableTarget(name: "embed-files", swiftSettings: settings),
    .plugin(name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed-files"]),
  ],
  swiftLanguageModes: [.v6]
)
