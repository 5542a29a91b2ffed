/// What a zip archive says of itself, held against itself: no byte of it may lie outside of what its list of files (the
/// central directory) leads to.
///
/// Unpackers disagree about an archive whose parts do not fit each other: some go by the list at its end, some by the
/// headers in front of the files. So nothing may lie in front of the first file, between files, or behind the end; each
/// file's own header must say what the list says; and there are no comments. Data is not unpacked here: libarchive
/// does that and checks its CRC.
///
/// What zip says only once and means nothing to a pack cannot be held against anything: the version and system that wrote
/// an entry, its attributes (mode, "is text"), unused bits of compressed data, and which of several spellings deflate chose.
/// `verify` notices those by making the archive again, and says so without calling the pack broken: another version of
/// libarchive or zlib, and any other zip program, packs the same files into other bytes.
///
/// Format: <https://pkware.cachefly.net/webdocs/APPNOTE/APPNOTE-6.3.10.TXT>, sections 4.3 and 4.4.
struct ZipLayout {
  /// As the list has them, folders included.
  private(set) var names: [String] = []
  /// What does not fit, each a sentence without a period.
  private(set) var problems: [String] = []

  private let bytes: [UInt8]
  /// What all files so far have in common.
  private var habits = Set(Habit.allCases)

  /// - Throws: `PackError.notAnArchive` when there is no list of files to go by.
  init(_ bytes: [UInt8]) throws(PackError) {
    self.bytes = bytes
    let directory = try findDirectory()
    var place = directory.start
    var fileEnd = 0
    for _ in 0..<directory.count {
      guard let entry = Entry(bytes, at: place), entry.end <= directory.end else {
        throw .notAnArchive(detail: "its list of files is damaged")
      }
      place = entry.end
      names.append(entry.name)
      fileEnd = check(entry, from: fileEnd, before: directory.start)
    }
    if place != directory.end { problems.append("the archive's list of files holds more than files") }
    if fileEnd != directory.start { strayBytes(directory.start - fileEnd, "behind the last file") }
  }

  // MARK: - The end of the archive

  private struct Directory {
    var start: Int
    var end: Int
    var count: Int
  }

  /// The last end record, and where its list of files lies.
  private mutating func findDirectory() throws(PackError) -> Directory {
    let length = 22
    let lowest = max(0, bytes.count - length - 0xFFFF)
    guard bytes.count >= length,
      let record = (lowest...bytes.count - length).last(where: { number32($0) == 0x0605_4B50 })
    else {
      throw .notAnArchive(detail: "it has no list of files at its end: it was cut off, or is something else")
    }
    let comment = number16(record + 20)
    if comment != 0 { problems.append("the archive has a comment, which no checksum covers") }
    let behind = bytes.count - record - length - comment
    if behind != 0 { strayBytes(behind, "behind the end of the archive") }
    if number16(record + 4) != 0 || number16(record + 6) != 0 || number16(record + 8) != number16(record + 10)
    {
      problems.append("the archive says that it is one of several parts")
    }
    var directory = Directory(start: number32(record + 16), end: record, count: number16(record + 10))
    var size = number32(record + 12)
    if let large = largeRecord(before: record) {
      // The numbers of the small record are the same, or say with all bits set that they do not fit.
      let fits =
        [(directory.count, large.count, 0xFFFF), (size, large.size, 0xFFFF_FFFF)]
        + [(directory.start, large.start, 0xFFFF_FFFF)]
      if !fits.allSatisfy({ $0 == min($1, $2) || $0 == $2 }) {
        problems.append("the archive's two end records differ")
      }
      directory = Directory(start: large.start, end: large.place, count: large.count)
      size = large.size
    }
    guard directory.start >= 0, directory.start <= directory.end, (0...bytes.count).contains(size) else {
      throw .notAnArchive(detail: "its end record leads to no list of files")
    }
    if directory.start + size != directory.end {
      // Some unpackers take the one for granted, some the other; so nothing is read.
      throw .notAnArchive(detail: "its list of files does not lie where its end record says")
    }
    // An entry of the list has 46 bytes or more.
    guard directory.count <= size / 46 else { throw .notAnArchive(detail: "its list of files is damaged") }
    return directory
  }

