/// From the bytes of a file to UTF-8, with the evidence for the encoding.
///
/// The order: a byte order mark; zero bytes in every second place (UTF-16); strict UTF-8; then
/// GB18030 and Big5, told apart by how many of their characters are common ones; then Windows-1252
/// when bytes beyond ASCII stand alone, as accents do. What always holds: nothing is replaced; a
/// byte that fits nothing is an error with its offset.
import Glibc
import Support

struct DecodedText {
  var buffer: ByteBuffer
  /// Where the text begins, behind a byte order mark.
  var start = 0
  var encoding: String
  var evidence: Phrase
  var hash: UInt64
  var isGuess = false
  /// Whether the text had been encoded twice, which was undone.
  var isRepaired = false
}

enum TextDecoding {
  static func decode(_ raw: ByteBuffer, encoding: String?) throws(TableError) -> DecodedText {
    let check = UTF8Check(raw)
    if let encoding { return try stated(raw, encoding, check) }
    if let marked = try byMark(raw, check) { return marked }
    if let wide = UTF16Text.guess(raw) {
      let buffer = try UTF16Text.decode(raw, from: 0, bigEndian: wide)
      return DecodedText(
        buffer: buffer, encoding: wide ? "utf-16be" : "utf-16le",
        evidence: Phrase(en: "every second byte is zero", zh: "每隔一个字节为零"), hash: check.hash,
        isGuess: true)
    }
    guard let bad = check.badOffset else {
      if !check.isASCII, let text = Mojibake.undone(raw) {
        return DecodedText(
          buffer: text, encoding: "utf-8",
          evidence: Phrase(en: "UTF-8 that was encoded twice", zh: "被重复编码的 UTF-8"),
          hash: check.hash, isRepaired: true)
      }
      let evidence =
        check.isASCII
        ? Phrase(en: "all bytes are ASCII", zh: "全部为 ASCII 字节")
        : Phrase(en: "all bytes are valid UTF-8", zh: "全部字节为有效的 UTF-8")
      return DecodedText(buffer: raw, encoding: "utf-8", evidence: evidence, hash: check.hash)
    }
    return try guessed(raw, bad, check)
  }

