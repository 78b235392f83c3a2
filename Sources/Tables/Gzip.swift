/// Files packed by gzip, as exports often are: unpacked by the system's zlib, member by member.
///
/// The same bound holds for what comes out as for a file that is not packed.
import CZlib
import Support

enum Gzip {
  static let magic: [UInt8] = [0x1f, 0x8b]

  static func isPacked(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { bytes.starts(with: magic) }

  /// What was packed. Throws `TableError` for what is cut, damaged or too large, or `Cancelled`.
  static func unpacked(
    _ packed: ByteBuffer, named name: String, limit: Int = Limits.fileBytes, _ run: Run
  ) throws -> ByteBuffer {
    var unpacker = Unpacker(packed, name: name, limit: limit)
    defer { unpacker.close() }
    try unpacker.unpack(run)
    return unpacker.joined()
  }
}

/// One run through the members of a file.
private struct Unpacker {
  private let packed: ByteBuffer
  private let name: String
  private let limit: Int
  private var stream = z_stream()
  private var isOpen = false
  /// Where in `packed` the next bytes are.
  private var place = 0
  private var pieces: [[UInt8]] = []
  private var count = 0

  private static let pieceBytes = 4 << 20
  /// Window bits of zlib, and the word for "with the header of gzip".
  private static let gzipWindow: Int32 = 15 + 16

  init(_ packed: ByteBuffer, name: String, limit: Int) {
    self.packed = packed
    self.name = name
    self.limit = limit
  }

  mutating func unpack(_ run: Run) throws {
    while place < packed.count {
      // Tapes and some tools fill up with zeros.
      if packed.base[place] == 0, place > 0 {
        place += 1
        continue
      }
      try member(run)
    }
  }

  private mutating func member(_ run: Run) throws {
    let start = place
    close()
    let status = inflateInit2_(
      &stream, Self.gzipWindow, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw TableError.memoryLimit(bytes: count, limit: limit) }
    isOpen = true
    while true {
      try run.checkpoint()
      let (status, read, piece) = next()
      place += read
      count += piece.count
      guard count <= limit else {
        throw TableError.fileTooLarge(path: name, bytes: count, limit: limit)
      }
      if !piece.isEmpty { pieces.append(piece) }
      if status == Z_STREAM_END { return }
      guard status == Z_OK || (status == Z_BUF_ERROR && !piece.isEmpty) else {
        throw damaged(at: place, isCut: place >= packed.count, start)
      }
      if place >= packed.count, piece.count < Self.pieceBytes {
        throw damaged(at: place, isCut: true, start)
      }
    }
  }

  /// Unpacks until a piece is full or the input is used up.
  private mutating func next() -> (status: Int32, read: Int, piece: [UInt8]) {
    let input = min(packed.count - place, 1 << 30)
    stream.next_in = packed.base + place
    stream.avail_in = UInt32(input)
    var status = Z_OK
    let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { room, filled in
      stream.next_out = room.baseAddress
      stream.avail_out = UInt32(room.count)
      status = inflate(&stream, Z_NO_FLUSH)
      filled = room.count - Int(stream.avail_out)
    }
    return (status, input - Int(stream.avail_in), piece)
  }

  private func damaged(at place: Int, isCut: Bool, _ start: Int) -> TableError {
    .malformedTable(
      line: 1, column: 1, snippet: "",
      expected: start == 0 ? "a whole gzip file" : "another gzip member or the end",
      found: isCut ? "a file that ends early" : "damage at byte \(place)")
  }

  mutating func close() {
    if isOpen { inflateEnd(&stream) }
    isOpen = false
  }

  func joined() -> ByteBuffer {
    let all = ByteBuffer(count: count)
    var place = 0
    for piece in pieces {
      piece.withUnsafeBufferPointer { bytes in
        if let base = bytes.baseAddress {
          (all.base + place).update(from: base, count: bytes.count)
        }
      }
      place += piece.count
    }
    return all
  }
}
