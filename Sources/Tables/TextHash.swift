/// The hash of a text that is made piece by piece: the version it has when it is read as a file.
package struct TextHash {
  private var count = 0
  private var pieces: [UInt64] = []
  private var open: [UInt8] = []

  package init() {}

  /// Adds the next bytes, of any length.
  package mutating func add(_ bytes: [UInt8]) {
    count += bytes.count
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + UTF8Check.pieceBytes - open.count)
      open.append(contentsOf: bytes[start..<end])
      start = end
      if open.count == UTF8Check.pieceBytes { close() }
    }
  }

  private mutating func close() {
    open.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { pieces.append(ContentHash.value(base, buffer.count)) }
    }
    open.removeAll(keepingCapacity: true)
  }

  /// 16 hexadecimal digits, as versions are.
  package var text: String {
    var whole = self
    if !whole.open.isEmpty || whole.pieces.isEmpty { whole.close() }
    return ContentHash.text(whole.pieces.reduce(UInt64(count)) { ContentHash.lane($0, $1) })
  }
}
