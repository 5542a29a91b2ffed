import Foundation
import Testing

@Suite struct AnchorTests {
  @Test func `the head is what verify finds`() async throws {
    let (store, collect) = try await TestStore.collecting(SampleOrganizations.locked)
    let digest = try #require(try collect.json().object("snapshot")?.string("digest"))
    let run = try await store.run("anchor")
    #expect(run.status == 0 && run.text.hasPrefix(digest + "\n"))
    let json = try await store.run("anchor", "--json").json()
    #expect(json.string("head") == digest && json.int("entries") == 1 && json.objects("timeStamps").isEmpty)
    #expect(try await store.run("verify", "--anchor", digest).status == 0)
    try await store.run("anchor", "--export", store.scratch.path("none")).expectFailure(
      naming: "no time stamp", "--timestamp-url")
  }

  @Test func `several organizations need a choice`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    try await store.run("anchor").expectFailure(naming: "--organization", "o-lockedorg01")
    #expect(try await store.run("anchor", "--organization", "o-mixedorg001").status == 0)
  }

  @Test(arguments: ["ftp://example.com/", "example.com", "http://user:secret@example.com/", "", "http://"])
  func `an address that is none is wrong usage`(url: String) async throws {
    let store = try await SharedFixtures.twoOrganizations()
    try await store.run("anchor", "--timestamp-url", url).expectUsageError(naming: "--timestamp-url")
  }

  @Test func `a time stamp is stored, verified, exported, and found when it is tampered with`() async throws {
    try await TimeStampAuthority.with { authority in
      let (store, collect) = try await TestStore.collecting(SampleOrganizations.locked)
      let digest = try #require(try collect.json().object("snapshot")?.string("digest"))
      let stamped = try await store.run(
        "anchor", "--timestamp-url", authority.url, "--tsa-ca", authority.root, "--json")
      #expect(stamped.status == 0, "\(stamped.errors)")
      let stamp = try #require(try stamped.json().objects("timeStamps").first)
      #expect(stamp.string("digest") == digest && stamp.bool("valid") == true)
      #expect(stamp.string("signer") == "CN=Test time stamps,O=Test" && stamp.bool("signerJudged") == true)
      #expect(try stamped.json().string("head") != digest)

      let folder = store.scratch.path("anchor")
      #expect(try await store.run("anchor", "--export", folder).status == 0)
      let openssl = try await CommandLineRun.run(
        [
          "ts", "-verify", "-digest",
          try String(contentsOfFile: "\(folder)/head.txt", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines),
          "-in", "\(folder)/token.tsr", "-CAfile", authority.root,
        ], executable: URL(fileURLWithPath: "/usr/bin/openssl"))
      #expect(
        openssl.status == 0 && (openssl.text + openssl.errors).contains("Verification: OK"), "\(openssl)")

      #expect(try await store.run("verify", "--tsa-ca", authority.root).status == 0)
      let unjudged = try await store.run("verify")
      #expect(unjudged.status == 0 && unjudged.text.contains("signer not judged"))
      let strange = try await store.run("verify", "--tsa-ca", authority.otherRoot, "--json")
      #expect(strange.status == 1)
      #expect(try strange.json().objects("problems").map { $0.string("kind") } == ["timeStamp"])

      try await store.tamper("UPDATE ledger_entry SET body = replace(body, 'Test time', 'Best time')")
      let kinds = try await store.run("verify", "--json").json().objects("problems").map { $0.string("kind") }
      #expect(kinds.contains("digest") && kinds.contains("timeStamp"))
    }
  }

  @Test func `what an authority answers instead of a time stamp is not stored`() async throws {
    try await TimeStampAuthority.with { authority in
      let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
      let before = try Data(contentsOf: URL(fileURLWithPath: store.path))
      for (path, words) in [
        ("/refuse", "refused the request (status 2"), ("/garbage", "not one of an RFC 3161"),
        ("/other", "not over"), ("/missing", "status 404"),
      ] {
        try await store.run("anchor", "--timestamp-url", authority.url + path).expectFailure(naming: words)
      }
      try await store.run(
        "anchor", "--timestamp-url", authority.url, "--tsa-ca", authority.otherRoot
      ).expectFailure(naming: "signature", "certificate")
      try await store.run("anchor", "--timestamp-url", "http://127.0.0.1:1/").expectFailure(
        naming: "could not connect")
      try await store.run("anchor", "--timestamp-url", authority.url, "--tsa-ca", "no-such.pem")
        .expectFailure(
          naming: "no-such.pem", "--tsa-ca")
      #expect(try Data(contentsOf: URL(fileURLWithPath: store.path)) == before)
      // The time stamp of an earlier request is over an earlier head.
      #expect(try await store.run("anchor", "--timestamp-url", authority.url).status == 0)
      try await store.run("anchor", "--timestamp-url", authority.url + "/replay").expectFailure(
        naming: "not over")
    }
  }
}
