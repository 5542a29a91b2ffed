import OrganizationSimulator

/// Stores that are made once and then only read.
enum SharedFixtures {
  struct DemoRun: Sendable {
    var scratch: Scratch
    var run: CommandLineRun

    /// What `demo` wrote.
    var folder: String { scratch.path("demo") }
    var store: String { scratch.path("demo/history.sqlite") }

    static func make() async throws -> DemoRun {
      let scratch = try Scratch()
      return DemoRun(
        scratch: scratch, run: try await CommandLineRun.run(["demo", "--output", "demo"], in: scratch.url))
    }
  }

  static func demo() async throws -> DemoRun { try await demoTask.value }

  /// A locked organization with snapshots of July and September, and a mixed one with one of August.
  static func twoOrganizations() async throws -> TestStore { try await twoOrganizationsTask.value }

  /// An organization whose names try to harm whoever reads them.
  static func hostile() async throws -> TestStore { try await hostileTask.value }

  private static let demoTask = Task { try await DemoRun.make() }

  private static let twoOrganizationsTask = Task {
    let store = try TestStore()
    let locked = try SimulatedOrganization(tree: SampleOrganizations.locked)
    try await store.collect(locked, at: "2026-07-01T06:00:00Z")
    try await store.collect(locked, at: "2026-09-30T06:00:00Z")
    try await store.collect(
      SimulatedOrganization(tree: SampleOrganizations.mixed), at: "2026-08-01T06:00:00Z")
    return store
  }

  private static let hostileTask = Task {
    try await TestStore.collecting(HostileNames.organization()).store
  }
}
