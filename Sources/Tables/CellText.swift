/// Cells as bytes: what counts as blank, as missing, and as plain ASCII.

typealias Bytes = UnsafePointer<UInt8>

enum CellText {
  /// The cell without blanks around it: ASCII ones, no-break and ideographic spaces.
  @inline(__always)
  static func trimmed(_ base: Bytes, _ count: Int) -> (base: Bytes, count: Int) {
    if count == 0
      || (base[0] > 32 && base[0] < 0x80 && base[count &- 1] > 32 && base[count &- 1] < 0x80)
    {
      return (base, count)
    }
    return trimmedSlowly(base, count)
  }

  @inline(never)
  private static func trimmedSlowly(_ base: Bytes, _ count: Int) -> (base: Bytes, count: Int) {
    var start = 0
    var end = count
    while start < end {
      if base[start] <= 32 {
        start += 1
      } else if end - start >= 2, base[start] == 0xc2, base[start + 1] == 0xa0 {
        start += 2
      } else if end - start >= 3, isIdeographicSpace(base + start) {
        start += 3
      } else {
        break
      }
    }
    while start < end {
      if base[end - 1] <= 32 {
        end -= 1
      } else if end - start >= 2, base[end - 2] == 0xc2, base[end - 1] == 0xa0 {
        end -= 2
      } else if end - start >= 3, isIdeographicSpace(base + end - 3) {
        end -= 3
      } else {
        break
      }
    }
    return (base + start, end - start)
  }

  private static func isIdeographicSpace(_ base: Bytes) -> Bool {
    base[0] == 0xe3 && base[1] == 0x80 && base[2] == 0x80
  }

  /// Whether a trimmed cell says that there is no value.
  @inline(__always)
  static func isMissing(_ base: Bytes, _ count: Int) -> Bool {
    if count == 0 { return true }
    if count > 6 { return false }
    let first = base[0]
    // n N - # < 无 空 缺 and nothing else begins such a word.
    if first == 0x6e || first == 0x4e || first == 0x2d || first >= 0xe6 || first == 0x23
      || first == 0x3c
    {
      return isMissingWord(base, count)
    }
    return false
  }

  @inline(never)
  private static func isMissingWord(_ base: Bytes, _ count: Int) -> Bool {
    var word: UInt64 = 0
    for index in 0..<count {
      var byte = base[index]
      if 65 <= byte, byte <= 90 { byte |= 32 }
      word = word << 8 | UInt64(byte)
    }
    return missingWords.contains(word)
  }

  private static let missingWords: Set<UInt64> = Set(
    [
      "na", "n/a", "nan", "null", "none", "nil", "-", "--", "#n/a", "<na>", "无", "空", "缺失", "nat",
      "\\n",
    ].map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } })

  /// The cell in plain ASCII: full-width forms narrowed, signs of date and time replaced.
  ///
  /// Returns nothing when something else is in it or it is too long for a number or a date.
  static func plain(_ base: Bytes, _ count: Int, dates: Bool) -> [UInt8]? {
    guard count <= 96 else { return nil }
    let text = String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
    var plain: [UInt8] = []
    plain.reserveCapacity(count)
    for raw in text.unicodeScalars {
      let scalar = HeaderName.halfWidth(raw)
      if scalar.value < 0x80 {
        plain.append(UInt8(scalar.value))
      } else if dates {
        guard appendDateSign(scalar, to: &plain) else { return nil }
      } else if scalar == "\u{2212}" || scalar == "\u{2013}" {
        plain.append(45)
      } else if scalar == "\u{a0}" || scalar == "\u{202f}" || scalar == "\u{2009}" {
        plain.append(32)
      } else {
        return nil
      }
    }
    return plain
  }

  private static func appendDateSign(_ scalar: Unicode.Scalar, to plain: inout [UInt8]) -> Bool {
    switch scalar {
    case "年", "月": plain.append(45)
    case "日", "号": plain.append(32)
    case "时", "点", "時", "點", "分": plain.append(58)
    case "秒": break
    case "上", "凌", "早": plain.append(contentsOf: [97])
    case "下", "晚": plain.append(contentsOf: [112])
    case "午", "晨": plain.append(109)
    case "\u{a0}", "\u{202f}": plain.append(32)
    default: return false
    }
    return true
  }
}
