import Foundation
import InputFiles
import TestSupport
import Testing

@Suite struct BoundedInputTests {
  /// A folder of its own, removed at the end.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
  }

  private func problem(
    _ path: String, limit: Int = 100, kind: BoundedInput.Kind = .anyThatEnds
  ) -> BoundedInputError? {
    do {
      _ = try BoundedInput.bytes(at: path, limit: limit, kind: kind)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a file has its bytes up to the limit and not one more`() throws {
    let folder = try Folder()
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path("file")))
    #expect(try BoundedInput.bytes(at: folder.path("file"), limit: 200_000) == bytes)
    #expect(problem(folder.path("file"), limit: 199_999) == .tooLarge(limit: 199_999))
    #expect(problem(folder.path("none")) == .missing)
    #expect(problem(folder.path("file/below")) == .missing)
    #expect(problem(folder.url.path) == .folder)
  }

  @Test(arguments: [BoundedInput.Kind.anyThatEnds, .regular])
  func `a named pipe is refused at once, whoever writes to it or nobody`(kind: BoundedInput.Kind) throws {
    let folder = try Folder()
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    #expect(problem(folder.path("pipe"), kind: kind) == .notRegular)
    let writer = open(folder.path("pipe"), O_RDWR)
    defer { close(writer) }
    #expect(problem(folder.path("pipe"), kind: kind) == .notRegular)
  }

  @Test func `a pipe that the process was given is read to its end`() throws {
    let pipe = Pipe()
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    let text = String(repeating: "text ", count: 20_000)
    let writer = Thread {
      // Longer than a pipe holds, so that the reader has to wait for it.
      try? pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    #expect(try BoundedInput.bytes(at: path, limit: 100_000) == Array(text.utf8))
    #expect(problem(path, kind: .regular) == .notRegular)
  }

  @Test func `the null device is an empty file, and no device is a regular one`() throws {
    #expect(try BoundedInput.bytes(at: "/dev/null", limit: 100) == [])
    #expect(problem("/dev/null", kind: .regular) == .notRegular)
    #expect(problem("/dev/zero") == .tooLarge(limit: 100))
  }

  @Test func `a socket is no file`() throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // A socket's address has room for a short path alone.
    let name = "/tmp/\(UUID().uuidString.prefix(8)).socket"
    defer { unlink(name) }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(name.utf8) + [0]) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(bound == 0)
    #expect(problem(name) == .notRegular)
  }
}
