import OrganizationSimulator
import Testing

@Suite struct ExplainTests {
  private func explain(_ node: String, of organization: String) async throws -> JSONObject {
    try await SharedFixtures.twoOrganizations()
      .run("explain", node, "--organization", organization, "--json").json()
  }

  @Test func `a locked value says who set it and who locked it`() async throws {
    let answer = try await explain("222222222222", of: "o-lockedorg01")
    let kinds = answer.kinds
    for (key, kind) in [
      "target": "string", "effective": "object", "values": "array", "ignored": "array",
      "orderDependent": "array",
      "reported": "object", "agrees": "bool",
    ] { #expect(kinds[key] == kind, "\(key)") }
    #expect(answer.string("target") == "222222222222")
    #expect(answer.bool("agrees") == true)
    let values = answer.objects("values")
    #expect(values.count == 1)
    let value = try #require(values.first)
    #expect(value.string("service") == "default")
    #expect(value.string("value") == "optOut")
    #expect(value.string("policy") == "p-hardened1")
    #expect(value.string("policyName") == "Org opt-out")
    #expect(value.string("node") == "r-ab12")
    #expect(value.int("line") == 1)
    #expect((value.int("column") ?? 0) > 1)
    #expect(
      value.object("lockedBy")?.members as? [String: String] == ["policy": "p-hardened1", "node": "r-ab12"])
    let shape = answer.object("effective")?.object("services")?.object("default")?.string("opt_out_policy")
    #expect(shape == "optOut")
    #expect(answer.object("reported")?.description == answer.object("effective")?.description)
  }

  @Test func `what a lock stopped is ignored with its place and reason`() async throws {
    let answer = try await explain("222222222222", of: "o-lockedorg01")
    let ignored = try #require(answer.objects("ignored").first)
    #expect(answer.objects("ignored").count == 1)
    #expect(ignored.string("policy") == "p-tryoptin1")
    #expect(ignored.string("node") == "ou-ab12-workload1")
    #expect(ignored.string("service") == "rekognition")
    #expect(ignored.int("line") == 1)
    #expect((ignored.int("column") ?? 0) > 1)
    #expect(ignored.string("reason")?.contains("p-hardened1") == true)
  }

  @Test func `an unlocked value has no lock`() async throws {
    let answer = try await explain("444444444444", of: "o-mixedorg001")
    let values = answer.objects("values")
    #expect(values.compactMap { $0.string("service") } == ["default", "lex"])
    #expect(values.allSatisfy { $0.isNull("lockedBy") })
    #expect(values[1].string("node") == "444444444444")
  }

  @Test func `a unit has what an account below it would get, and no answer of AWS`() async throws {
    let answer = try await explain("ou-ab12-workload1", of: "o-lockedorg01")
    #expect(answer.isNull("reported"))
    #expect(answer.isNull("agrees"))
    #expect(answer.objects("values").count == 1)
    #expect(try await explain("Workloads", of: "o-lockedorg01").string("target") == "ou-ab12-workload1")
    #expect(try await explain("r-ab12", of: "o-lockedorg01").string("target") == "r-ab12")
  }

  @Test func `an account without an answer is explained from the policies`() async throws {
    var options = ExportOptions()
    options.effectivePolicyAccounts = []
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked, options: options)
    let answer = try await store.run("explain", "333333333333", "--json").json()
    #expect(answer.isNull("reported"))
    #expect(answer.isNull("agrees"))
    #expect(answer.object("effective")?.object("services")?.keys == ["default"])
  }

  @Test func `nothing is in force while the type is disabled`() async throws {
    let tree = SampleOrganizations.locked.replacing(" enabled=AISERVICES_OPT_OUT_POLICY", with: "")
    let (store, _) = try await TestStore.collecting(tree)
    let answer = try await store.run("explain", "222222222222", "--json").json()
    #expect(answer.object("effective")?.keys == [])
    #expect(answer.object("reported")?.keys == [])
    #expect(answer.objects("values").isEmpty)
    #expect(answer.bool("agrees") == true)
  }

  @Test func `policies of one node that disagree depend on their order`() async throws {
    var options = ExportOptions()
    options.effectivePolicyAccounts = []
    let tree = """
      o-orderorg001 management=111111111111
      r-gh78 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-firstpol1,p-secondpol
        111111111111 Management
      policy p-firstpol1 First \(SampleOrganizations.assigning("optOut"))
      policy p-secondpol Second \(SampleOrganizations.assigning("optIn"))
      """
    let (store, _) = try await TestStore.collecting(tree, options: options)
    let answer = try await store.run("explain", "111111111111", "--json").json()
    let conflict = try #require(answer.objects("orderDependent").first)
    #expect(conflict.string("service") == "default")
    #expect(conflict.string("node") == "r-gh78")
    #expect(Set(conflict.strings("policies") ?? []) == ["p-firstpol1", "p-secondpol"])
    #expect(answer.isNull("effective"))
    let status = try await store.run("status", "--json").json()
    #expect(status.string("verdict") == "unknown")
    #expect(status.objects("accounts").first?.string("reason")?.contains("order") == true)
  }

  @Test func `text shows the way down and what was ignored`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    let run = try await store.run("explain", "Payments", "--organization", "o-lockedorg01")
    #expect(run.status == 0)
    for text in [
      "Root (r-ab12)", "Workloads (ou-ab12-workload1)", "Payments (222222222222)", "ignored",
      "AWS reports the same",
    ] {
      #expect(run.text.contains(text), "\(text)")
    }
  }

  @Test func `a node that is not there is named`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    for node in ["999999999999", "ou-ab12-nowhere00", "r-zz99", "Nobody"] {
      try await store.run("explain", node).expectFailure(naming: node)
    }
  }

  @Test func `a name that several nodes have is refused with their ids`() async throws {
    let tree = SampleOrganizations.locked.replacing("333333333333 Web", with: "333333333333 Payments")
    let (store, _) = try await TestStore.collecting(tree)
    try await store.run("explain", "Payments").expectFailure(
      naming: "222222222222", "333333333333", "give the id")
  }
}