  private static func byMark(_ raw: ByteBuffer, _ check: UTF8Check) throws(TableError)
    -> DecodedText?
  {
    let bytes = raw.bytes
    let evidence = Phrase(en: "byte order mark", zh: "字节顺序标记（BOM）")
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
      if let bad = check.badOffset { throw badEncoding(raw, bad, ["utf-8"]) }
      return DecodedText(
        buffer: raw, start: 3, encoding: "utf-8", evidence: evidence, hash: check.hash)
    }
    for (mark, bigEndian) in [([0xff, 0xfe] as [UInt8], false), ([0xfe, 0xff], true)]
    where bytes.starts(with: mark) {
      let buffer = try UTF16Text.decode(raw, from: 2, bigEndian: bigEndian)
      return DecodedText(
        buffer: buffer, encoding: bigEndian ? "utf-16be" : "utf-16le", evidence: evidence,
        hash: check.hash)
    }
    return nil
  }

  private static func stated(_ raw: ByteBuffer, _ name: String, _ check: UTF8Check)
    throws(TableError) -> DecodedText
  {
    let evidence = Phrase(en: "stated by the caller", zh: "由调用者指定")
    let key = String(name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " })
    let mark = raw.bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    switch key {
    case "utf8", "utf8sig", "ascii":
      if let bad = check.badOffset { throw badEncoding(raw, bad, ["utf-8"]) }
      return DecodedText(
        buffer: raw, start: mark, encoding: "utf-8", evidence: evidence, hash: check.hash)
    case "utf16", "utf16le", "utf16be":
      let hasMark = raw.bytes.starts(with: [0xff, 0xfe]) || raw.bytes.starts(with: [0xfe, 0xff])
      let bigEndian = raw.bytes.starts(with: [0xfe, 0xff]) || key == "utf16be"
      let buffer = try UTF16Text.decode(raw, from: hasMark ? 2 : 0, bigEndian: bigEndian)
      return DecodedText(
        buffer: buffer, encoding: bigEndian ? "utf-16be" : "utf-16le", evidence: evidence,
        hash: check.hash)
    default: break
    }
    let system = systemNames[key] ?? name
    switch Iconv.decode(raw.bytes, from: system) {
    case .text(let buffer):
      return DecodedText(
        buffer: buffer, encoding: system.lowercased(), evidence: evidence, hash: check.hash)
    case .bad(let offset): throw badEncoding(raw, offset, [system.lowercased()])
    case .unknown: throw .unknownEncoding(name: name)
    }
  }

  private static let systemNames = [
    "gbk": "GB18030", "gb2312": "GB18030", "gb18030": "GB18030", "cp936": "GB18030",
    "big5": "BIG5", "cp950": "CP950", "latin1": "CP1252", "iso88591": "CP1252",
    "windows1252": "CP1252", "cp1252": "CP1252", "ansi": "CP1252", "shiftjis": "SHIFT_JIS",
    "sjis": "SHIFT_JIS",
  ]

  private static func guessed(_ raw: ByteBuffer, _ bad: Int, _ check: UTF8Check)
    throws(TableError) -> DecodedText
  {
    var best: (name: String, buffer: ByteBuffer, share: Double)?
    for name in ["GB18030", "BIG5"] {
      guard case .text(let buffer) = Iconv.decode(raw.bytes, from: name) else { continue }
      let share = CommonHan.share(buffer.bytes)
      if share > (best?.share ?? -1) { best = (name, buffer, share) }
    }
    let alone = shareOfLoneBytes(raw.bytes)
    if let best, best.share >= 0.05 || alone < 0.5 {
      let percent = Int((best.share * 100).rounded())
      return DecodedText(
        buffer: best.buffer, encoding: best.name.lowercased(),
        evidence: Phrase(
          en: "not UTF-8 at byte \(bad); valid \(best.name), \(percent) % common characters",
          zh: "第 \(bad) 字节不是 UTF-8；\(best.name) 有效，常用汉字占 \(percent)%"),
        hash: check.hash, isGuess: true)
    }
    if alone >= 0.9, case .text(let buffer) = Iconv.decode(raw.bytes, from: "CP1252") {
      return DecodedText(
        buffer: buffer, encoding: "windows-1252",
        evidence: Phrase(
          en: "not UTF-8 at byte \(bad); bytes beyond ASCII stand alone",
          zh: "第 \(bad) 字节不是 UTF-8；非 ASCII 字节单独出现"),
        hash: check.hash, isGuess: true)
    }
    throw badEncoding(raw, bad, ["utf-8", "gb18030", "big5", "windows-1252"])
  }

  /// Of the bytes beyond ASCII, the share without another one beside it.
  private static func shareOfLoneBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> Double {
    var high = 0
    var alone = 0
    for index in bytes.indices where bytes[index] >= 0x80 {
      high += 1
      let before = index > 0 && bytes[index - 1] >= 0x80
      let after = index + 1 < bytes.count && bytes[index + 1] >= 0x80
      if !before, !after { alone += 1 }
    }
    return high == 0 ? 0 : Double(alone) / Double(high)
  }

  static func badEncoding(_ raw: ByteBuffer, _ offset: Int, _ tried: [String]) -> TableError {
    let around = raw.bytes[max(0, offset)..<min(raw.count, offset + 8)]
    return .badEncoding(offset: offset, bytes: Array(around), tried: tried)
  }
}

/// UTF-16, with strict surrogates.
enum UTF16Text {
  /// Whether bytes without a mark are UTF-16, and big-endian: zeros stand in every second place.
  static func guess(_ raw: ByteBuffer) -> Bool? {
    let bytes = raw.bytes.prefix(4096)
    guard bytes.count >= 4 else { return nil }
    var zeros = [0, 0]
    for (index, byte) in bytes.enumerated() where byte == 0 { zeros[index & 1] += 1 }
    let half = bytes.count / 2
    if zeros[0] == 0, zeros[1] * 10 >= half * 4 { return false }
    if zeros[1] == 0, zeros[0] * 10 >= half * 4 { return true }
    return nil
  }

