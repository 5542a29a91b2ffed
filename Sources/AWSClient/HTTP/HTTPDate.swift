import Foundation

/// The time format of HTTP's Date header (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  static func parse(_ text: String) -> Date? {
    let pattern = /[A-Za-z]{3}, (\d{2}) ([A-Za-z]{3}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT/
    guard let match = text.wholeMatch(of: pattern),
      let month = months.firstIndex(of: String(match.2))
    else { return nil }
    let number = month + 1
    let monthText = number < 10 ? "0\(number)" : "\(number)"
    return try? Date("\(match.3)-\(monthText)-\(match.1)T\(match.4)Z", strategy: .iso8601)
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
