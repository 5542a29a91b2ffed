/// The body of a ledger entry of kind probe: `{"robots": …}` or `{"settings": …}`.
package struct ProbeRecord: Hashable, Sendable, Codable {
  package var robots: RobotsProbe?
  package var settings: SettingsProbe?

  package init(robots: RobotsProbe) { self.robots = robots }

  package init(settings: SettingsProbe) { self.settings = settings }
}
