/// One element of a picture, written as SVG: text is escaped, numbers are short, nothing else gets
/// in.
///
/// What always holds: whatever names and numbers go in, well-formed XML comes out.
struct SVGElement: Sendable {
  private let name: StaticString
  private var attributes: [(name: StaticString, value: String)]
  private var children: [SVGElement] = []
  private var text: String?

  init(_ name: StaticString, _ attributes: [(StaticString, Value)] = []) {
    self.name = name
    self.attributes = attributes.map { ($0.0, $0.1.text) }
  }

  /// What an attribute holds.
  enum Value: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, Sendable {
    case word(String)
    case number(Double)

    init(stringLiteral value: String) { self = .word(value) }

    fileprivate var text: String {
      switch self {
      case .word(let word): word
      case .number(let number): SVGElement.short(number)
      }
    }
  }

  /// The element with a text in it.
  func containing(_ text: String) -> SVGElement {
    var copy = self
    copy.text = text
    return copy
  }

  /// The element with others in it.
  func containing(_ children: [SVGElement]) -> SVGElement {
    var copy = self
    copy.children += children
    return copy
  }

  /// The element and all in it.
  func write(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "<"))
    append(name, to: &bytes)
    for attribute in attributes {
      bytes.append(UInt8(ascii: " "))
      append(attribute.name, to: &bytes)
      bytes.append(contentsOf: Array("=\"".utf8))
      Self.escape(attribute.value, to: &bytes)
      bytes.append(UInt8(ascii: "\""))
    }
    guard text != nil || !children.isEmpty else {
      bytes.append(contentsOf: Array("/>".utf8))
      return
    }
    bytes.append(UInt8(ascii: ">"))
    if let text { Self.escape(text, to: &bytes) }
    for child in children { child.write(to: &bytes) }
    bytes.append(contentsOf: Array("</".utf8))
    append(name, to: &bytes)
    bytes.append(UInt8(ascii: ">"))
  }

  private func append(_ word: StaticString, to bytes: inout [UInt8]) {
    word.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// At most two decimals; a number that is none is 0.
  static func short(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let cents = Int((value * 100).rounded())
    let (whole, part) = (cents.magnitude / 100, cents.magnitude % 100)
    let sign = cents < 0 ? "-" : ""
    guard part > 0 else { return sign + String(whole) }
    return sign + String(whole) + (part < 10 ? ".0" : ".")
      + String(part % 10 == 0 ? part / 10 : part)
  }

  /// Letters with a meaning become entities; those that XML does not allow are left out.
  private static func escape(_ text: String, to bytes: inout [UInt8]) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": bytes.append(contentsOf: Array("&amp;".utf8))
      case "<": bytes.append(contentsOf: Array("&lt;".utf8))
      case ">": bytes.append(contentsOf: Array("&gt;".utf8))
      case "\"": bytes.append(contentsOf: Array("&quot;".utf8))
      case "\t", "\n", "\r": bytes.append(UInt8(ascii: " "))
      default:
        guard scalar.value >= 0x20, scalar.value != 0xfffe, scalar.value != 0xffff else { continue }
        bytes.append(contentsOf: Array(String(Character(scalar)).utf8))
      }
    }
  }
}
