/// What must hold of every picture: well-formed, nothing outside, no text on another, the same data
/// in the specification.
import Foundation
import TestKit
import Testing
import Wire

#if canImport(FoundationXML)
  import FoundationXML
#endif

enum Picture {
  /// Every text of a picture with its place and its reckoned width, and every rectangle.
  final class Reader: NSObject, XMLParserDelegate {
    var texts: [(text: String, x: Double, y: Double, size: Double, anchor: String, turned: Bool)] =
      []
    var width = 0.0
    var height = 0.0
    var marks = 0
    var title = ""
    var desc = ""
    private var open: [String: String]?
    private var path: [String] = []
    private var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String] = [:]
    ) {
      path.append(name)
      text = ""
      if name == "svg" {
        width = Double(attributes["width"] ?? "") ?? 0
        height = Double(attributes["height"] ?? "") ?? 0
      }
      if name == "text" { open = attributes }
      if ["circle", "polygon", "polyline", "rect"].contains(name) { marks += 1 }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      if name == "text", let open {
        texts.append(
          (
            text, Double(open["x"] ?? "") ?? -1, Double(open["y"] ?? "") ?? -1,
            Double(open["font-size"] ?? "") ?? 12, open["text-anchor"] ?? "start",
            open["transform"] != nil
          ))
      }
      if path == ["svg", "title"] { title = text }
      if path == ["svg", "desc"] { desc = text }
      path.removeLast()
    }
  }

  static func read(_ svg: String?) throws -> Reader {
    let reader = Reader()
    let parser = XMLParser(data: Data(try #require(svg).utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
    return reader
  }

  struct TextBox {
    let text: String
    let left, right, top, bottom: Double

    func meets(_ other: TextBox) -> Bool {
      left + 1 < other.right && other.left + 1 < right && top < other.bottom && other.top < bottom
    }
  }

  /// The narrowest a font draws: half an em for a Latin letter, a whole one for a Chinese.
  static func least(_ text: String, _ size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2e80 ? 1 : 0.45) } * size
  }

  static func check(_ result: JSON, width: Double) throws {
    let picture = try Self.read(result["svg"]?.string)
    #expect(picture.width == width && picture.height > 100 && picture.marks > 1)
    #expect(picture.title == result["title"]?.string && picture.desc == result["alt"]?.string)
    let boxes = picture.texts.filter { !$0.turned }.map { text -> TextBox in
      let wide = Self.least(text.text, text.size)
      let shift = text.anchor == "start" ? 0 : text.anchor == "end" ? wide : wide / 2
      return TextBox(
        text: text.text, left: text.x - shift, right: text.x - shift + wide,
        top: text.y - 0.7 * text.size, bottom: text.y + 0.1 * text.size)
    }
    for (place, one) in boxes.enumerated() {
      #expect(-1 <= one.left && one.right <= width + 1, "\(one) stands out")
      #expect(0 < one.top && one.bottom < picture.height, "\(one) stands out")
      for other in boxes[(place + 1)...] {
        #expect(!one.meets(other), "\(one) lies on \(other)")
      }
    }
    let vega = try #require(result["vegaLite"])
    #expect(vega["$schema"]?.string == "https://vega.github.io/schema/vega-lite/v5.json")
    #expect(vega["data"]?["values"] == result["data"])
    #expect(vega["encoding"] != nil || vega["layer"]?.array?.isEmpty == false)
  }
}
