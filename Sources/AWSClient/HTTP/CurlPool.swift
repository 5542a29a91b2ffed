import CCurl
import Foundation

/// The transfers under way and the jobs that wait for their turn. Lives on the loop's thread.
struct CurlPool: ~Copyable {
  private let multi: UnsafeMutableRawPointer
  private let options: CurlTransport.Options
  private var waiting: [CurlLoop.Job] = []
  private var transfers: [UnsafeMutableRawPointer: CurlTransfer] = [:]
  /// Handles whose settings stand, so that the next request of the same kind costs little.
  private var idle: [CurlTransfer] = []

  init(multi: UnsafeMutableRawPointer, options: CurlTransport.Options) {
    self.multi = multi
    self.options = options
  }

  /// Whether `startWaiting` has something to do.
  var hasNewWork: Bool { !waiting.isEmpty && transfers.count < options.maxInFlight }

  mutating func add(_ job: CurlLoop.Job) { waiting.append(job) }

  /// Removes the job's transfer from libcurl, which closes its connection.
  mutating func cancel(_ id: UInt64) {
    if let index = waiting.firstIndex(where: { $0.id == id }) {
      waiting.remove(at: index).continuation.resume(returning: .failure(.cancelled))
    } else if let (handle, transfer) = transfers.first(where: { $0.value.job?.id == id }) {
      remove(handle)
      transfer.finish(.failure(.cancelled))
    }
  }

  mutating func cancelAll() {
    for job in waiting { job.continuation.resume(returning: .failure(.cancelled)) }
    waiting = []
    for (handle, transfer) in transfers {
      remove(handle)
      transfer.finish(.failure(.cancelled))
    }
    idle = []
  }

  /// Starts what may start.
  mutating func startWaiting() {
    guard hasNewWork else { return }
    let count = min(waiting.count, options.maxInFlight - transfers.count)
    let jobs = waiting.prefix(count)
    waiting.removeFirst(count)
    for job in jobs { start(job) }
  }

  /// Answers what is finished.
  mutating func finishDone() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
      let code = ccurl_message_result(message)
      guard let transfer = transfers[handle] else { continue }
      let result = transfer.result(code)
      remove(handle)
      transfer.finish(result)
      idle.append(transfer)
    }
  }

  private mutating func start(_ job: CurlLoop.Job) {
    guard let transfer = idle.popLast() ?? CurlTransfer(options: options), transfer.begin(job) else {
      let code = Int(CURLE_FAILED_INIT.rawValue)
      job.continuation.resume(returning: .failure(.other(code: code, text: "the request could not be made")))
      return
    }
    let code = curl_multi_add_handle(multi, transfer.easy)
    guard code == CURLM_OK else {
      let text = String(cString: curl_multi_strerror(code))
      transfer.finish(.failure(.other(code: Int(code.rawValue), text: text)))
      return
    }
    transfers[transfer.easy] = transfer
  }

  private mutating func remove(_ handle: UnsafeMutableRawPointer) {
    curl_multi_remove_handle(multi, handle)
    transfers[handle] = nil
  }
}
