import NIOCore
import NIOHTTP1

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads the requests of one connection and writes the replies; lives on the connection's event loop.
final class SimulatorHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let simulator: OrganizationSimulator
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private var isAwaitingReply = false

  init(_ simulator: OrganizationSimulator) { self.simulator = simulator }

  func channelActive(context: ChannelHandlerContext) {
    simulator.connectionOpened()
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    finishRequest()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body.removeAll(keepingCapacity: true)
      if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
        context.writeAndFlush(
          wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .continue))), promise: nil)
      }
    case .body(let buffer): body.append(contentsOf: buffer.readableBytesView)
    case .end: answer(context: context)
    }
  }

  private func answer(context: ChannelHandlerContext) {
    guard let head else { return }
    self.head = nil
    isAwaitingReply = true
    let reply = simulator.reply(to: ReceivedRequest(head, body: body))
    guard reply.latency > .zero else {
      deliver(reply, to: head, context: context)
      return
    }
    let (bound, handler) = (
      NIOLoopBound(context, eventLoop: context.eventLoop), NIOLoopBound(self, eventLoop: context.eventLoop)
    )
    context.eventLoop.scheduleTask(in: TimeAmount(reply.latency)) {
      handler.value.deliver(reply, to: head, context: bound.value)
    }
  }

  private func deliver(_ reply: Reply, to head: HTTPRequestHead, context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    switch reply.delivery {
    case .whole:
      write(reply, to: head, context: context)
      write(reply.answer.body[...], context: context)
      end(head, context: context)
    case .half:
      write(reply, to: head, context: context)
      write(reply.answer.body.prefix(reply.answer.body.count / 2), context: context)
      finishRequest()
      context.close(promise: nil)
    case .halfThenReset:
      write(reply, to: head, context: context)
      write(reply.answer.body.prefix(reply.answer.body.count / 2), context: context)
      finishRequest()
      reset(context: context)
    case .pieces(let bytes, let interval):
      write(reply, to: head, context: context)
      drip(reply.answer.body[...], bytes: bytes, interval: TimeAmount(interval), head: head, context: context)
    case .reset:
      finishRequest()
      reset(context: context)
    case .never: break
    }
  }

  private func drip(
    _ rest: ArraySlice<UInt8>, bytes: Int, interval: TimeAmount, head: HTTPRequestHead,
    context: ChannelHandlerContext
  ) {
    guard context.channel.isActive else { return }
    guard !rest.isEmpty else {
      end(head, context: context)
      return
    }
    write(rest.prefix(bytes), context: context)
    let (bound, handler) = (
      NIOLoopBound(context, eventLoop: context.eventLoop), NIOLoopBound(self, eventLoop: context.eventLoop)
    )
    context.eventLoop.scheduleTask(in: interval) {
      handler.value.drip(
        rest.dropFirst(bytes), bytes: bytes, interval: interval, head: head, context: bound.value)
    }
  }

  /// Closing with a linger time of zero makes the kernel send RST in place of FIN.
  private func reset(context: ChannelHandlerContext) {
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    guard let options = context.channel as? any SocketOptionProvider else {
      context.close(promise: nil)
      return
    }
    options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in bound.value.close(promise: nil) }
  }

  private func write(_ reply: Reply, to head: HTTPRequestHead, context: ChannelHandlerContext) {
    var headers = HTTPHeaders()
    headers.add(name: "x-amzn-RequestId", value: reply.id)
    headers.add(name: "Content-Type", value: reply.answer.contentType)
    headers.add(name: "Content-Length", value: String(reply.answer.body.count))
    headers.add(name: "Date", value: reply.date)
    if !head.isKeepAlive { headers.add(name: "Connection", value: "close") }
    let status = HTTPResponseStatus(statusCode: reply.answer.status)
    context.write(
      wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: status, headers: headers))),
      promise: nil)
    if reply.delivery != .whole { context.flush() }
  }

  private func write(_ bytes: ArraySlice<UInt8>, context: ChannelHandlerContext) {
    let part = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes)))
    if isAwaitingReply { context.writeAndFlush(wrapOutboundOut(part), promise: nil) }
  }

  private func end(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
    finishRequest()
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    if !head.isKeepAlive { context.close(promise: nil) }
  }

  private func finishRequest() {
    guard isAwaitingReply else { return }
    isAwaitingReply = false
    simulator.requestFinished()
  }
}
