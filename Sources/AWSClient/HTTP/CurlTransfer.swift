import CCurl
import Foundation

/// A handle of libcurl with one transfer after the other, and what the present one has received so far. Lives on the loop's
/// thread.
final class CurlTransfer {
  private static let maxHeaderBytes = 256 * 1024

  /// Nil between two transfers.
  private(set) var job: CurlLoop.Job?
  let easy: UnsafeMutableRawPointer
  private let options: CurlTransport.Options
  /// What the handle is set to, without body.
  private var standing: HTTPRequest?
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let errorText: UnsafeMutablePointer<CChar>
  private var body = Data()
  /// The lines of the answer's header as they came.
  private var header: [UInt8] = []
  private var headerBytes = 0
  private var isTooLarge = false
  /// The address that the request's rule refused.
  private var refusedAddress: String?
  private var maxBodyBytes: Int

  /// Nil when libcurl has no handle left.
  init?(options: CurlTransport.Options) {
    guard let easy = curl_easy_init() else { return nil }
    self.options = options
    self.easy = easy
    maxBodyBytes = options.maxBodyBytes
    errorText = .allocate(capacity: ccurl_error_size())
    errorText.initialize(repeating: 0, count: ccurl_error_size())
  }

  /// Sets the handle up for `job`. What the last transfer's settings have in common with this one's stands.
  ///
  /// False when a header holds a line break or another control character, or libcurl refuses a setting; then the job is not
  /// taken, and the handle is not to be used again.
  func begin(_ job: CurlLoop.Job) -> Bool {
    body = Data()
    header.removeAll(keepingCapacity: true)
    headerBytes = 0
    isTooLarge = false
    refusedAddress = nil
    errorText.pointee = 0
    maxBodyBytes = job.request.bounds?.maxBodyBytes ?? options.maxBodyBytes
    if standing?.differsInBodyAlone(from: job.request) != true {
      standing = nil
      guard setUp(for: job.request) else { return false }
      standing = job.request
      standing?.body = Data()
    }
    guard job.request.method == .get || setBody(job.request.body) else { return false }
    self.job = job
    return true
  }

  private func setUp(for request: HTTPRequest) -> Bool {
    let isClean = request.headers.allSatisfy { header in
      [header.name, header.value].allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
    }
    guard isClean else { return false }
    curl_easy_reset(easy)
    curl_slist_free_all(headerList)
    headerList = nil
    let codes = settings(for: request) + signature(request.signing) + callbacks() + bounds(request)
    return codes.allSatisfy { $0 == CURLE_OK }
  }

