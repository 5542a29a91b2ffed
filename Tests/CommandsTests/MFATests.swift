import Foundation
import TestSupport
import Testing

/// The code of an MFA device, asked for on a terminal.
@Suite struct MFATests {
  @Test func `the code that is typed goes to STS, once, and nowhere else`() async throws {
    let server = try LocalServer { request in
      let body = String(decoding: request.body, as: UTF8.self)
      guard body.contains("Action=AssumeRole") else {
        return .answer(#"{"__type":"AccessDeniedException","Message":"no"}"#, status: "400 Bad Request")
      }
      return .answer(
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
          <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn></AssumedRoleUser>
          <Credentials><AccessKeyId>ASIAFROMROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
            <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
        </AssumeRoleResult></AssumeRoleResponse>
        """, headers: ["Content-Type: text/xml"])
    }
    let home = try Scratch()
    try home.write(
      """
      [default]
      role_arn = arn:aws:iam::111111111111:role/Auditor
      source_profile = base
      mfa_serial = arn:aws:iam::111111111111:mfa/me
      [profile base]
      aws_access_key_id = AKIABASE
      aws_secret_access_key = base
      """, to: ".aws/config")
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/terminal/answer.py").path
    let run = try await CommandLineRun.run(
      [script, "MFA code of", "123456", CommandLineRun.binary.path, "doctor"],
      environment: [
        "HOME": home.url.path, "AWS_EC2_METADATA_DISABLED": "true", "PATH": "/usr/bin:/bin", "TERM": "xterm",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:\(server.port)", "AWS_MAX_ATTEMPTS": "1",
      ], in: home.url, executable: URL(fileURLWithPath: "/usr/bin/python3"))
    #expect(run.text.contains("MFA code of arn:aws:iam::111111111111:mfa/me"), "\(run.text)\(run.errors)")
    server.stop()
    var signers: [String] = []
    var codes = 0
    for await event in server.events {
      guard case .request(let request) = event else { continue }
      let body = String(decoding: request.body, as: UTF8.self)
      codes += body.contains("TokenCode=123456") ? 1 : 0
      if body.contains("TokenCode") {
        #expect(body.contains("SerialNumber=arn%3Aaws%3Aiam%3A%3A111111111111%3Amfa%2Fme"))
      }
      signers.append(
        request.headers["authorization"]?.contains("Credential=ASIAFROMROLE/") == true ? "role" : "base")
    }
    #expect(codes == 1)
    #expect(signers.first == "base" && signers.dropFirst().allSatisfy { $0 == "role" } && signers.count > 1)
  }
}