  static func decode(_ raw: ByteBuffer, from start: Int, bigEndian: Bool) throws(TableError)
    -> ByteBuffer
  {
    let name = bigEndian ? "utf-16be" : "utf-16le"
    guard (raw.count - start) % 2 == 0 else {
      throw TextDecoding.badEncoding(raw, raw.count - 1, [name])
    }
    var text: [UInt8] = []
    text.reserveCapacity(raw.count)
    var place = start
    func unit(_ at: Int) -> UInt32 {
      let (a, b) = (UInt32(raw.base[at]), UInt32(raw.base[at + 1]))
      return bigEndian ? a << 8 | b : b << 8 | a
    }
    while place < raw.count {
      var value = unit(place)
      let at = place
      place += 2
      if 0xd800 <= value, value < 0xdc00, place < raw.count {
        let low = unit(place)
        guard 0xdc00 <= low, low < 0xe000 else { throw TextDecoding.badEncoding(raw, at, [name]) }
        value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00)
        place += 2
      }
      guard let scalar = Unicode.Scalar(value) else {
        throw TextDecoding.badEncoding(raw, at, [name])
      }
      text.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
    }
    return ByteBuffer(text)
  }
}

/// Decoding by the C library.
enum Iconv {
  enum Result {
    case text(ByteBuffer)
    case bad(Int)
    case unknown
  }

  static func decode(_ bytes: UnsafeBufferPointer<UInt8>, from name: String) -> Result {
    let isName = name.utf8.allSatisfy {
      $0 &- 48 < 10 || ($0 | 32) &- 97 < 26 || $0 == 45 || $0 == 95 || $0 == 58 || $0 == 46
    }
    guard isName, let handle = iconv_open("UTF-8", name), Int(bitPattern: handle) != -1 else {
      return .unknown
    }
    defer { iconv_close(handle) }
    var output = [UInt8](repeating: 0, count: bytes.count * 2 + 64)
    var inLeft = bytes.count
    var written = 0
    var input = UnsafeMutableRawPointer(mutating: UnsafeRawPointer(bytes.baseAddress))?
      .assumingMemoryBound(to: CChar.self)
    while inLeft > 0 {
      let result = output.withUnsafeMutableBytes { buffer -> Int in
        var left = buffer.count - written
        var target = buffer.baseAddress?.advanced(by: written).assumingMemoryBound(to: CChar.self)
        let result = iconv(handle, &input, &inLeft, &target, &left)
        let code = errno
        written = buffer.count - left
        errno = code
        return result
      }
      guard result == -1 else { break }
      guard errno == E2BIG else { return .bad(bytes.count - inLeft) }
      output.append(contentsOf: repeatElement(0, count: output.count))
    }
    return .text(ByteBuffer(output[..<written]))
  }
}

/// Characters that every Chinese text is full of, to tell a right decoding from a wrong one.
enum CommonHan {
  private static let characters: Set<UInt32> = Set(
    ("的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
      + "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
      + "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政"
      + "美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
      + "这個們來為國說時會對後發經過還進動開當樣實點兩間問關業應頭產體見與長機無從現將於沒學種與員門東聲價"
      + "客户戶订訂单單购購买買金额額期编編号號商品姓名性别別龄齡收入地区區城市省省份评論评论分流失会員渠道类類"
      + "数量數价格消费費记記录錄支付状态狀態北京上海广州深圳男女是否不错味道快送餐服务服務质量質满意滿电话話备注")
      .unicodeScalars.map(\.value))

  /// Of the characters beyond ASCII, the share of common ones.
  static func share(_ bytes: UnsafeBufferPointer<UInt8>) -> Double {
    var common = 0
    var all = 0
    let text = String(decoding: bytes.prefix(256 << 10), as: UTF8.self)
    for scalar in text.unicodeScalars where scalar.value >= 0x80 {
      // Punctuation of either encoding says nothing.
      if 0x3000 <= scalar.value, scalar.value < 0x3040 { continue }
      if 0xff00 <= scalar.value, scalar.value < 0xfff0 { continue }
      all += 1
      if characters.contains(scalar.value) { common += 1 }
    }
    return all == 0 ? 0 : Double(common) / Double(all)
  }
}
