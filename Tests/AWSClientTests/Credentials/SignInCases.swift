/// Files and environments as people have them.
enum SignInCases {
  typealias Case = BotocoreComparisonTests.Case

  static let all = keys + roles + identityCenter + places + endpoints + refused

  private static func keys(_ id: String, _ more: String = "") -> String {
    "aws_access_key_id = \(id)\naws_secret_access_key = s/\(id)\n\(more)\n"
  }

  private static let env = [
    "AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
  ]
  private static let url = ["AWS_ENDPOINT_URL": "$URL"]

  private static let keys = [
    Case(name: "environment", environment: env, key: "ENV"),
    Case(
      name: "environment before a role of the profile that AWS_PROFILE names",
      environment: env.merging(["AWS_PROFILE": "p"]) { $1 },
      config: "[profile p]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = p\n", key: "ENV"),
    Case(
      name: "an explicit profile before the environment", profile: "p", environment: env,
      credentials: "[p]\n" + keys("CRED", "aws_session_token = tok"), key: "CRED"),
    Case(
      name: "both files, the credentials file wins, the Region is the config file's",
      config: "[default]\nregion = eu-west-1\n" + keys("CONF"), credentials: "[default]\n" + keys("CRED"),
      key: "CRED"),
    Case(
      name: "a Region in the credentials file wins", config: "[default]\nregion = eu-west-1\n",
      credentials: "[default]\nregion = eu-north-1\n" + keys("CRED"), key: "CRED"),
    Case(
      name: "quoted profile, comments, odd spaces, upper-case keys", profile: "my one",
      config:
        "# c\n; d\n[profile \"my one\"]\nAWS_ACCESS_KEY_ID=Q\n  \nAWS_SECRET_ACCESS_KEY =  s=/+q \nREGION=ap-south-1\n",
      key: "Q"),
    Case(
      name: "nested settings are not the profile's",
      config: "[default]\ns3 =\n  aws_access_key_id = NESTED\n  region = xx\nregion = eu-west-1\n"
        + keys("CONF"),
      key: "CONF"),
    Case(
      name: "AWS_DEFAULT_PROFILE before AWS_PROFILE",
      environment: ["AWS_DEFAULT_PROFILE": "d", "AWS_PROFILE": "p"],
      credentials: "[d]\n" + keys("D") + "[p]\n" + keys("P"), key: "D"),
    Case(
      name: "files elsewhere",
      environment: [
        "AWS_CONFIG_FILE": "$HOME/c", "AWS_SHARED_CREDENTIALS_FILE": "~/s", "AWS_PROFILE": "x",
        "AWS_DEFAULT_REGION": "us-west-2",
      ], files: ["c": "[profile x]\nregion = eu-west-1\n", "s": "[x]\n" + keys("ELSEWHERE")],
      key: "ELSEWHERE"),
    Case(
      name: "default gives nothing to other profiles", profile: "p",
      config: "[profile p]\nregion = eu-west-1\n",
      credentials: "[default]\n" + keys("DEFAULT"), key: nil),
  ]

  private static let role = "role_arn = arn:aws:iam::111111111111:role/"

  private static let roles = [
    Case(
      name: "a role with everything", profile: "a", environment: url,
      config:
        "[profile a]\n\(role)Auditor\nsource_profile = base\nexternal_id = e/x=1\nduration_seconds = 3600\nrole_session_name = named\nregion = eu-west-1\n",
      credentials: "[base]\n" + keys("BASE", "aws_session_token = tok"),
      key: "ROLE-Auditor-e/x=1-3600-named-BY-BASE"),
    Case(
      name: "a chain of roles", profile: "c", environment: url,
      config:
        "[profile c]\n\(role)C\nsource_profile = b\n[profile b]\n\(role)B\nsource_profile = a\n[profile a]\n"
        + keys("A"),
      key: "ROLE-C-BY-ROLE-B-BY-A"),
    Case(
      name: "a role whose source is its own profile with keys", profile: "a", environment: url,
      config: "[profile a]\n\(role)A\nsource_profile = a\n", credentials: "[a]\n" + keys("OWN"),
      key: "ROLE-A-BY-OWN"),
    Case(
      name: "a source profile with a role and keys uses its keys", profile: "a", environment: url,
      config: "[profile a]\n\(role)A\nsource_profile = b\n[profile b]\n\(role)B\nsource_profile = a\n"
        + keys("B"),
      key: "ROLE-A-BY-B"),
    Case(
      name: "credential_source Environment", profile: "a", environment: env.merging(url) { $1 },
      config: "[profile a]\n\(role)A\ncredential_source = Environment\n", key: "ROLE-A-BY-ENV"),
    Case(
      name: "credential_source EcsContainer", profile: "a",
      environment: [
        "AWS_ENDPOINT_URL": "$URL", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "$URL/container",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "auth",
      ], config: "[profile a]\n\(role)A\ncredential_source = EcsContainer\n", key: "ROLE-A-BY-CONTAINER-auth"),
    Case(
      name: "a role of a credential process", profile: "a", environment: url,
      config:
        "[profile a]\n\(role)A\nsource_profile = b\n[profile b]\ncredential_process = echo '{\"Version\":1,\"AccessKeyId\":\"PROC\",\"SecretAccessKey\":\"s\"}'\n",
      key: "ROLE-A-BY-PROC"),
    Case(
      name: "web identity of the environment",
      environment: [
        "AWS_ENDPOINT_URL": "$URL", "AWS_WEB_IDENTITY_TOKEN_FILE": "$HOME/token",
        "AWS_ROLE_ARN": "arn:aws:iam::1:role/Web", "AWS_ROLE_SESSION_NAME": "named-web",
      ], credentials: "[default]\n" + keys("CRED"), files: ["token": "jwt.a.b"],
      key: "ROLE-Web-jwt.a.b-named-web-BY-nobody"),
    Case(
      name: "web identity of the environment is not for an explicit profile", profile: "p",
      environment: [
        "AWS_ENDPOINT_URL": "$URL", "AWS_WEB_IDENTITY_TOKEN_FILE": "$HOME/token",
        "AWS_ROLE_ARN": "arn:aws:iam::1:role/Web",
      ], credentials: "[p]\n" + keys("CRED"), files: ["token": "jwt"], key: "CRED"),
    Case(
      name: "web identity of a profile as a source", profile: "a", environment: url,
      config:
        "[profile a]\n\(role)A\nsource_profile = w\n[profile w]\n\(role)W\nweb_identity_token_file = $HOME/token\n",
      files: ["token": "token"], key: "ROLE-A-BY-ROLE-W-token-BY-nobody"),
  ]

