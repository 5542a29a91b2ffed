import AWSClient
import Testing

@Suite struct INIFileTests {
  private func sections(_ text: String) throws -> [String: [String: String]] {
    try INIFile(text, path: "/home/a/.aws/config").sections
  }

  @Test func `sections hold settings with keys in lower case and trimmed values`() throws {
    let text = """
      # a comment
      ; another
      [ default ]
      Region =  eu-west-1\u{20}
      empty =
      equals = a=b==

      [profile two]
      region=us-east-2
      """
    #expect(
      try sections(text) == [
        "default": ["region": "eu-west-1", "empty": "", "equals": "a=b=="],
        "profile two": ["region": "us-east-2"],
      ])
  }

  @Test func `nested settings belong to the setting above`() throws {
    let text = "[default]\ns3 =\n  aws_access_key_id = NESTED\n\tmore = 1\nregion = a\n"
    #expect(try sections(text) == ["default": ["s3": "", "region": "a"]])
  }

  @Test func `a section that comes again goes on`() throws {
    #expect(
      try sections("[a]\nx = 1\ny = 1\n[b]\n[a]\ny = 2\n") == ["a": ["x": "1", "y": "2"], "b": [:]])
  }

  @Test func `carriage returns and a byte order mark are no part of the text`() throws {
    #expect(try sections("\u{FEFF}[default]\r\nregion = a\r\n") == ["default": ["region": "a"]])
  }

  @Test(arguments: [
    ("x = 1\n", 1, "stands before the first [section]"),
    ("[a]\nx = 1\nhunter2\n", 3, "is not of the form key = value"),
    ("[a]\n[b\n", 2, "has no closing ]"),
    ("[a]\n= hunter2\n", 2, "is not of the form key = value"),
  ])
  func `a malformed line is named by its number and not repeated`(
    text: String, line: Int, problem: String
  ) {
    let expected = CredentialError.malformedFile(path: "/home/a/.aws/config", line: line, problem: problem)
    #expect(throws: expected) { try sections(text) }
    #expect(!expected.description.contains("hunter2"))
  }
}
