/// Why a file of events cannot be used as a whole.
package enum EventFileProblem: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  case neitherGzipNorJSON
  /// What zlib says.
  case unpacking(String)
  case cutOff
  case malformed(String)
  case tooLarge(limit: Int)
  case noRecords
  case unreadable(String)

  package var description: String {
    switch self {
    case .empty: "it is empty"
    case .neitherGzipNorJSON: "it is neither gzip nor a JSON object"
    case .unpacking(let what): "it is damaged gzip (\(what)); fetch it again"
    case .cutOff: "it is cut off; fetch it again"
    case .malformed(let what): "it is not JSON (\(what))"
    case .tooLarge(let limit): "it holds more than \(limit >> 20) MiB"
    case .noRecords: "it holds neither \"Records\" of CloudTrail nor \"Events\" of lookup-events"
    case .unreadable(let reason): "it cannot be read: \(reason)"
    }
  }
}
