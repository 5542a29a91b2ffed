import Checklist
import OrganizationModel
import TestSupport
import Testing

@Suite struct ExceptionCoverTests {
  static let tree = """
    r-root Root [p-out]
      111111111111 Management
      ou-root-vision Vision [p-vision]
        222222222222 Camera
        333333333333 Lens (SUSPENDED)
      ou-root-open Open [p-open]
        444444444444 Playground
    """

  static let policies: [String: String?] = [
    "p-out": #"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#,
    "p-vision":
      #"{"services":{"rekognition":{"opt_out_policy":{"@@assign":"optIn"}},"lex":{"opt_out_policy":{"@@assign":"optIn"}}}}"#,
    "p-open": #"{"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}}}}"#,
  ]

  private func cover(
    _ exceptions: [(service: String, node: String, expires: String)], on day: String = "2026-09-30",
    tree: String = tree
  ) throws -> ExceptionCover {
    let snapshot = try Snapshot.parsing(tree: tree, policies: Self.policies, effective: .asComputed)
    return ExceptionCover(
      posture: OrganizationPosture(of: snapshot),
      exceptions: try exceptions.map {
        AcceptedException(
          service: $0.service, node: try #require(NodeID($0.node)), reason: "pilot", approver: "Jane",
          expires: try #require(Timestamp($0.expires)))
      }, date: try #require(Timestamp(day)))
  }

  private let camera = AccountID(unchecked: "222222222222")

  /// Without the account that follows an opted-in default.
  private static let visionOnly = tree.split(separator: "\n").filter {
    !$0.contains("pen") && !$0.contains("Play")
  }
  .joined(separator: "\n")

  @Test func `an account with every opt-in accepted has nothing else wrong`() throws {
    let cover = try cover(
      [("rekognition", "ou-root-vision", "2026-12-31"), ("lex", "222222222222", "2026-10-31")],
      tree: Self.visionOnly)
    let account = try #require(cover[camera])
    #expect(account.covered.map(\.service) == ["lex", "rekognition"])
    #expect(account.uncovered.isEmpty)
    #expect(account.hasNothingElseWrong)
    #expect(account.acceptedUntil == Timestamp("2026-10-31"))
    #expect(cover.nothingElseIsWrong)
    #expect(cover.exceptions.map(\.accounts) == [[camera], [camera]])
  }

  @Test func `one service that nobody accepted is enough to be wrong`() throws {
    let cover = try cover([("rekognition", "r-root", "2026-12-31")], tree: Self.visionOnly)
    let account = try #require(cover[camera])
    #expect(account.uncovered == ["lex"])
    #expect(!account.hasNothingElseWrong)
    #expect(account.acceptedUntil == nil)
    #expect(!cover.nothingElseIsWrong)
  }

  @Test(arguments: [("2026-09-29", false), ("2026-09-30", true), ("2026-10-01", true)])
  func `an exception holds through its last day`(expires: String, holds: Bool) throws {
    let cover = try cover(
      [("rekognition", "r-root", expires), ("lex", "r-root", "2027-01-01")], tree: Self.visionOnly)
    #expect(cover.nothingElseIsWrong == holds)
    #expect(cover.exceptions[0].isExpired == !holds)
    #expect(cover.exceptions[0].accounts.isEmpty == !holds)
    #expect(cover[camera]?.expired.map(\.service) == (holds ? [] : ["rekognition"]))
  }

  @Test func `of several exceptions the one that holds longest counts`() throws {
    let cover = try cover(
      [
        ("lex", "r-root", "2026-10-01"), ("lex", "222222222222", "2026-11-01"),
        ("lex", "ou-root-vision", "2026-10-15"), ("rekognition", "r-root", "2026-12-01"),
      ], tree: Self.visionOnly)
    #expect(cover[camera]?.acceptedUntil == Timestamp("2026-11-01"))
  }

  @Test func `an opted-in default is covered by nothing`() throws {
    let all = [("default", "r-root", "2026-12-31"), ("lex", "r-root", "2026-12-31")]
    let cover = try cover(all + [("rekognition", "r-root", "2026-12-31")])
    let playground = try #require(cover[AccountID(unchecked: "444444444444")])
    #expect(playground.uncovered == ["default"])
    #expect(!playground.hasNothingElseWrong)
    #expect(cover[camera]?.hasNothingElseWrong == true)
    #expect(!cover.nothingElseIsWrong)
  }

  @Test func `exceptions elsewhere and inactive accounts do not count`() throws {
    let cover = try cover([("rekognition", "ou-root-open", "2026-12-31")])
    #expect(cover.exceptions[0].accounts.isEmpty)
    #expect(cover.accounts.map(\.id.rawValue) == ["222222222222", "444444444444"])
  }

  @Test func `an organization without an active account is never accepted`() throws {
    #expect(try !cover([], tree: "r-root Root\n  111111111111 Management (SUSPENDED)").nothingElseIsWrong)
  }
}
