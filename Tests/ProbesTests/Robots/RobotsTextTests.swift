import Probes
import Testing

@Suite struct RobotsTextTests {
  /// A file, a path and what the RFC says about it for `Amazonbot`.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var path = "/a"
    var allows: Bool

    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "an empty file allows", text: "", allows: true),
    Case(name: "a disallow", text: "User-agent: Amazonbot\nDisallow: /", allows: false),
    Case(name: "an empty disallow allows", text: "User-agent: Amazonbot\nDisallow:", allows: true),
    Case(
      name: "an empty disallow beside another", text: "User-agent: *\nDisallow:\nDisallow: /a", allows: false),
    Case(name: "the file itself", text: "User-agent: *\nDisallow: /", path: "/robots.txt", allows: true),
    Case(name: "field names in any case", text: "USER-AGENT: *\nDISALLOW: /", allows: false),
    Case(name: "product tokens in any case", text: "User-agent: aMaZonBOT\nDisallow: /", allows: false),
    Case(name: "a version after the token", text: "User-agent: Amazonbot/0.1\nDisallow: /", allows: false),
    Case(name: "a longer token is another", text: "User-agent: Amazonbot-Video\nDisallow: /", allows: true),
    Case(name: "a shorter token is another", text: "User-agent: Amazon\nDisallow: /", allows: true),
    Case(name: "the star for all others", text: "User-agent: *\nDisallow: /", allows: false),
    Case(
      name: "the star counts only without a group of its own",
      text: "User-agent: *\nDisallow: /\n\nUser-agent: Amazonbot\nDisallow: /b", allows: true),
    Case(
      name: "a group of its own without rules allows",
      text: "User-agent: *\nDisallow: /\nUser-agent: Amazonbot",
      allows: true),
    Case(
      name: "a closed group of its own without rules allows",
      text: "User-agent: Amazonbot\nDisallow:\nUser-agent: *\nDisallow: /", allows: true),
    Case(
      name: "groups for the same token are merged",
      text:
        "User-agent: Amazonbot\nDisallow: /b\nUser-agent: x\nDisallow: /c\nUser-agent: Amazonbot\nDisallow: /a",
      allows: false),
    Case(
      name: "several user-agent lines share a group",
      text: "User-agent: Amazonbot\nUser-agent: x\nDisallow: /",
      allows: false),
    Case(
      name: "other records do not end a list of user agents",
      text: "User-agent: Amazonbot\nCrawl-delay: 1\nSitemap: https://x/s.xml\nUser-agent: x\nDisallow: /",
      allows: false),
    Case(
      name: "blank lines and comments do not end a group",
      text: "User-agent: Amazonbot # Amazon\n\n# why\n   \nDisallow: / # all", allows: false),
    Case(
      name: "the longest match wins", text: "User-agent: *\nAllow: /a\nDisallow: /a/b", path: "/a/b/c",
      allows: false),
    Case(
      name: "also when the allow is longer", text: "User-agent: *\nDisallow: /a\nAllow: /a/b", path: "/a/b",
      allows: true),
    Case(name: "allow wins a tie", text: "User-agent: *\nDisallow: /a\nAllow: /a", allows: true),
    Case(name: "no rule matches", text: "User-agent: *\nDisallow: /b", allows: true),
    Case(
      name: "a star in the middle", text: "User-agent: *\nDisallow: /*.gif", path: "/x/y.gif?z", allows: false
    ),
    Case(name: "an end", text: "User-agent: *\nDisallow: /*.gif$", path: "/x/y.gif?z", allows: true),
    Case(
      name: "an end that is one", text: "User-agent: *\nDisallow: /*.gif$", path: "/x/y.gif", allows: false),
    Case(
      name: "a dollar in the middle is a dollar", text: "User-agent: *\nDisallow: /a$b", path: "/a$b",
      allows: false),
    Case(name: "a coded star is a star", text: "User-agent: *\nDisallow: /a%2A", path: "/a*c", allows: false),
    Case(name: "and no other", text: "User-agent: *\nDisallow: /a%2A", path: "/abc", allows: true),
    Case(
      name: "coded unreserved characters are the characters", text: "User-agent: *\nDisallow: /%61",
      allows: false),
    Case(name: "also in the path", text: "User-agent: *\nDisallow: /a", path: "/%61", allows: false),
    Case(
      name: "coded reserved characters stay coded", text: "User-agent: *\nDisallow: /a%2Fb", path: "/a/b",
      allows: true),
    Case(
      name: "hexadecimal digits in any case", text: "User-agent: *\nDisallow: /a%2fb", path: "/a%2Fb",
      allows: false),
    Case(
      name: "characters beyond ASCII", text: "User-agent: *\nDisallow: /é", path: "/%C3%A9", allows: false),
    Case(name: "a query", text: "User-agent: *\nDisallow: /a?", path: "/a?b", allows: false),
    Case(name: "a byte order mark", text: "\u{FEFF}User-agent: *\nDisallow: /", allows: false),
    Case(name: "CR alone ends lines", text: "User-agent: *\rDisallow: /", allows: false),
    Case(name: "CRLF ends lines", text: "User-agent: *\r\nDisallow: /\r\n", allows: false),
    Case(name: "a rule before any user agent binds nobody", text: "Disallow: /\nUser-agent: x", allows: true),
    Case(name: "a line without a colon is none", text: "User-agent: *\nDisallow /", allows: true),
    Case(name: "spaces around everything", text: "  User-agent :\t* \n\tDisallow\t:  /  ", allows: false),
    Case(name: "a page instead of the file", text: "<!DOCTYPE html><p>User-agent</p>", allows: true),
    Case(name: "a pattern without a slash matches nothing", text: "User-agent: *\nDisallow: a", allows: true),
  ]

  @Test(arguments: cases) func `a path is allowed or not`(_ row: Case) {
    #expect(RobotsText(parsing: Array(row.text.utf8)).allows(row.path, for: "Amazonbot") == row.allows)
  }

  @Test(arguments: [
    ("Disallow: /", true), ("Disallow: /*", true), ("Disallow: *", true), ("Disallow: /*$", true),
    ("Disallow: **", true), ("Disallow: /\nDisallow: /a", true), ("Disallow: /\nAllow:", true),
    ("Disallow: /\nAllow: /robots.txt", true), ("Disallow: /*\nAllow: /", true),
    ("Disallow: /\nAllow: a", true),
    ("", false), ("Disallow:", false), ("Disallow: /a", false), ("Disallow: /$", false),
    ("Disallow: /?", false),
    ("Disallow: /\nAllow: /", false), ("Disallow: /\nAllow: /public", false), ("Allow: /", false),
    ("Disallow: /*\nAllow: /a", false), ("Disallow: $", false),
  ])
  func `a whole site is closed or not`(rules: String, isClosed: Bool) {
    let text = RobotsText(parsing: Array("User-agent: ClaudeBot\n\(rules)".utf8))
    #expect(text.closesSite(to: "ClaudeBot") == isClosed)
    #expect(!text.closesSite(to: "Amazonbot"))
  }

  @Test func `only the first 500 KiB count`() {
    let padding = String(repeating: "#", count: RobotsText.maxBytes - 1) + "\n"
    let cut = RobotsText(parsing: Array((padding + "User-agent: *\nDisallow: /").utf8))
    #expect(cut.isCut)
    #expect(!cut.closesSite(to: "Amazonbot"))
    let shorter = "User-agent: *\nDisallow: /\n"
    let whole = RobotsText(
      parsing: Array((shorter + String(padding.dropLast(shorter.utf8.count + 1)) + "\n").utf8))
    #expect(!whole.isCut)
    #expect(whole.closesSite(to: "Amazonbot"))
  }

  @Test func `an opening names its line`() throws {
    let text = RobotsText(parsing: Array("User-agent: *\nDisallow: /\nAllow: /public".utf8))
    #expect(text.openings(for: "Amazonbot")?.map(\.line) == [3])
    #expect(RobotsText(parsing: []).openings(for: "Amazonbot") == nil)
  }

  @Test func `a closed site allows nothing but the file, whatever the path`() {
    var random = SystemRandomNumberGenerator()
    let text = RobotsText(parsing: Array("User-agent: *\nDisallow: /\nAllow: /robots.txt$".utf8))
    for _ in 0..<200 {
      let path =
        "/"
        + String(
          (0..<Int.random(in: 0...20, using: &random)).map { _ in
            "ab/%*$?é.".randomElement(using: &random) ?? "a"
          })
      #expect(!text.allows(path, for: "Amazonbot"), "\(path)")
    }
  }
}
