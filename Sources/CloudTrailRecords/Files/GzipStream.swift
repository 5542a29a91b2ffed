import CZlib

/// Undoes gzip piece by piece, with a bound on what may come out of it.
///
/// A log file is one gzip member; files that were joined have several, which follow each other.
final class GzipStream {
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let isReady: Bool
  private var output: [UInt8]
  /// Whether a member is under way, so that the end of the file would cut it off.
  private var isInsideMember = false
  private var hasMember = false

  init(bufferSize: Int = 256 << 10) {
    stream.initialize(to: z_stream())
    output = [UInt8](repeating: 0, count: bufferSize)
    // 16 beyond the largest window means gzip and nothing else: https://zlib.net/manual.html#Advanced
    isReady = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Gives what `bytes` unpack to, in pieces.
  func unpack(
    _ bytes: [UInt8], each: (UnsafeRawBufferPointer) throws(EventFileProblem) -> Void
  ) throws(EventFileProblem) {
    guard isReady else { throw .unpacking("zlib cannot be started") }
    // zlib takes the input as writable and leaves it as it is.
    var input = bytes
    let result = input.withUnsafeMutableBufferPointer { buffer -> Result<Void, EventFileProblem> in
      stream.pointee.next_in = buffer.baseAddress
      stream.pointee.avail_in = UInt32(buffer.count)
      do throws(EventFileProblem) {
        while stream.pointee.avail_in > 0 { try step(each) }
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// - Throws: when the file ends inside of a member.
  func finish() throws(EventFileProblem) {
    guard hasMember, !isInsideMember else { throw .cutOff }
  }

  private func step(
    _ each: (UnsafeRawBufferPointer) throws(EventFileProblem) -> Void
  ) throws(EventFileProblem) {
    if !isInsideMember {
      if hasMember { inflateReset(stream) }
      isInsideMember = true
      hasMember = true
    }
    let outcome = output.withUnsafeMutableBytes { buffer -> Result<Void, EventFileProblem> in
      do throws(EventFileProblem) {
        repeat {
          stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
          stream.pointee.avail_out = UInt32(buffer.count)
          let code = inflate(stream, Z_NO_FLUSH)
          let count = buffer.count - Int(stream.pointee.avail_out)
          if count > 0 { try each(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
          switch code {
          case Z_STREAM_END:
            isInsideMember = false
            return .success(())
          case Z_OK, Z_BUF_ERROR: break
          default:
            let message = stream.pointee.msg.map { String(cString: $0) } ?? "code \(code)"
            throw .unpacking(message)
          }
        } while stream.pointee.avail_out == 0
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try outcome.get()
  }
}
