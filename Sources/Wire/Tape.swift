/// What the parser writes and the nodes read: one word per value, key included.

/// The words of the tape: kind (4 bits), length (28), offset (32). Numbers carry their value in a
/// second word, containers the tape index and byte offset behind them.
enum Tape {
  enum Tag {
    static let null: UInt64 = 0
    static let no: UInt64 = 1
    static let yes: UInt64 = 2
    static let integer: UInt64 = 3
    static let double: UInt64 = 4
    static let big: UInt64 = 5
    static let string: UInt64 = 6
    static let escaped: UInt64 = 7
    static let array: UInt64 = 8
    static let object: UInt64 = 9
  }

  static let lengthMax = 1 << 28 - 1
  static let offsetMax = 1 << 32 - 1

  @inline(__always)
  static func word(_ tag: UInt64, offset: Int, length: Int) -> UInt64 {
    tag << 60 | UInt64(truncatingIfNeeded: length) << 32 | UInt64(truncatingIfNeeded: offset)
  }
  @inline(__always) static func tag(_ word: UInt64) -> UInt64 { word >> 60 }
  @inline(__always) static func length(_ word: UInt64) -> Int {
    Int(truncatingIfNeeded: (word >> 32) & 0x0fff_ffff)
  }
  @inline(__always) static func offset(_ word: UInt64) -> Int {
    Int(truncatingIfNeeded: word & 0xffff_ffff)
  }

  /// The tape index behind the value at `index`.
  @inline(__always)
  static func after(_ index: Int, in tape: UnsafePointer<UInt64>) -> Int {
    switch tag(tape[index]) {
    case Tag.array, Tag.object: Int(truncatingIfNeeded: tape[index + 1] >> 32)
    case Tag.integer, Tag.double: index + 2
    default: index + 1
    }
  }
}