  private static let ssoProfile = "[profile s]\nsso_account_id = 222222222222\nsso_role_name = Audit\n"
  private static let legacy =
    ssoProfile + "sso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n"
  private static let session =
    ssoProfile
    + "sso_session = my sso\n[sso-session my sso]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n"
  /// Named for SHA-1 of `https://x.awsapps.com/start` and of `my sso`.
  private static let legacyFile = ".aws/sso/cache/3947de8b16688092197fa616c34e01335f21d256.json"
  private static let sessionFile = ".aws/sso/cache/b3902c2d49b36c95af74dedb0f77c5828749e230.json"
  private static let quotedSession = session.replacing(
    "[sso-session my sso]", with: "[sso-session \"my sso\"]")

  private static let identityCenter = [
    Case(
      name: "legacy SSO", profile: "s", environment: url, config: legacy,
      files: [
        legacyFile: #"{"accessToken":"tok","expiresAt":"2099-01-01T00:00:00UTC","region":"eu-west-1"}"#
      ],
      key: "SSO-Audit-222222222222-tok"),
    Case(
      name: "legacy SSO that has ended", profile: "s", environment: url, config: legacy,
      files: [legacyFile: #"{"accessToken":"tok","expiresAt":"2020-01-01T00:00:00Z"}"#], key: nil),
    Case(
      name: "an SSO session", profile: "s", environment: url, config: quotedSession,
      files: [sessionFile: #"{"accessToken":"tok","expiresAt":"2099-01-01T00:00:00Z"}"#],
      key: "SSO-Audit-222222222222-tok"),
    Case(
      name: "an SSO session that is renewed, and whose file is written anew", profile: "s", environment: url,
      config: quotedSession,
      files: [
        sessionFile:
          #"{"accessToken":"old","expiresAt":"2020-01-01T00:00:00Z","refreshToken":"r","clientId":"c","clientSecret":"x","registrationExpiresAt":"2099-01-01T00:00:00Z","startUrl":"https://x.awsapps.com/start","region":"eu-west-1"}"#
      ], key: "SSO-Audit-222222222222-renewed"),
    Case(
      name: "an SSO session without a token", profile: "s", environment: url, config: quotedSession, key: nil),
    Case(
      name: "SSO before static keys of the profile", profile: "s", environment: url, config: legacy,
      credentials: "[s]\n" + keys("CRED"),
      files: [legacyFile: #"{"accessToken":"tok","expiresAt":"2099-01-01T00:00:00Z"}"#],
      key: "SSO-Audit-222222222222-tok"),
    Case(
      name: "a session section that contradicts", profile: "s", environment: url,
      config: quotedSession.replacing(
        "sso_role_name = Audit", with: "sso_role_name = Audit\nsso_region = us-west-2"),
      files: [sessionFile: #"{"accessToken":"tok","expiresAt":"2099-01-01T00:00:00Z"}"#], key: nil),
    Case(
      name: "an sso_session alone is for other tools", profile: "s",
      config:
        "[profile s]\nsso_session = x\n[sso-session x]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n",
      credentials: "[s]\n" + keys("CRED"), key: "CRED"),
  ]

  private static let places = [
    Case(
      name: "credential_process, continued on an indented line",
      config:
        "[default]\ncredential_process = echo\n  '{\"Version\": 1, \"AccessKeyId\": \"PROC\", \"SecretAccessKey\": \"s\", \"SessionToken\": \"t\", \"Expiration\": \"2099-01-01T00:00:00Z\"}'\n",
      key: "PROC"),
    Case(
      name: "credential_process after the credentials file and before the config file",
      config:
        "[default]\ncredential_process = echo '{\"Version\": 1, \"AccessKeyId\": \"PROC\", \"SecretAccessKey\": \"s\"}'\n"
        + keys("CONF"),
      key: "PROC"),
    Case(
      name: "static keys before credential_process", config: "[default]\ncredential_process = false\n",
      credentials: "[default]\n" + keys("CRED"), key: "CRED"),
    Case(name: "credential_process that fails", config: "[default]\ncredential_process = false\n", key: nil),
    Case(
      name: "credential_process of another version",
      config:
        "[default]\ncredential_process = echo '{\"Version\": 2, \"AccessKeyId\": \"P\", \"SecretAccessKey\": \"s\"}'\n",
      key: nil),
    Case(
      name: "a container", environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "$URL/container"],
      key: "CONTAINER-none"),
    Case(
      name: "a container with a token file",
      environment: [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "$URL/container",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "$HOME/auth",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "not-this",
      ], files: ["auth": "from-file"], key: "CONTAINER-from-file"),
    Case(
      name: "a container elsewhere is refused",
      environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://192.0.2.1/container"], key: nil),
  ]

  private static let endpoints = [
    Case(
      name: "endpoints of a services section before the profile's",
      config:
        "[default]\nregion = eu-west-1\nservices = s\nendpoint_url = http://localhost:1\n[services s]\norganizations =\n  endpoint_url = http://localhost:2\nsts =\n  other = 1\n"
        + "[profile x]\n", credentials: "[default]\n" + keys("CRED"), key: "CRED"),
    Case(
      name: "the environment's endpoints before the file's",
      environment: ["AWS_ENDPOINT_URL_STS": "http://localhost:3"],
      config: "[default]\nendpoint_url = http://localhost:1\n", credentials: "[default]\n" + keys("CRED"),
      key: "CRED"),
    Case(
      name: "configured endpoints are ignored", environment: ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"],
      config: "[default]\nregion = eu-west-1\nendpoint_url = http://localhost:1\n",
      credentials: "[default]\n" + keys("CRED"), key: "CRED"),
    Case(
      name: "the profile ignores configured endpoints",
      environment: ["AWS_ENDPOINT_URL": "http://localhost:1"],
      config: "[default]\nignore_configured_endpoint_urls = true\n",
      credentials: "[default]\n" + keys("CRED"),
      key: "CRED"),
    Case(
      name: "FIPS by the environment", environment: ["AWS_USE_FIPS_ENDPOINT": "true"],
      config: "[default]\nregion = us-east-1\n", credentials: "[default]\n" + keys("CRED"), key: "CRED"),
    Case(
      name: "dual stack by the profile",
      config: "[default]\nregion = us-east-1\nuse_dualstack_endpoint = true\n",
      credentials: "[default]\n" + keys("CRED"), key: "CRED"),
    Case(
      name: "the one STS of old", environment: ["AWS_STS_REGIONAL_ENDPOINTS": "legacy"],
      config: "[default]\nregion = eu-west-1\n", credentials: "[default]\n" + keys("CRED"), key: "CRED"),
    Case(
      name: "China", config: "[default]\nregion = cn-north-1\n", credentials: "[default]\n" + keys("CRED"),
      key: "CRED"),
  ]

  private static let refused = [
    Case(name: "nothing", key: nil),
    Case(name: "an access key without its secret", environment: ["AWS_ACCESS_KEY_ID": "ENV"], key: nil),
    Case(
      name: "roles in a circle", profile: "a",
      config: "[profile a]\n\(role)A\nsource_profile = b\n[profile b]\n\(role)B\nsource_profile = a\n",
      key: nil),
    Case(
      name: "source_profile beside credential_source", profile: "a",
      config: "[profile a]\n\(role)A\nsource_profile = b\ncredential_source = Environment\n[profile b]\n"
        + keys("B"),
      key: nil),
    Case(
      name: "a source profile that is not there", profile: "a",
      config: "[profile a]\n\(role)A\nsource_profile = b\n", key: nil),
    Case(
      name: "an unknown credential source", profile: "a",
      config: "[profile a]\n\(role)A\ncredential_source = Moon\n", key: nil),
    Case(
      name: "a role alone", profile: "a", config: "[profile a]\n\(role)A\n" + keys("OWN"), key: nil),
    Case(name: "a profile that is not there", profile: "a", credentials: "[default]\n" + keys("X"), key: nil),
  ]
}
