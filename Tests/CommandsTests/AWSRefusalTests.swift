import Foundation
import OrganizationSimulator
import Testing

/// What a live collect says when AWS, or the way to it, refuses.
@Suite struct AWSRefusalTests {
  @Test func `without credentials the sources tried are named`() async throws {
    let store = try TestStore()
    let run = try await CommandLineRun.run(
      ["collect", "--db", store.path],
      environment: ["HOME": store.scratch.url.path, "AWS_EC2_METADATA_DISABLED": "true"])
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    for word in ["no AWS credentials", "AWS_ACCESS_KEY_ID", "--profile"] {
      #expect(run.errorLines.first?.contains(word) == true, "\(run.errors)")
    }
    #expect(run.errors.contains(".aws/credentials"))
    #expect(!store.scratch.exists("store.sqlite"))
  }

  @Test func `an unknown profile is told with those that exist`() async throws {
    let store = try TestStore()
    try store.scratch.write(
      "[default]\nregion = us-east-1\n[profile prod]\nregion = us-east-1\n", to: ".aws/config")
    for (arguments, environment) in [
      (["--profile", "audit"], [:]), ([], ["AWS_PROFILE": "audit"]),
    ] as [([String], [String: String])] {
      let run = try await CommandLineRun.run(
        ["collect", "--db", store.path] + arguments,
        environment: environment.merging([
          "HOME": store.scratch.url.path, "AWS_EC2_METADATA_DISABLED": "true",
        ]) { $1 })
      run.expectFailure(naming: "\"audit\"", "default", "prod", ".aws/config")
    }
    #expect(!store.scratch.exists("store.sqlite"))
  }

  @Test func `an expired token asks to sign in again`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.expiredKeys = [LiveRun.accessKeyID]
    try await LiveRun.with(behaviour: behaviour) { live in
      try await live.collect().expectFailure(naming: "ExpiredToken", "sign in again")
      try await live.expectNothingSealed()
    }
  }

  @Test func `an unknown key asks to check it`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.deniedKeys = [LiveRun.accessKeyID]
    try await LiveRun.with(behaviour: behaviour) { live in
      try await live.collect().expectFailure(naming: "UnrecognizedClient", "check the access key")
      try await live.expectNothingSealed()
    }
  }

  @Test func `denied access names the IAM action`() async throws {
    for operation in ["DescribeOrganization", "ListAccounts"] {
      var behaviour = SimulatorBehaviour()
      behaviour.deniedOperations = [operation]
      try await LiveRun.with(behaviour: behaviour) { live in
        try await live.collect().expectFailure(naming: "organizations:\(operation)", "AccessDenied")
        try await live.expectNothingSealed()
      }
    }
  }

  @Test func `an account in no organization is sent to remediate`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.isInOrganization = false
    try await LiveRun.with(behaviour: behaviour) { live in
      try await live.collect().expectFailure(
        naming: "in no organization", "nothing was sealed", "remediate --new")
      try await live.expectNothingSealed()
    }
  }

  @Test func `a wrong clock is told with the difference`() async throws {
    for answer in [SimulatorBehaviour.SkewAnswer.invalidSignature, .requestTimeTooSkewed] {
      var behaviour = SimulatorBehaviour()
      behaviour.skewAnswer = answer
      behaviour.clockOffset = 7200
      try await LiveRun.with(behaviour: behaviour) { live in
        let run = try await live.collect()
        run.expectFailure(naming: "clock", "behind")
        let seconds = run.errors.firstMatch(of: /(\d+) s behind/).flatMap { Int($0.1) }
        #expect(seconds.map { abs($0 - 7200) < 60 } == true, "\(run.errors)")
        try await live.expectNothingSealed()
      }
    }
  }

  @Test func `a member account learns its own effective policy`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.callerAccountID = "222222222222"
    try await LiveRun.with(behaviour: behaviour) { live in
      let run = try await live.collect()
      run.expectFailure(naming: "222222222222 is a member", "111111111111", "nothing was sealed", "optOut")
      try await live.expectNothingSealed()
    }
  }

  @Test func `an endpoint that nobody serves is named`() async throws {
    try await LiveRun.with { live in
      let gone = try await OrganizationSimulator.start(live.simulator.organization)
      let endpoint = gone.endpointURL
      await gone.stop()
      let run = try await CommandLineRun.run(
        ["collect", "--endpoint-url", endpoint, "--db", live.store.path], environment: live.environment)
      run.expectFailure(naming: "127.0.0.1", "reachable")
      try await live.expectNothingSealed()
    }
  }

  @Test func `a page of HTML instead of JSON is told as such`() async throws {
    for status in [200, 403] {
      var behaviour = SimulatorBehaviour()
      behaviour.faults = [
        FaultRule(nil, .html(status: status, body: "<html><body>Sign in to the proxy</body></html>"))
      ]
      try await LiveRun.with(behaviour: behaviour) { live in
        let run = try await live.collect()
        run.expectFailure(naming: "DescribeOrganization")
        if status == 200 { run.expectFailure(naming: "<html>", "proxy") }
        try await live.expectNothingSealed()
      }
    }
  }

  @Test func `JSON that is cut off is told as such`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.faults = [FaultRule("DescribeOrganization", .truncatedJSON)]
    try await LiveRun.with(behaviour: behaviour) { live in
      try await live.collect().expectFailure(naming: "DescribeOrganization", "JSON")
      try await live.expectNothingSealed()
    }
  }

  @Test func `an error that repeats the secrets shows none`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.faults = [
      FaultRule(
        nil,
        .error(
          code: "SignatureDoesNotMatch",
          message:
            "The key \(LiveRun.secretAccessKey) and \(LiveRun.sessionToken) of \(LiveRun.accessKeyID) do not match",
          status: 403))
    ]
    try await LiveRun.with(behaviour: behaviour) { live in
      try await live.collect().expectFailure(naming: "SignatureDoesNotMatch")
    }
  }

  @Test func `plain http leaves this machine only when allowed`() async throws {
    let store = try TestStore()
    let environment = [
      "HOME": store.scratch.url.path, "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
      "AWS_SECRET_ACCESS_KEY": "secret",
    ]
    let run = try await CommandLineRun.run(
      ["collect", "--db", store.path, "--endpoint-url", "http://192.0.2.1:9"], environment: environment)
    run.expectFailure(naming: "--endpoint-url", "192.0.2.1", "https")
    #expect(!store.scratch.exists("store.sqlite"))
    for variable in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_ORGANIZATIONS"] {
      let run = try await CommandLineRun.run(
        ["collect", "--db", store.path],
        environment: environment.merging([variable: "http://192.0.2.1:9"]) { $1 })
      run.expectFailure(naming: variable, "192.0.2.1")
    }
  }

  @Test func `a store that cannot be made is found before any request`() async throws {
    try await LiveRun.with { live in
      try live.store.scratch.write("a file", to: "in-the-way")
      let path = live.store.scratch.path("in-the-way/store.sqlite")
      let run = try await CommandLineRun.run(
        ["collect", "--endpoint-url", live.simulator.endpointURL, "--db", path], environment: live.environment
      )
      run.expectFailure(naming: path, "--db")
      #expect(live.simulator.statistics.totalRequests == 0)
    }
  }
}
