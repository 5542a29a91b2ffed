import Foundation
import Testing

/// Certificates that are wrong end a collect before any key, signature or question is sent.
@Suite struct TLSTests {
  @Test func `only a valid certificate of a trusted authority for this host is talked to`() async throws {
    try await TLSServer.with { server in
      let store = try TestStore()
      let environment = [
        "HOME": store.scratch.url.path, "AWS_ACCESS_KEY_ID": LiveRun.accessKeyID,
        "AWS_SECRET_ACCESS_KEY": LiveRun.secretAccessKey,
      ]
      func collect(_ certificate: String, trusting authority: String?) async throws -> CommandLineRun {
        try await CommandLineRun.run(
          ["collect", "--endpoint-url", server.url(certificate), "--db", store.path],
          environment: environment.merging(authority.map { ["AWS_CA_BUNDLE": $0] } ?? [:]) { $1 })
      }
      for (certificate, authority, word) in [
        ("expired", server.authority, "expired"), ("early", server.authority, "not yet valid"),
        ("elsewhere", server.authority, "127.0.0.1"), ("unknown", server.authority, "certificate"),
        ("good", nil, "certificate"),
      ] as [(String, String?, String)] {
        let run = try await collect(certificate, trusting: authority)
        run.expectFailure(naming: "no secure connection", word, "AWS_CA_BUNDLE")
      }
      #expect(try server.asked().isEmpty)
      // The same server is asked as soon as its authority is trusted, and its answer is what is wrong then.
      try await collect("good", trusting: server.authority).expectFailure(naming: "DescribeOrganization")
      #expect(try server.asked().contains("good"))
      #expect(try await store.run("snapshots", "--json").json().objects("snapshots").isEmpty)
    }
  }
}
