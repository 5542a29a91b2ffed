import AWSClient
import Foundation
import Testing

@Suite struct EndpointResolverTests {
  @Test func `an ARN names its partition`() {
    #expect(
      Partition.named(inARN: "arn:aws-cn:organizations::1:organization/o-x")?.controlRegion
        == "cn-northwest-1")
    #expect(Partition.named(inARN: "arn:aws:iam::1:role/x")?.id == "aws")
    for text in ["", "arn", "arn:aws", "arn:aws-mars:iam::1:role/x", "urn:aws:x"] {
      #expect(Partition.named(inARN: text) == nil)
    }
  }

  @Test(arguments: [
    ("us-east-1", AWSService.organizations, "organizations.us-east-1.amazonaws.com", "us-east-1"),
    ("eu-central-1", .organizations, "organizations.us-east-1.amazonaws.com", "us-east-1"),
    ("xx-new-1", .organizations, "organizations.us-east-1.amazonaws.com", "us-east-1"),
    ("eu-central-1", .sts, "sts.eu-central-1.amazonaws.com", "eu-central-1"),
    ("eu-central-1", .cloudTrail, "cloudtrail.us-east-1.amazonaws.com", "us-east-1"),
    ("cn-north-1", .cloudTrail, "cloudtrail.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"),
    ("eu-central-1", .costExplorer, "ce.us-east-1.amazonaws.com", "us-east-1"),
    ("cn-north-1", .organizations, "organizations.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"),
    ("cn-north-1", .sts, "sts.cn-north-1.amazonaws.com.cn", "cn-north-1"),
    ("us-gov-east-1", .organizations, "organizations.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
    ("us-iso-west-1", .organizations, "organizations.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"),
    ("us-isob-east-1", .costExplorer, "ce.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"),
    ("eu-isoe-west-1", .organizations, "organizations.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1"),
    ("us-isof-south-1", .sts, "sts.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1"),
    ("eusc-de-east-1", .organizations, "organizations.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"),
    ("eusc-de-east-1", .costExplorer, "ce.eusc-de-east-1.api.amazonwebservices.eu", "eusc-de-east-1"),
  ])
  func `each service answers at its partition's host`(
    region: String, service: AWSService, host: String, signingRegion: String
  ) throws {
    let endpoint = try EndpointResolver(region: region).endpoint(for: service)
    #expect(endpoint.url.absoluteString == "https://\(host)/")
    #expect(endpoint.signingRegion == signingRegion)
    #expect(endpoint.signingName == service.signingName)
    #expect(!endpoint.isOverridden)
  }

  @Test func `the explicit URL goes before the service's, and that before the general one`() throws {
    var environment = ["AWS_ENDPOINT_URL": "https://general.example"]
    func url(_ explicit: String? = nil, _ service: AWSService = .costExplorer) throws -> String {
      let resolver = EndpointResolver(region: "us-east-1", endpointURL: explicit, environment: environment)
      let endpoint = try resolver.endpoint(for: service)
      return (endpoint.isOverridden ? "overridden " : "") + endpoint.url.absoluteString
    }
    #expect(try url() == "overridden https://general.example")
    environment["AWS_ENDPOINT_URL_COST_EXPLORER"] = "https://ce.example"
    #expect(try url() == "overridden https://ce.example")
    #expect(try url(nil, .sts) == "overridden https://general.example")
    #expect(try url("https://explicit.example") == "overridden https://explicit.example")
    environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
    #expect(try url(nil, .sts) == "https://sts.us-east-1.amazonaws.com/")
    #expect(try url("https://explicit.example") == "overridden https://explicit.example")
  }

  @Test(arguments: [
    "http://localhost:5000", "http://127.0.0.1:5000/", "http://127.9.8.7", "http://[::1]:5000",
    "https://example.com", "HTTPS://example.com/base/",
  ])
  func `https anywhere and http to this machine are fine`(url: String) throws {
    let endpoint = try EndpointResolver(region: "us-east-1", endpointURL: url).endpoint(for: .organizations)
    #expect(endpoint.url.absoluteString == url)
  }

  @Test(arguments: [
    "http://example.com", "http://127.evil.com", "http://127.0.0.1.evil.com", "http://10.0.0.1",
  ])
  func `plain http to other machines needs to be allowed`(url: String) throws {
    var resolver = EndpointResolver(region: "us-east-1", endpointURL: url)
    guard
      case .plainHTTP = #expect(throws: EndpointError.self, performing: { try resolver.endpoint(for: .sts) })
    else {
      Issue.record("expected plainHTTP")
      return
    }
    resolver = EndpointResolver(region: "us-east-1", endpointURL: url, allowHTTP: true)
    #expect(try resolver.endpoint(for: .sts).url.absoluteString == url)
  }

  @Test(arguments: [
    "", "localhost:5000", "/path", "ftp://a", "https://", "https://user:hunter2@a", "user:hunter2@a",
    "https://a?x=1", "https://a#x", "https://a:99999",
  ])
  func `a malformed URL says what is expected and shows no password`(url: String) {
    let error = #expect(throws: EndpointError.self) {
      try EndpointResolver(region: "us-east-1", endpointURL: url).endpoint(for: .organizations)
    }
    #expect(error?.description.contains("expected a URL such as https://host:port") == true)
    #expect(error?.description.contains("hunter2") == false)
  }

  @Test(arguments: ["", "us east", "evil.com/", "EU-WEST-1", "a\n", "-a"])
  func `a Region that is no name is refused`(region: String) {
    #expect(throws: EndpointError.self) { try EndpointResolver(region: region).endpoint(for: .sts) }
  }

  @Test func `the Region is the explicit one, AWS_REGION, AWS_DEFAULT_REGION, the profile's, us-east-1`() {
    let profile = Profile(name: "p", credentials: [:], config: ["region": "profile-1"])
    var environment = ["AWS_REGION": "", "AWS_DEFAULT_REGION": "default-1"]
    func region(_ explicit: String?, _ profile: Profile?) -> String {
      RegionChoice(explicit: explicit, environment: environment, profile: profile).region
    }
    #expect(region(nil, profile) == "default-1")
    environment["AWS_REGION"] = "region-1"
    #expect(region(nil, profile) == "region-1")
    #expect(region("explicit-1", profile) == "explicit-1")
    environment = [:]
    #expect(region(nil, profile) == "profile-1")
    #expect(region(nil, nil) == "us-east-1")
  }

  @Test func `FIPS and dual-stack endpoints are AWS's own and no URL of anybody's`() throws {
    var settings = EndpointSettings()
    settings.usesFIPS = true
    let resolver = EndpointResolver(
      region: "us-east-1", environment: ["AWS_ENDPOINT_URL_STS": "https://sts.example"], settings: settings)
    #expect(
      try resolver.endpoint(for: .organizations).url.host() == "organizations-fips.us-east-1.amazonaws.com")
    let error = #expect(throws: EndpointError.self) { try resolver.endpoint(for: .sts) }
    #expect(error == .variantOfURL(source: "AWS_ENDPOINT_URL_STS", setting: "FIPS"))
    #expect(throws: EndpointError.self) { try resolver.check() }
  }

  @Test func `only GovCloud lacks the policy type`() {
    #expect(Partition.all.filter { !$0.hasOptOutPolicies }.map(\.id) == ["aws-us-gov"])
  }

  @Test func `the pace is documented at AWS and adaptive elsewhere`() throws {
    let transport = ScriptedTransport { _, _ in .json("{}") }
    #expect(try AWSClient.testing(transport).pace == .adaptive)
    #expect(try AWSClient.testing(transport, overridden: false).pace == .documented)
    #expect(try AWSClient.testing(transport) { $0.pace = .documented }.pace == .documented)
  }
}
