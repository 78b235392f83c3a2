/// UTF-8 that was taken for Windows-1252 and encoded once more: å®¢æˆ· for 客户.
///
/// What always holds: a text is changed only if all of it goes back and is valid UTF-8 then. Plain
/// accents do not go back, because a letter follows them where UTF-8 has a byte beyond ASCII.

enum Mojibake {
  /// What Windows-1252 has in the places of the control characters 0x80 to 0x9f.
  private static let windows: [UInt32: UInt8] = {
    let scalars: [UInt32] = [
      0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
      0x0152, 0x8d, 0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
      0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
    ]
    var table: [UInt32: UInt8] = [:]
    for (index, scalar) in scalars.enumerated() {
      table[scalar] = UInt8(0x80 + index)
      table[UInt32(0x80 + index)] = UInt8(0x80 + index)
    }
    return table
  }()

  /// The text before it was encoded again; nil when it was encoded once.
  static func undone(_ raw: ByteBuffer) -> ByteBuffer? {
    // Most texts show within the first few characters that they do not go back.
    guard goesBack(raw.bytes.prefix(4_096), isPart: true) != nil,
      let bytes = goesBack(raw.bytes[...], isPart: false)
    else { return nil }
    return ByteBuffer(bytes)
  }

  private static func goesBack(
    _ text: Slice<UnsafeBufferPointer<UInt8>>, isPart: Bool
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var iterator = text.makeIterator()
    var decoder = UTF8()
    reading: while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        switch scalar.value {
        case 0..<0x80: bytes.append(UInt8(scalar.value))
        case 0xa0...0xff: bytes.append(UInt8(scalar.value))
        default:
          guard let byte = windows[scalar.value] else { return nil }
          bytes.append(byte)
        }
      case .emptyInput: break reading
      case .error:
        // A part may end within a character.
        guard isPart else { return nil }
        break reading
      }
    }
    let end = isPart ? max(0, bytes.count - 4) : bytes.count
    let whole = bytes[..<end]
    guard whole.contains(where: { $0 >= 0x80 }) else { return nil }
    let tail = isPart ? whole.lastIndex { $0 < 0x80 }.map { whole[...$0] } ?? [] : whole
    return String(validating: tail, as: UTF8.self) == nil ? nil : bytes
  }
}