  /// The end record of an archive with more than 65,535 files (zip64), which lies in front of the small one.
  private mutating func largeRecord(
    before record: Int
  ) -> (place: Int, start: Int, size: Int, count: Int)? {
    let (locatorLength, length) = (20, 56)
    let locator = record - locatorLength
    guard locator >= length, number32(locator) == 0x0706_4B50, let place = number64(locator + 8),
      place == locator - length, number32(place) == 0x0606_4B50, let count = number64(place + 32),
      let size = number64(place + 40), let start = number64(place + 48)
    else { return nil }
    if number64(place + 4) != length - 12 || number16(place + 14) != 45 || number32(locator + 4) != 0
      || number32(locator + 16) != 1
      || number32(place + 16) != 0 || number32(place + 20) != 0 || number64(place + 24) != count
    {
      problems.append("the archive's end record for many files is damaged")
    }
    return (place, start, size, count)
  }

  // MARK: - A file

  /// Checks the file that `entry` lists, which should begin at `expected`, and tells where it ends.
  private mutating func check(_ entry: Entry, from expected: Int, before limit: Int) -> Int {
    guard entry.headerPlace >= expected else {
      problems.append("\(entry.shown) lies over another file or out of order")
      return expected
    }
    if entry.headerPlace > expected {
      strayBytes(entry.headerPlace - expected, "in front of \(entry.shown)")
    }
    guard let header = Header(bytes, at: entry.headerPlace), header.end + entry.packedSize <= limit else {
      problems.append("\(entry.shown) has no header where the archive's list says")
      return expected
    }
    habits.formIntersection(header.habits(entry))
    if habits.isEmpty || !header.fits(entry) {
      habits = Set(Habit.allCases)
      problems.append("\(entry.shown) has a header of its own that differs from the archive's list")
    }
    if entry.comment > 0 { problems.append("\(entry.shown) has a comment, which no checksum covers") }
    if entry.flags & ~Entry.harmlessFlags != 0 || ![0, 8].contains(entry.method) || entry.disk != 0 {
      problems.append("\(entry.shown) is packed in a way that no pack is")
    }
    if entry.name.hasSuffix("/"), entry.packedSize > 0 || entry.size > 0 {
      problems.append("\(entry.shown) is a folder with bytes of its own")
    }
    let end = header.end + entry.packedSize
    guard entry.flags & Entry.sizesFollow != 0 else { return end }
    guard let length = descriptorLength(of: entry, at: end), end + length <= limit else {
      problems.append("\(entry.shown) is not followed by the sizes that the archive's list has")
      return end
    }
    return end + length
  }

  /// The length of the record behind a file's data that repeats CRC and sizes; nil when it differs from the list.
  /// Its signature is optional, and its sizes have 4 or 8 bytes.
  private func descriptorLength(of entry: Entry, at place: Int) -> Int? {
    for signature in [4, 0] where signature == 0 || number32(place) == 0x0807_4B50 {
      guard number32(place + signature) == entry.crc else { continue }
      let sizes = place + signature + 4
      if number32(sizes) == entry.packedSize, number32(sizes + 4) == entry.size { return signature + 12 }
      if number64(sizes) == entry.packedSize, number64(sizes + 8) == entry.size { return signature + 20 }
    }
    return nil
  }

  private mutating func strayBytes(_ count: Int, _ place: String) {
    problems.append("\(count) \(count == 1 ? "byte lies" : "bytes lie") \(place), in no file of the archive")
  }

  private func number16(_ place: Int) -> Int { bytes.number(at: place, length: 2) ?? -1 }
  private func number32(_ place: Int) -> Int { bytes.number(at: place, length: 4) ?? -1 }
  private func number64(_ place: Int) -> Int? { bytes.number(at: place, length: 8) }

