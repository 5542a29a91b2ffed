import OrganizationModel
package import Timeline

/// Since when an account is opted out, with where each bound comes from.
package struct OptOutInterval: Hashable, Sendable, Encodable {
  /// `A` where a record tells the moment, `between A and B`, or `no later than B`.
  package var text: String
  package var earliest: String?
  package var earliestSource: String?
  package var latest: String
  package var latestSource: String

  package init(_ date: OptOutDate) {
    latest = date.latest.description
    earliest = date.earliest?.description
    text =
      switch date.earliest {
      case date.latest?: date.latest.description
      case let earliest?: "between \(earliest) and \(date.latest)"
      case nil: "no later than \(date.latest)"
      }
    earliestSource = date.earliestSource.map { source in
      switch source {
      case .notOptedOut(let snapshot): "\(snapshot) not opted out"
      case .absent(let snapshot): "\(snapshot) not seen"
      case .joined: "joined"
      case .event(let event): "event \(event)"
      }
    }
    latestSource =
      switch date.latestSource {
      case .snapshot(let snapshot): "\(snapshot) opted out"
      case .lastUpdated(let snapshot): "\(snapshot) last updated"
      case .event(let event): "event \(event)"
      }
  }

  /// Both sources in a few characters: `joined; s-0123456789ab opted out`. One where it gives both bounds.
  package var sources: String {
    earliestSource == latestSource
      ? latestSource : [earliestSource, latestSource].compactMap(\.self).joined(separator: "; ")
  }

  /// What the words of `sources` mean.
  package static let explanation =
    "A snapshot shows a state and not the moment it began, so a date is an interval. Earliest bound: the account "
    + "joined the organization, or the named snapshot saw it not opted out or did not see it (its start counts). "
    + "Latest bound: the named snapshot saw it opted out (its end counts), or last updated, AWS's "
    + "LastUpdatedTimestamp in that snapshot plus 60 seconds, which proves no more than in force no later than then. "
    + "An event is a CloudTrail record of the change itself, which tells the moment."
}