  private func setBody(_ body: Data) -> Bool {
    // The size comes first: libcurl then copies that many bytes, zero bytes included.
    guard ccurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)) == CURLE_OK else {
      return false
    }
    guard !body.isEmpty else { return ccurl_set_string(easy, CURLOPT_COPYPOSTFIELDS, "") == CURLE_OK }
    return body.withUnsafeBytes {
      ccurl_set_bytes(easy, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) == CURLE_OK
    }
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headerList)
    errorText.deallocate()
  }

  func finish(_ result: Result<HTTPResponse, HTTPError>) {
    let continuation = job?.continuation
    job = nil
    body = Data()
    continuation?.resume(returning: result)
  }

  private func timeout(of request: HTTPRequest?) -> Duration {
    request?.bounds?.timeout ?? request?.limits.timeout ?? options.requestTimeout
  }

  private func settings(for request: HTTPRequest) -> [CURLcode] {
    for header in request.headers {
      headerList = curl_slist_append(headerList, "\(header.name): \(header.value)")
    }
    var codes = [
      ccurl_set_string(easy, CURLOPT_URL, request.url.absoluteString),
      ccurl_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https"),
      ccurl_set_string(easy, CURLOPT_USERAGENT, options.userAgent),
      ccurl_set_long(easy, CURLOPT_HTTP_VERSION, ccurl_http_version_1_1()),
      ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0),
      ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1),
      // A transfer that ends while a name is looked up does not wait for the lookup.
      ccurl_set_long(easy, CURLOPT_QUICK_EXIT, 1),
      ccurl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
      ccurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
      ccurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
      ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(options.connectTimeout)),
      ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, Self.milliseconds(timeout(of: request))),
      ccurl_set_list(easy, CURLOPT_HTTPHEADER, headerList),
    ]
    if request.limits.goesDirectly { codes.append(ccurl_set_string(easy, CURLOPT_NOPROXY, "*")) }
    if let path = options.caBundlePath { codes.append(ccurl_set_string(easy, CURLOPT_CAINFO, path)) }
    guard request.method != .get else { return codes }
    if request.method == .put {
      codes.append(ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue))
    }
    codes.append(ccurl_set_long(easy, CURLOPT_POST, 1))
    return codes
  }

  /// libcurl signs host, X-Amz-Date, every header of the list, and the body
  /// (https://curl.se/libcurl/c/CURLOPT_AWS_SIGV4.html).
  private func signature(_ signing: SigningParameters?) -> [CURLcode] {
    guard let signing else { return [] }
    return [
      ccurl_set_string(easy, CURLOPT_AWS_SIGV4, "aws:amz:\(signing.region):\(signing.service)"),
      ccurl_set_string(easy, CURLOPT_USERNAME, signing.credential.accessKeyID),
      ccurl_set_string(easy, CURLOPT_PASSWORD, signing.credential.secretAccessKey),
    ]
  }

  private func callbacks() -> [CURLcode] {
    // Unretained: the pool holds the transfer for as long as libcurl has its handle.
    let context = Unmanaged.passUnretained(self).toOpaque()
    return [
      ccurl_set_bytes(easy, CURLOPT_ERRORBUFFER, errorText),
      ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context),
      ccurl_set_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
        CurlTransfer.transfer(context)?.receiveBody(bytes, size * count) ?? 0
      },
      ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context),
      ccurl_set_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
        CurlTransfer.transfer(context)?.receiveHeader(bytes, size * count) ?? 0
      },
    ]
  }

  private func bounds(_ request: HTTPRequest) -> [CURLcode] {
    guard let bounds = request.bounds else { return [] }
    let isSecure = request.url.scheme?.lowercased() == "https"
    var codes = [
      ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, Self.milliseconds(bounds.timeout)),
      ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, bounds.maxRedirects > 0 ? 1 : 0),
      ccurl_set_long(easy, CURLOPT_MAXREDIRS, bounds.maxRedirects),
      ccurl_set_string(easy, CURLOPT_REDIR_PROTOCOLS_STR, isSecure ? "https" : "http,https"),
    ]
    guard bounds.addresses == .publicOnly else { return codes }
    let context = Unmanaged.passUnretained(self).toOpaque()
    codes += [
      ccurl_set_string(easy, CURLOPT_PROXY, ""),
      ccurl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context),
      ccurl_set_open_socket(easy) { context, _, address in
        guard let address, CurlTransfer.transfer(context)?.mayConnect(to: address) == true else {
          return ccurl_bad_socket()
        }
        return socket(address.pointee.family, address.pointee.socktype, address.pointee.protocol)
      },
      // A connection that is open already was judged by another request's rule.
      ccurl_set_pointer(easy, CURLOPT_PREREQDATA, context),
      ccurl_set_before_request(easy) { context, address, _, _, _ in
        guard let address, CurlTransfer.transfer(context)?.maySend(to: String(cString: address)) == true
        else {
          return CURL_PREREQFUNC_ABORT
        }
        return CURL_PREREQFUNC_OK
      },
    ]
    return codes
  }

  private func mayConnect(to address: UnsafeMutablePointer<curl_sockaddr>) -> Bool {
    let length = address.pointee.addrlen
    return withUnsafePointer(to: &address.pointee.addr) { socketAddress in
      if PublicAddress.isPublic(socketAddress, length: length) { return true }
      refusedAddress = PublicAddress.text(socketAddress, length: length)
      return false
    }
  }

  private func maySend(to address: String) -> Bool {
    if PublicAddress.isPublic(text: address) { return true }
    refusedAddress = address
    return false
  }

  private static func transfer(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
    context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  private func receiveBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard let bytes, body.count + count <= maxBodyBytes else {
      isTooLarge = true
      return 0
    }
    body.append(UnsafeRawBufferPointer(start: bytes, count: count).bindMemory(to: UInt8.self))
    return count
  }

  private func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    headerBytes += count
    guard let bytes, headerBytes <= Self.maxHeaderBytes else {
      isTooLarge = true
      return 0
    }
    let line = UnsafeRawBufferPointer(start: bytes, count: count)
    if line.starts(with: "HTTP/".utf8) {
      // A new status line: what came before belonged to an interim answer, a redirect or a proxy.
      header.removeAll(keepingCapacity: true)
      body = Data()
    } else {
      header += line
    }
    return count
  }

  /// What the finished transfer brought.
  func result(_ code: CURLcode) -> Result<HTTPResponse, HTTPError> {
    guard code == CURLE_OK else { return .failure(error(code)) }
    var status = 0
    _ = ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    var redirectedTo: URL?
    if ccurl_get_redirect_count(easy) > 0, let url = ccurl_get_effective_url(easy) {
      redirectedTo = URL(string: String(cString: url))
    }
    return .success(
      HTTPResponse(status: status, headerLines: header, body: body, redirectedTo: redirectedTo))
  }

  private func error(_ code: CURLcode) -> HTTPError {
    if isTooLarge { return .tooLarge(limitBytes: maxBodyBytes) }
    // Where redirects led, if they did.
    let url = ccurl_get_effective_url(easy).flatMap { URL(string: String(cString: $0)) } ?? job?.request.url
    let host = url?.host() ?? ""
    let address = (url?.port).map { "\(host):\($0)" } ?? host
    let detail = String(cString: errorText)
    let standard = String(cString: curl_easy_strerror(code))
    let text = Excerpt.oneLine(detail.isEmpty ? standard : detail, limit: 200)
    if code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK, let refusedAddress {
      return .refusedAddress(host: host, address: refusedAddress)
    }
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      return .couldNotResolve(host: host)
    case CURLE_COULDNT_CONNECT:
      return .couldNotConnect(address: address, reason: text)
    case CURLE_OPERATION_TIMEDOUT:
      // One code for three waits; libcurl's text tells which it was.
      let wait = text.lowercased()
      if wait.contains("resolving timed out") { return .couldNotResolve(host: host) }
      if wait.contains("connection time") || wait.contains("failed to connect") {
        return .couldNotConnect(address: address, reason: text)
      }
      return .timedOut(seconds: timeout(of: job?.request).seconds)
    case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_SEND_ERROR:
      return .cutOff(receivedBytes: body.count)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_INITFAILED,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED:
      return .tls(reason: text)
    default:
      return .other(code: Int(code.rawValue), text: text)
    }
  }

  private static func milliseconds(_ duration: Duration) -> Int {
    max(1, Int(duration.seconds * 1000))
  }
}
