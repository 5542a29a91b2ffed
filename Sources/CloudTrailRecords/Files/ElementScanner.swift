import Foundation

/// Finds the elements of the list `Records` or `Events` of a JSON object, as the bytes arrive.
///
/// A log file may hold a hundred thousand records, of which few are of interest, so it is never held whole: an element is
/// handed out as soon as its last bracket is there. What stands inside of an element is checked by whoever reads it.
struct ElementScanner {
  enum Element {
    case object(Data)
    /// Something else than an object, or an object longer than `maxElementBytes`.
    case unusable
  }

  /// CloudTrail's records have at most 1 MB (with the extended size of 2025; 256 KB before).
  static let maxElementBytes = 4 << 20
  private static let maxDepth = 512

  private(set) var foundList = false
  /// Whether the object has a text under `NextToken`.
  private(set) var foundNextToken = false
  private var open: [UInt8] = []
  private var isInString = false
  /// Whether the bytes so far end with an odd number of backslashes inside of a string.
  private var isEscaped = false
  /// The last text at the level of the object's members, as far as it can be a name that is looked for.
  private var name: [UInt8] = []
  private var nameIsCandidate = false
  private var isInList = false
  private var capture = Data()
  private var isCapturing = false
  private var isOversized = false
  private var sawOther = false
  private var isDone = false

  mutating func feed(
    _ bytes: UnsafeRawBufferPointer, each: (Element) throws(EventFileProblem) -> Void
  ) throws(EventFileProblem) {
    var index = 0
    var start = 0
    while index < bytes.count {
      if isInString {
        index = skipString(bytes, from: index)
        continue
      }
      let byte = bytes[index]
      index += 1
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: continue
      case UInt8(ascii: "\""): try beginString()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if begin(byte) { start = index - 1 }
        guard open.count < Self.maxDepth else { throw .malformed("too many brackets inside each other") }
        // Log files that were joined are several objects after each other.
        guard !open.isEmpty || byte == UInt8(ascii: "{") else { throw .neitherGzipNorJSON }
        isDone = false
        open.append(byte)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        try close(byte)
        if isCapturing, open.count == 2 {
          keep(bytes, start..<index)
          try handOut(each)
        } else if isInList, open.count == 1 {
          try endOther(each)
          isInList = false
        }
        if open.isEmpty { isDone = true }
      case UInt8(ascii: ","):
        if isInList, open.count == 2 { try endOther(each) }
        if open.count == 1 { nameIsCandidate = false }
      default: try other()
      }
    }
    if isCapturing { keep(bytes, start..<bytes.count) }
  }

  func finish() throws(EventFileProblem) {
    guard isDone else { throw open.isEmpty ? .empty : .cutOff }
    guard foundList else { throw .noRecords }
  }

  // MARK: - Text

  private mutating func beginString() throws(EventFileProblem) {
    guard !open.isEmpty else { throw isDone ? .malformed("text after the end") : .neitherGzipNorJSON }
    isInString = true
    isEscaped = false
    if open.count == 1 {
      if nameIsCandidate, name.elementsEqual("NextToken".utf8) { foundNextToken = true }
      name.removeAll(keepingCapacity: true)
      nameIsCandidate = true
    } else if isInList, open.count == 2 {
      sawOther = true
    }
  }

  /// The index behind the text's closing quote, or behind the last byte.
  private mutating func skipString(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    guard let base = bytes.baseAddress else { return bytes.count }
    var index = start
    while index < bytes.count {
      let found = memchr(base + index, Int32(UInt8(ascii: "\"")), bytes.count - index)
      let end = found.map { base.distance(to: UnsafeRawPointer($0)) } ?? bytes.count
      var backslash = end
      while backslash > index, bytes[backslash - 1] == UInt8(ascii: "\\") { backslash -= 1 }
      let isOdd = (end - backslash) % 2 == 1
      // Backslashes that reach back to the beginning go on from before it.
      let isEscapedHere = backslash == index ? isOdd != isEscaped : isOdd
      rememberName(bytes, index..<end)
      guard found != nil else {
        isEscaped = isEscapedHere
        return bytes.count
      }
      isEscaped = false
      index = end + 1
      if !isEscapedHere {
        isInString = false
        return index
      }
    }
    return index
  }

  private mutating func rememberName(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    guard open.count == 1, name.count <= 16 else { return }
    name += bytes[range].prefix(17)
  }

  // MARK: - Brackets

  /// Whether an element begins here.
  private mutating func begin(_ byte: UInt8) -> Bool {
    if open.count == 1 {
      if byte == UInt8(ascii: "["), nameIsCandidate,
        ["Records", "Events"].contains(String(decoding: name, as: UTF8.self))
      {
        isInList = true
        foundList = true
      }
      nameIsCandidate = false
    } else if isInList, open.count == 2 {
      guard byte == UInt8(ascii: "{") else {
        sawOther = true
        return false
      }
      isCapturing = true
      isOversized = false
      return true
    }
    return false
  }

  private mutating func close(_ byte: UInt8) throws(EventFileProblem) {
    let expected = byte == UInt8(ascii: "}") ? UInt8(ascii: "{") : UInt8(ascii: "[")
    guard open.popLast() == expected else { throw .malformed("brackets do not match") }
  }

  private mutating func other() throws(EventFileProblem) {
    guard !open.isEmpty else { throw isDone ? .malformed("text after the end") : .neitherGzipNorJSON }
    if isInList, open.count == 2 { sawOther = true }
  }

  // MARK: - Elements

  private mutating func keep(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    guard !isOversized else { return }
    guard capture.count + range.count <= Self.maxElementBytes else {
      isOversized = true
      capture.removeAll()
      return
    }
    capture.append(contentsOf: bytes[range])
  }

  private mutating func handOut(
    _ each: (Element) throws(EventFileProblem) -> Void
  ) throws(EventFileProblem) {
    defer { capture.removeAll(keepingCapacity: true) }
    isCapturing = false
    sawOther = false
    try each(isOversized ? .unusable : .object(capture))
  }

  private mutating func endOther(
    _ each: (Element) throws(EventFileProblem) -> Void
  ) throws(EventFileProblem) {
    guard sawOther else { return }
    sawOther = false
    try each(.unusable)
  }
}
