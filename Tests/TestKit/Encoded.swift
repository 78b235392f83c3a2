/// A text in another encoding, by the C library.
import Glibc

package func encoded(_ text: String, as name: String) -> [UInt8] {
  guard let converter = iconv_open(name, "UTF-8"), Int(bitPattern: converter) != -1 else {
    return []
  }
  defer { iconv_close(converter) }
  var input = Array(text.utf8).map { CChar(bitPattern: $0) }
  var output = [CChar](repeating: 0, count: input.count * 4 + 16)
  var left = input.count
  var room = output.count
  input.withUnsafeMutableBufferPointer { source in
    output.withUnsafeMutableBufferPointer { target in
      var from = source.baseAddress
      var to = target.baseAddress
      _ = iconv(converter, &from, &left, &to, &room)
    }
  }
  return output.prefix(output.count - room).map { UInt8(bitPattern: $0) }
}
