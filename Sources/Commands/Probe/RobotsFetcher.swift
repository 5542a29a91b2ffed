import AWSClient
import Foundation
import OrganizationModel
import Probes

/// Reads the robots.txt of sites as a crawler would (RFC 9309, section 2.3).
struct RobotsFetcher {
  /// A file of more is not read; crawlers read 500 KiB of it.
  static let maxBytes = 1 << 20
  static let timeout: Duration = .seconds(15)

  let fetching: any HTTPFetching

  /// How reading one site ended.
  struct Answer {
    var reading: RobotsProbe.Reading
    /// The file; nil when there is none.
    var bytes: [UInt8]?
    /// The addresses that were asked, the first one first; empty for a file.
    var addresses: [String] = []
  }

  func read(_ address: SiteAddress) async -> Answer {
    switch address.place {
    case .file(let path):
      do {
        return Answer(reading: .read, bytes: try BoundedFile.bytes(at: path, limit: Self.maxBytes))
      } catch {
        return Answer(reading: .unreachable(reason: "the file cannot be read: \(error)"))
      }
    case .web(let url): return await fetch(url)
    }
  }

  /// Asks for the file and follows redirects, each to the public internet unless it stays on the site's own host.
  private func fetch(_ site: URL) async -> Answer {
    var answer = Answer(reading: .unreachable(reason: "\(RedirectRefusal.tooMany)"))
    var url = site
    for _ in 0...RedirectRule.maxRedirects {
      answer.addresses.append(url.absoluteString)
      let isOwn = RedirectRule.isSameHost(url, site)
      let request = PlainRequest(
        url: url, headers: [.init("Accept", "text/plain, */*;q=0.1")], maxBodyBytes: Self.maxBytes,
        timeout: Self.timeout, addresses: isOwn ? .any : .publicOnly)
      do {
        let response = try await fetching.fetch(request)
        switch response.status {
        case 200..<300:
          answer.reading = .read
          answer.bytes = Array(response.body)
          return answer
        case 301, 302, 303, 307, 308:
          url = try RedirectRule.target(response.header("location"), from: url)
        case 400..<500:
          answer.reading = .absent(status: response.status)
          return answer
        default:
          answer.reading = .unreachable(reason: "it answers with HTTP \(response.status)")
          return answer
        }
      } catch {
        let place = answer.addresses.count > 1 ? ", at \(url.absoluteString)" : ""
        answer.reading = .unreachable(reason: "\(error)\(place)")
        return answer
      }
    }
    return answer
  }
}
