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

  @Test func `nested settings are kept below their setting`() throws {
    let text =
      "[services s]\nsts =\n  Endpoint_URL = http://a\n  other=1\n\norganizations =\n  endpoint_url = b\n"
    #expect(
      try INIFile(text, path: "x").nested == [
        "services s": [
          "sts": ["endpoint_url": "http://a", "other": "1"], "organizations": ["endpoint_url": "b"],
        ]
      ])
  }

  @Test func `an indented line below a value goes on with it`() throws {
    #expect(
      try sections("[a]\ncredential_process = x\n  --y z\nkey: v=1\nother: 2") == [
        "a": ["credential_process": "x\n--y z", "key: v": "1", "other": "2"]
      ])
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
    let expected = CredentialError.malformedFile(
      path: "/home/a/.aws/config", line: line,
      problem: "\(problem); expected [section] and key = value lines")
    #expect(throws: expected) { try sections(text) }
    #expect(!expected.description.contains("hunter2"))
  }
}