  // MARK: - Records

  /// What the list says of one file.
  private struct Entry {
    /// Set where CRC and sizes stand behind the data.
    static let sizesFollow = 1 << 3
    /// Besides: how hard deflate tried, and that names are UTF-8.
    static let harmlessFlags = sizesFollow | 1 << 1 | 1 << 2 | 1 << 11

    var flags: Int
    var method: Int
    /// Version needed, flags, method, time, date: what stands in both places in the same form.
    var common: ArraySlice<UInt8>
    var crc: Int
    var packedSize: Int
    var size: Int
    var comment: Int
    var disk: Int
    var headerPlace: Int
    var nameBytes: ArraySlice<UInt8>
    var extra: [(id: Int, data: ArraySlice<UInt8>)]
    var end: Int

    var name: String { String(decoding: nameBytes, as: UTF8.self) }
    var shown: String { "\"\(name.prefix(200))\"" }

    init?(_ bytes: [UInt8], at place: Int) {
      let length = 46
      guard bytes.number(at: place, length: 4) == 0x0201_4B50, place + length <= bytes.count else {
        return nil
      }
      func number(_ offset: Int, _ length: Int) -> Int {
        bytes.number(at: place + offset, length: length) ?? -1
      }
      let nameEnd = place + length + number(28, 2)
      let extraEnd = nameEnd + number(30, 2)
      comment = number(32, 2)
      end = extraEnd + comment
      guard end <= bytes.count else { return nil }
      common = bytes[place + 6..<place + 16]
      (flags, method, crc) = (number(8, 2), number(10, 2), number(16, 4))
      (packedSize, size, disk, headerPlace) = (number(20, 4), number(24, 4), number(34, 2), number(42, 4))
      nameBytes = bytes[place + length..<nameEnd]
      guard let extra = ZipLayout.extra(bytes, nameEnd..<extraEnd) else { return nil }
      self.extra = extra
      // What does not fit into 4 bytes stands in a field of its own, in this order.
      guard var large = extra.first(where: { $0.id == 1 })?.data else { return }
      let fields = [\Entry.size, \Entry.packedSize, \Entry.headerPlace]
      for field in fields where self[keyPath: field] == 0xFFFF_FFFF {
        guard large.count >= 8, let value = bytes.number(at: large.startIndex, length: 8),
          field == \Entry.size || value <= bytes.count
        else { return nil }
        self[keyPath: field] = value
        large = large.dropFirst(8)
      }
    }
  }

  /// What a program writes in front of a file's data where CRC and sizes follow behind it. It is the same for all files.
  private enum Habit: CaseIterable {
    case all, size, none
  }

  /// What stands in front of a file's data.
  private struct Header {
    /// The extra field for numbers of 8 bytes.
    static let largeNumbers = 1
    static let timesOfNTFS = 0x000A
    static let timesOfUnix = 0x5455
    /// Stands for a number that is in the field for numbers of 8 bytes.
    static let isElsewhere = 0xFFFF_FFFF

    var common: ArraySlice<UInt8>
    /// CRC, packed size, size.
    var numbers: [Int]
    var nameBytes: ArraySlice<UInt8>
    var extra: [(id: Int, data: ArraySlice<UInt8>)]
    var end: Int

    init?(_ bytes: [UInt8], at place: Int) {
      let length = 30
      guard bytes.number(at: place, length: 4) == 0x0403_4B50,
        let nameLength = bytes.number(at: place + 26, length: 2),
        let extraLength = bytes.number(at: place + 28, length: 2)
      else { return nil }
      let nameEnd = place + length + nameLength
      end = nameEnd + extraLength
      guard end <= bytes.count else { return nil }
      common = bytes[place + 4..<place + 14]
      numbers = [14, 18, 22].map { bytes.number(at: place + $0, length: 4) ?? -1 }
      nameBytes = bytes[place + length..<nameEnd]
      guard let extra = ZipLayout.extra(bytes, nameEnd..<end) else { return nil }
      self.extra = extra
    }

