import Foundation
import TestSupport
import Testing

@testable import AWSClient

/// Whatever stands in files of the AWS CLI and in answers, it is read or refused.
@Suite struct SignInFuzzTests {
  @Test func `any bytes are a configuration file or a named line`() {
    var mutation = ByteMutation(
      [
        "[default]\naws_access_key_id = AKIA\naws_secret_access_key = s3cr3t-s3cr3t\n# c\ns3 =\n  a = b\n",
        "[profile \"my one\"]\nrole_arn = arn\nsource_profile=default\n[sso-session x]\nsso_region: eu-west-1\n",
      ], words: ["[", "]", "=", ":", "#", ";", "[profile ", "\"", " ", "[services x]", "  nested = 1"])
    for _ in 0..<ByteMutation.count(3_000) {
      let text = mutation.nextText()
      do throws(CredentialError) {
        let file = try INIFile(text, path: "/home/a/.aws/config")
        #expect(file.sections.count <= text.utf8.count { $0 == UInt8(ascii: "[") })
      } catch {
        // A line may be a secret.
        #expect(!error.description.contains("s3cr3t"))
      }
      _ = ShellWords.split(text)
    }
  }

  private struct Roots: Decodable, Sendable {
    struct Root: Decodable, Sendable {
      var id: String
      var policyTypes: [[String: String]]?

      private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case policyTypes = "PolicyTypes"
      }
    }

    var roots: [Root]
    var nextToken: String?

    private enum CodingKeys: String, CodingKey {
      case roots = "Roots"
      case nextToken = "NextToken"
    }
  }

  @Test func `any bytes are an answer or a malformed one`() {
    var mutation = ByteMutation(
      [#"{"Roots":[{"Id":"r-ab12","PolicyTypes":[{"Type":"X","Status":"ENABLED"}]}],"NextToken":"t"}"#],
      words: ["{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "null", "true", "\"Id\"", "\"Roots\":"])
    var read = 0
    for _ in 0..<ByteMutation.count(3_000) {
      let data = Data(mutation.next())
      do throws(MalformedAnswer) {
        _ = try JSONAnswer.decode(Roots.self, from: data)
        read += 1
      } catch {
        #expect(error.what.utf8.count < 600)
      }
      for status in [200, 403, 500] {
        let answer = ErrorAnswer(HTTPResponse(status: status, headers: [:], body: data))
        #expect((answer.code ?? "").utf8.count <= 400)
      }
    }
    #expect(read > 0)
  }

  @Test func `any bytes are STS's XML or give no keys`() {
    var mutation = ByteMutation(
      [RoleAnswer.xml("AssumeRole", key: "ASIA")],
      words: ["<", ">", "</", "/>", "&amp;", "&#0;", "<Credentials>", "</AccessKeyId>", "<!--", "<![CDATA["])
    for _ in 0..<ByteMutation.count(2_000) {
      let text = Data(mutation.next())
      for name in ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "Arn"] {
        _ = XMLText.first(name, in: text)
      }
    }
  }
}
