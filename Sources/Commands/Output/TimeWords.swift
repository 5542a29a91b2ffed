import OrganizationModel

/// Times of reading, in words and as JSON.
enum TimeWords {
  /// `between 2026-11-28T05:30:00Z and 2026-11-28T07:10:00Z`, or `at` one moment; to the second.
  static func span(_ time: ReadingTime) -> String {
    let (start, end) = (seconds(time.startedAt), seconds(time.endedAt))
    return start == end ? "at \(start)" : "between \(start) and \(end)"
  }

  static func json(_ time: ReadingTime) -> JSONValue {
    .object([
      ("earliest", .string(time.startedAt.description)), ("latest", .string(time.endedAt.description)),
    ])
  }

  private static func seconds(_ time: Timestamp) -> Timestamp {
    Timestamp(milliseconds: time.milliseconds / 1000 * 1000)
  }
}
