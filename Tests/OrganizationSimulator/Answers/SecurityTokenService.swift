/// The operation `GetCallerIdentity` of AWS STS, in XML.
///
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
struct SecurityTokenService {
  static let xmlType = "text/xml"

  static func callerIdentity(account: String, partition: String, requestID: String) -> Answer {
    let xml = """
      <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <GetCallerIdentityResult>
          <Arn>arn:\(partition):sts::\(account):assumed-role/OptOutAuditor/simulated-session</Arn>
          <UserId>AROASIMULATEDEXAMPLE1:simulated-session</UserId>
          <Account>\(account)</Account>
        </GetCallerIdentityResult>
        <ResponseMetadata>
          <RequestId>\(requestID)</RequestId>
        </ResponseMetadata>
      </GetCallerIdentityResponse>

      """
    return .text(xml, status: 200, contentType: xmlType)
  }

  /// STS gives most refusals the status 403 and leaves out the suffix that the JSON services give to the
  /// code.
  static func answer(to error: AWSError, requestID: String) -> Answer {
    let code =
      switch error.code {
      case "UnrecognizedClientException": "InvalidClientTokenId"
      case "ExpiredTokenException": "ExpiredToken"
      case "AccessDeniedException": "AccessDenied"
      case "InvalidSignatureException": "SignatureDoesNotMatch"
      case "IncompleteSignatureException": "IncompleteSignature"
      case "UnknownOperationException": "InvalidAction"
      case "TooManyRequestsException": "Throttling"
      default: error.code
      }
    let status = ["IncompleteSignature", "InvalidAction", "Throttling"].contains(code) ? 400 : 403
    let xml = """
      <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <Error>
          <Type>Sender</Type>
          <Code>\(code)</Code>
          <Message>\(escaped(error.message))</Message>
        </Error>
        <RequestId>\(requestID)</RequestId>
      </ErrorResponse>

      """
    return .text(xml, status: status, contentType: xmlType)
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
  }
}
