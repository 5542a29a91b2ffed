import Foundation
import Testing

/// Evidence packs of the demo organization, made and checked by the built binary.
@Suite struct PackTests {
  private struct Made {
    var scratch: Scratch
    var folder: URL { scratch.url.appendingPathComponent("pack") }

    func run(_ arguments: String...) async throws -> CommandLineRun {
      try await CommandLineRun.run(arguments, in: scratch.url)
    }
  }

  /// The demo's store and a pack of its last quarter in `pack` and `pack.zip`.
  private func made(_ options: String...) async throws -> Made {
    let made = Made(scratch: try Scratch())
    #expect(try await made.run("demo", "--output", "demo").status == 0)
    let run = try await CommandLineRun.run(
      [
        "pack", "--db", "demo/history.sqlite", "--config", "demo/optout-audit.yaml", "--period", "2026-Q3",
        "--output", "pack", "--archive", "pack.zip",
      ] + options, in: made.scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    return made
  }

  private func shell(_ script: String, in folder: URL) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private func edit(_ path: String, in folder: URL, _ change: (inout Data) -> Void) throws {
    let url = folder.appendingPathComponent(path)
    var data = try Data(contentsOf: url)
    change(&data)
    try data.write(to: url)
  }

  @Test func `the three commands of the guide pass, and fail with a byte changed`() async throws {
    let scratch = try Scratch()
    #expect(
      try shell(
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=Auditor",
        in: scratch.url) == 0)
    let made = try await made(
      "--sign-key", scratch.path("key.pem"), "--sign-cert", scratch.path("cert.pem"))
    let verify =
      "openssl cms -verify -binary -inform PEM -in SHA256SUMS.p7s -content SHA256SUMS -CAfile "
      + "\(scratch.path("cert.pem")) -purpose any -out /dev/null"
    let guide = try String(contentsOf: made.folder.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(guide.contains("sha256sum --strict -c *SHA256SUMS\n"))
    #expect(guide.contains("openssl cms -verify -binary -inform PEM -in SHA256SUMS.p7s -content SHA256SUMS"))
    #expect(try shell("sha256sum --strict -c *SHA256SUMS", in: made.folder) == 0)
    #expect(try shell(verify, in: made.folder) == 0)
    #expect(try await made.run("verify", "pack").status == 0)
    let besideArchive = try Data(
      contentsOf: made.scratch.url.appendingPathComponent("pack.zip.SHA256SUMS.p7s"))
    #expect(!besideArchive.isEmpty)
    try edit("SHA256SUMS", in: made.folder) { $0[0] ^= 1 }
    #expect(try shell("sha256sum --strict -c *SHA256SUMS", in: made.folder) != 0)
    #expect(try shell(verify, in: made.folder) != 0)
    #expect(try await made.run("verify", "pack").status == 1)
  }

  @Test func `an anchor is looked for in the chain that the pack carries`() async throws {
    let made = try await made()
    let plain = try await made.run("verify", "pack", "--json").json()
    #expect(plain.isNull("anchor"))
    let head = try #require(plain.string("head"))
    let first = try #require(
      try await made.run("snapshots", "--db", "demo/history.sqlite", "--json").json().objects("snapshots")
        .first?.string("id"))
    for (anchor, place) in [(head, "pack"), (String(head.prefix(12)), "pack.zip"), (first, "pack")] {
      let run = try await made.run("verify", place, "--anchor", anchor, "--json")
      #expect(run.status == 0, "\(run.output)")
      #expect(
        try run.json().object("anchor")?.string("digest")?.contains(anchor.trimmingPrefix("s-")) == true)
      #expect(try await made.run("verify", place, "--anchor", anchor).text.contains("found, entry "))
    }
    let strange = try await made.run("verify", "pack", "--anchor", "0123456789abcdef", "--json")
    #expect(strange.status == 1)
    #expect(try strange.json().objects("problems").map { $0.string("kind") } == ["anchor"])
    #expect(try strange.json().string("chain") == "broken")
    let text = try await made.run("verify", "pack", "--anchor", "0123456789abcdef").text
    #expect(text.contains("0123456789abcdef is not in the chain"))
  }

  @Test(arguments: [
    ["--organization", "o-demoorg001"], ["--max-gap", "3"], ["--as-of", "2026-09-30"],
  ])
  func `what is asked of a store is refused for a pack`(options: [String]) async throws {
    try await CommandLineRun.run(["verify", "pack"] + options).expectUsageError(naming: options[0])
  }

  @Test func `the same store and options give the same pack and archive`() async throws {
    let made = try await made()
    let again = try await CommandLineRun.run(
      [
        "pack", "--db", "demo/history.sqlite", "--config", "demo/optout-audit.yaml", "--period", "2026-Q3",
        "--output", "again", "--archive", "other/pack.zip",
      ], in: made.scratch.url)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try shell("diff -r pack again && cmp pack.zip other/pack.zip", in: made.scratch.url) == 0)
    #expect(
      try shell("unzip -q pack.zip -d unzipped && diff -r pack unzipped/pack", in: made.scratch.url) == 0)
    let verified = try await made.run("verify", "pack.zip", "--json")
    #expect(verified.status == 0)
    #expect(try verified.json().string("chain") == "intact")
  }

  @Test func `an archive with bytes cut off, in front, between or behind is not intact`() async throws {
    let made = try await made()
    let whole = try Data(contentsOf: made.scratch.url.appendingPathComponent("pack.zip"))
    let between = try #require(whole.range(of: Data([0x50, 0x4B, 1, 2]))).lowerBound
    let changes: [(status: Int32, bytes: Data, words: String)] = [
      (2, whole.dropLast(200), "it was cut off"), (2, whole.prefix(whole.count / 2), "it was cut off"),
      (1, whole + Data("more".utf8), "4 bytes lie behind the end of the archive"),
      (2, Data("front".utf8) + whole, "does not lie where its end record says"),
      (2, whole[..<between] + Data("x".utf8) + whole[between...], "does not lie where its end record says"),
    ]
    for change in changes {
      try change.bytes.write(to: made.scratch.url.appendingPathComponent("changed.zip"))
      let run = try await made.run("verify", "changed.zip")
      #expect(run.status == change.status, "\(change.words): \(run.text) \(run.errors)")
      #expect((run.text + run.errors).contains(change.words), "\(run.text) \(run.errors)")
    }
  }

  @Test func `a header in front of a file that differs from the archive's list is noticed`() async throws {
    let made = try await made()
    // The time of the first file, in its own header.
    try edit("pack.zip", in: made.scratch.url) { $0[10] ^= 1 }
    let run = try await made.run("verify", "pack.zip")
    #expect(run.status == 1)
    #expect(run.text.contains("has a header of its own that differs"), "\(run.text)")
  }

  @Test func `an archive that was packed otherwise is intact, with a note`() async throws {
    let made = try await made()
    let zip = "import shutil; shutil.make_archive('again', 'zip', '.', 'pack')"
    #expect(try shell("python3 -c \"\(zip)\"", in: made.scratch.url) == 0)
    let again = try await made.run("verify", "again.zip")
    #expect(again.status == 0, "\(again.text)")
    #expect(again.text.contains("note: the archive is not packed as this machine packs it"), "\(again.text)")
    let own = try await made.run("verify", "pack.zip")
    #expect(!own.text.contains("not packed as"), "\(own.text)")
    try edit("pack.zip", in: made.scratch.url) { data in
      // The mode of the first file of the list.
      guard let entry = data.range(of: Data([0x50, 0x4B, 1, 2]))?.lowerBound else { return }
      data[entry + 40] ^= 1
    }
    let mode = try await made.run("verify", "pack.zip")
    #expect(mode.status == 0, "\(mode.text)")
    #expect(mode.text.contains("not packed as this machine packs it"), "\(mode.text)")
  }

  @Test func `every byte of signature and token is covered, by themselves or by the checksums beside them`()
    async throws
  {
    try await TimeStampAuthority.with { authority in
      let scratch = try Scratch()
      #expect(
        try shell(
          "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=Auditor",
          in: scratch.url) == 0)
      let made = try await made(
        "--sign-key", scratch.path("key.pem"), "--sign-cert", scratch.path("cert.pem"), "--timestamp-url",
        authority.url)
      let list = "SIGNATURES.SHA256SUMS"
      let text = try String(contentsOf: made.folder.appendingPathComponent(list), encoding: .utf8)
      #expect(
        text.split(separator: "\n").map { String($0.dropFirst(66)) } == ["SHA256SUMS.p7s", "SHA256SUMS.tsr"])
      #expect(FileManager.default.fileExists(atPath: made.scratch.path("pack.zip.\(list)")))
      #expect(try shell("sha256sum --strict -c *SHA256SUMS", in: made.folder) == 0)
      #expect(try await made.run("verify", "pack").status == 0)
      // A copy of a certificate in the token, which its signature does not cover; the text around a PEM signature.
      for (path, place) in [("SHA256SUMS.tsr", 0.5), ("SHA256SUMS.p7s", 1.0), (list, 0)] {
        let before = try Data(contentsOf: made.folder.appendingPathComponent(path))
        try edit(path, in: made.folder) { $0[min(Int(Double($0.count) * place), $0.count - 1)] ^= 1 }
        #expect(try shell("sha256sum --strict -c *SHA256SUMS", in: made.folder) != 0, "\(path)")
        let run = try await made.run("verify", "pack")
        #expect(run.status == 1, "\(path): \(run.text)")
        try before.write(to: made.folder.appendingPathComponent(path))
      }
      // sha256sum takes capital letters for the same number; they are not what was written.
      for path in ["SHA256SUMS", list] {
        let before = try Data(contentsOf: made.folder.appendingPathComponent(path))
        try edit(path, in: made.folder) { data in
          guard let letter = data.firstIndex(where: { (97...102).contains($0) }) else { return }
          data[letter] ^= 0x20
        }
        let run = try await made.run("verify", "pack")
        #expect(run.status == 1)
        #expect(run.text.contains("\(path) is not written as it was made"), "\(run.text)")
        try before.write(to: made.folder.appendingPathComponent(path))
      }
      // It takes a star for the second blank alike.
      let before = try Data(contentsOf: made.folder.appendingPathComponent(list))
      try edit(list, in: made.folder) { $0[65] = UInt8(ascii: "*") }
      let starred = try await made.run("verify", "pack")
      #expect(starred.status == 1)
      #expect(starred.text.contains("\(list) does not have the form"), "\(starred.text)")
      try before.write(to: made.folder.appendingPathComponent(list))
      try FileManager.default.removeItem(at: made.folder.appendingPathComponent(list))
      let without = try await made.run("verify", "pack")
      #expect(without.status == 0)
      #expect(without.text.contains("there is no \(list)"), "\(without.text)")
    }
  }

  @Test func `a score that was edited is noticed although all checksums were made again`() async throws {
    let made = try await made()
    let before = try Data(contentsOf: made.folder.appendingPathComponent("report/report.json"))
    try edit("report/report.json", in: made.folder) { data in
      data = Data(
        String(decoding: data, as: UTF8.self).replacing("\"failed\" : 5", with: "\"failed\" : 0").utf8)
    }
    #expect(try Data(contentsOf: made.folder.appendingPathComponent("report/report.json")) != before)
    try remakeChecksums(of: "report/report.json", in: made.folder)
    #expect(try shell("sha256sum --strict -c *SHA256SUMS", in: made.folder) == 0)
    let run = try await made.run("verify", "pack")
    #expect(run.status == 1)
    #expect(run.text.contains("report/report.json is not what the evidence amounts to"))
  }

  @Test func `evidence that was edited is noticed although all checksums were made again`() async throws {
    let made = try await made()
    let chain = try FileManager.default.contentsOfDirectory(
      atPath: made.folder.appendingPathComponent("evidence/chain").path)
    let path = "evidence/chain/" + (try #require(chain.sorted().first))
    try edit(path, in: made.folder) { data in
      data = Data(
        String(decoding: data, as: UTF8.self).replacing(
          "\"state\":\"ACTIVE\"", with: "\"state\":\"CLOSED\"", maxReplacements: 1
        ).utf8)
    }
    try remakeChecksums(of: path, in: made.folder)
    let run = try await made.run("verify", "pack")
    #expect(run.status == 1)
    #expect(run.text.contains("does not have its hash"))
  }

  @Test(arguments: ["README.md", "evidence/state", "catalogue"])
  func `any other file that was edited is noticed although all checksums were made again`(
    place: String
  ) async throws {
    let made = try await made()
    let all = try files(below: made.folder).keys.sorted()
    let path = try #require(all.first { $0.hasPrefix(place) })
    try edit(path, in: made.folder) { $0.append(0x0A) }
    try remakeChecksums(of: path, in: made.folder)
    let run = try await made.run("verify", "pack")
    #expect(run.status == 1)
    let words = run.text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(words.contains("\(path) is not what the evidence amounts to"), "\(run.text)")
  }

  @Test func `the whole organization is there at the start, at the end and at every change`() async throws {
    let made = try await made()
    let states = try files(below: made.folder).keys.filter { $0.hasPrefix("evidence/state/") }.sorted()
    #expect(
      states.map { $0.split(separator: "-").dropFirst(3).first.map(String.init) } == [
        "start", "change", "change", "end",
      ])
  }

  @Test func `people can be hidden, and the pack still verifies`() async throws {
    let made = try await made("--redact-actors")
    let people = ["Priya Nair", "Tomas Berg", "Ida Holm", "assumed-role/", "diallo"]
    let script = people.map { "! grep -rqF '\($0)' pack/evidence pack/report" }.joined(separator: " && ")
    #expect(try shell(script, in: made.scratch.url) == 0)
    #expect(try shell("grep -rq person-1 pack/report", in: made.scratch.url) == 0)
    let run = try await made.run("verify", "pack")
    #expect(run.status == 0, "\(run.text)")
    #expect(run.text.contains("people are hidden"))
  }

  @Test(arguments: [
    ("demo", "there is no manifest.json"), ("demo/report.html", "is no zip archive"),
    ("missing", "there is no"),
  ])
  func `what is no pack is one clear line`(path: String, words: String) async throws {
    let scratch = try Scratch()
    _ = try await CommandLineRun.run(["demo", "--output", "demo"], in: scratch.url)
    let run = try await CommandLineRun.run(["verify", path], in: scratch.url)
    #expect(run.status == 2)
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(run.errorLines.count == 1)
  }

  /// Makes manifest and checksums right again, as somebody who edits a file would.
  private func remakeChecksums(of path: String, in folder: URL) throws {
    let script = """
      import hashlib, json, os, sys
      path = sys.argv[1]
      manifest = json.load(open("manifest.json"))
      data = open(path, "rb").read()
      for file in manifest["files"]:
          if file["path"] == path:
              file["sha256"] = hashlib.sha256(data).hexdigest()
              file["bytes"] = len(data)
      open("manifest.json", "w").write(json.dumps(manifest, indent=2))
      lines = []
      for line in open("SHA256SUMS"):
          name = line[66:].rstrip("\\n")
          lines.append(hashlib.sha256(open(name, "rb").read()).hexdigest() + "  " + name + "\\n")
      open("SHA256SUMS", "w").write("".join(lines))
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, path]
    process.currentDirectoryURL = folder
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
