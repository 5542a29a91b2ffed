import CCurl
import Foundation

/// The sockets and the time that libcurl waits for. Lives on the loop's thread; libcurl's callbacks change it.
final class CurlSockets {
  private let multi: UnsafeMutableRawPointer
  /// The first is the wake-up pipe's.
  private var polled: [pollfd]
  /// Places in `polled` by descriptor; 0 for one that is not waited for.
  private var places: [Int] = []
  private var ready: [(descriptor: Int32, mask: Int32)] = []
  /// When libcurl wants to be called without an event.
  private var deadline: ContinuousClock.Instant?

  private static let longestWait = 1000.0

  /// - Parameter wakeUp: a descriptor that ends a wait, and is read empty then.
  init(multi: UnsafeMutableRawPointer, wakeUp: Int32) {
    self.multi = multi
    polled = [pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)]
    // Unretained: the loop holds this value until its multi handle is gone.
    let context = Unmanaged.passUnretained(self).toOpaque()
    _ = ccurl_multi_set_callbacks(
      multi,
      { _, socket, what, context, _ in
        CurlSockets.of(context)?.watch(socket, what)
        return 0
      },
      { _, milliseconds, context in
        CurlSockets.of(context)?.setTimer(milliseconds)
        return 0
      }, context)
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> CurlSockets? {
    context.map { Unmanaged<CurlSockets>.fromOpaque($0).takeUnretainedValue() }
  }

  private func setTimer(_ milliseconds: Int) {
    deadline = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
  }

  private func watch(_ socket: Int32, _ what: Int32) {
    let descriptor = Int(socket)
    guard descriptor >= 0 else { return }
    if descriptor >= places.count {
      places += Array(repeating: 0, count: descriptor + 1 - places.count)
    }
    let events: Int32 =
      switch what {
      case CURL_POLL_IN: POLLIN
      case CURL_POLL_OUT: POLLOUT
      case CURL_POLL_INOUT: POLLIN | POLLOUT
      default: 0
      }
    guard what != CURL_POLL_REMOVE else { return forget(descriptor) }
    if places[descriptor] == 0 {
      places[descriptor] = polled.count
      polled.append(pollfd(fd: socket, events: 0, revents: 0))
    }
    polled[places[descriptor]].events = Int16(events)
  }

  private func forget(_ descriptor: Int) {
    let place = places[descriptor]
    guard place > 0 else { return }
    let last = polled.removeLast()
    if place < polled.count {
      polled[place] = last
      places[Int(last.fd)] = place
    }
    places[descriptor] = 0
  }

  /// Lets libcurl do what it wanted to do at a time that has come, such as beginning a transfer.
  func actWhenDue() {
    // A transfer that is done at once may let the next one begin.
    while let time = deadline, time <= .now {
      deadline = nil
      act(ccurl_bad_socket(), 0)
    }
  }

  /// Waits for a socket, the time or a wake-up.
  ///
  /// - Parameter isAsleep: whether there is nothing else to do, so that it may take time.
  func wait(isAsleep: Bool) {
    var milliseconds = isAsleep ? Self.longestWait : 0
    if isAsleep, let deadline {
      milliseconds = min(milliseconds, max(0, (deadline - .now).seconds * 1000))
    }
    let count = poll(&polled, nfds_t(polled.count), Int32(milliseconds.rounded(.up)))
    ready.removeAll(keepingCapacity: true)
    guard count > 0 else { return }
    if polled[0].revents != 0 {
      var bytes = (UInt64(0), UInt64(0))
      _ = read(polled[0].fd, &bytes, 16)
    }
    for socket in polled.dropFirst() where socket.revents != 0 {
      let events = Int32(socket.revents)
      var mask: Int32 = 0
      if events & (POLLIN | POLLHUP) != 0 { mask |= CURL_CSELECT_IN }
      if events & POLLOUT != 0 { mask |= CURL_CSELECT_OUT }
      if events & (POLLERR | POLLNVAL) != 0 { mask |= CURL_CSELECT_ERR }
      ready.append((socket.fd, mask))
    }
  }

  /// Tells libcurl what the last wait found.
  func actOnEvents() {
    for (descriptor, mask) in ready { act(descriptor, mask) }
    ready.removeAll(keepingCapacity: true)
  }

  private func act(_ descriptor: Int32, _ mask: Int32) {
    var running: Int32 = 0
    curl_multi_socket_action(multi, descriptor, mask, &running)
  }
}