    /// Which of the numbers it has already; empty when they differ from what the list says.
    func habits(_ entry: Entry) -> Set<Habit> {
      let large = extra.contains { $0.id == Header.largeNumbers }
      func has(_ expected: [Int]) -> Bool {
        numbers[0] == expected[0]
          && zip(numbers, expected).dropFirst().allSatisfy { $0 == $1 || large && $0 == Self.isElsewhere }
      }
      guard entry.flags & Entry.sizesFollow != 0 else {
        return has([entry.crc, entry.packedSize, entry.size]) ? Set(Habit.allCases) : []
      }
      return Set(
        Habit.allCases.filter { habit in
          switch habit {
          case .all: has([entry.crc, entry.packedSize, entry.size])
          case .size: has([0, 0, entry.size])
          case .none: has([0, 0, 0])
          }
        })
    }

    func fits(_ entry: Entry) -> Bool {
      common == entry.common && nameBytes == entry.nameBytes && largeNumbersFit(entry) && extraFits(entry)
    }

    /// The field for numbers of 8 bytes has the size and the packed size, or of the two the one that has no room; where they
    /// follow behind the data they may be 0. The list has a field of its own, which was read with it.
    private func largeNumbersFit(_ entry: Entry) -> Bool {
      let fields = extra.filter { $0.id == Self.largeNumbers }
      guard let data = fields.first?.data else { return true }
      let both = [(numbers[2], entry.size), (numbers[1], entry.packedSize)]
      let elsewhere = both.filter { $0.0 == Self.isElsewhere }
      let values = (data.count == 8 * elsewhere.count ? elsewhere : both).map(\.1)
      guard fields.count == 1, data.count == 8 * values.count else { return false }
      let bytes = Array(data)
      return values.enumerated().allSatisfy { place, value in
        let found = bytes.number(at: 8 * place, length: 8)
        return found == value || (found == 0 && entry.flags & Entry.sizesFollow != 0)
      }
    }

    /// The other fields are the same in both places, but for two of which the list has another form: of the times of Unix it
    /// has the first, and those of NTFS, 32 bytes, stand in the list alone.
    private func extraFits(_ entry: Entry) -> Bool {
      let own = extra.filter { $0.id != Self.largeNumbers }
      let listed = entry.extra.filter { field in
        field.id != Self.largeNumbers
          && !(field.id == Self.timesOfNTFS && field.data.count == 32
            && !own.contains { $0.id == Self.timesOfNTFS })
      }
      return own.count == listed.count
        && zip(own, listed).allSatisfy { own, listed in
          guard own.id == listed.id else { return false }
          guard own.id == Self.timesOfUnix, !listed.data.isEmpty else {
            return own.data.elementsEqual(listed.data)
          }
          return own.data.starts(with: listed.data)
        }
    }
  }

  /// The fields of an extra part: number, length, data; nil when they do not fill it.
  private static func extra(_ bytes: [UInt8], _ range: Range<Int>) -> [(id: Int, data: ArraySlice<UInt8>)]? {
    var fields: [(id: Int, data: ArraySlice<UInt8>)] = []
    var place = range.lowerBound
    while place < range.upperBound {
      guard let id = bytes.number(at: place, length: 2), let length = bytes.number(at: place + 2, length: 2),
        place + 4 + length <= range.upperBound
      else { return nil }
      fields.append((id, bytes[place + 4..<place + 4 + length]))
      place += 4 + length
    }
    return fields
  }
}

extension [UInt8] {
  /// The number in `length` bytes at `place`, the least significant first; nil when it does not lie inside or is larger
  /// than an `Int`.
  fileprivate func number(at place: Int, length: Int) -> Int? {
    guard place >= 0, place <= count - length else { return nil }
    let value = self[place..<place + length].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(exactly: value)
  }
}
