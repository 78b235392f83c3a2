/// The frame of every picture: title and subtitle above, small print and legend below, the chart
/// between. Everything has its place before anything is drawn, so nothing overlaps.
package import Support

struct Box: Sendable {
  var left: Double
  var top: Double
  var right: Double
  var bottom: Double

  var width: Double { right - left }
  var height: Double { bottom - top }
}

/// Colours and sizes of all pictures.
enum Style {
  static let ink = "#1f2933"
  static let quiet = "#5f6c7b"
  static let line = "#e4e7eb"
  static let axis = "#9aa5b1"
  static let titleSize = 18.0
  static let textSize = 12.0
  static let tickSize = 11.0
  static let padding = 24.0
  /// Fonts with Latin and with Chinese letters, of all usual systems.
  static let fonts =
    "'Helvetica Neue', Arial, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC',"
    + " 'Source Han Sans SC', 'WenQuanYi Micro Hei', 'DejaVu Sans', sans-serif"
}

struct Drawing: Sendable {
  let language: Language
  let width: Double
  private(set) var elements: [SVGElement] = []

  enum Anchor: String { case start, middle, end }

  init(width: Double, language: Language) {
    self.width = width
    self.language = language
  }

  mutating func add(_ element: SVGElement) { elements.append(element) }

  mutating func text(
    _ text: String, x: Double, y: Double, size: Double = Style.textSize,
    colour: String = Style.ink, anchor: Anchor = .start, isBold: Bool = false
  ) {
    var attributes: [(StaticString, SVGElement.Value)] = [
      ("x", .number(x)), ("y", .number(y)), ("font-size", .number(size)), ("fill", "\(colour)"),
    ]
    if anchor != .start { attributes.append(("text-anchor", "\(anchor.rawValue)")) }
    if isBold { attributes.append(("font-weight", "600")) }
    add(SVGElement("text", attributes).containing(text))
  }

  /// Lines that read upwards, the first at the left; what they need across is `uprightRoom`.
  mutating func upright(_ lines: [String], middle y: Double) {
    for (place, line) in lines.enumerated() {
      let x = Style.padding + 10 + Double(place) * 15
      let turn = "rotate(-90 \(SVGElement.short(x)) \(SVGElement.short(y)))"
      add(
        SVGElement(
          "text",
          [
            ("x", .number(x)), ("y", .number(y)), ("font-size", .number(Style.textSize)),
            ("fill", "\(Style.quiet)"), ("text-anchor", "middle"), ("transform", .word(turn)),
          ]
        ).containing(line))
    }
  }

  /// The title of a vertical axis in one line or two.
  func uprightLines(_ title: Phrase, height: Double) -> [String] {
    TextWidth.lines(title.text(in: language), width: height, size: Style.textSize, most: 2)
  }

  static func uprightRoom(_ lines: [String]) -> Double {
    lines.isEmpty ? 0 : 10 + 15 * Double(lines.count)
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, colour: String = Style.line,
    width: Double = 1, dashes: String? = nil
  ) {
    var attributes: [(StaticString, SVGElement.Value)] = [
      ("x1", .number(x1)), ("y1", .number(y1)), ("x2", .number(x2)), ("y2", .number(y2)),
      ("stroke", .word(colour)), ("stroke-width", .number(width)),
    ]
    if let dashes { attributes.append(("stroke-dasharray", .word(dashes))) }
    add(SVGElement("line", attributes))
  }

  /// A rectangle, with words that appear when it is pointed at.
  mutating func rectangle(
    _ box: Box, fill: String, stroke: String? = nil, radius: Double = 0, tip: String? = nil
  ) {
    var attributes: [(StaticString, SVGElement.Value)] = [
      ("x", .number(box.left)), ("y", .number(box.top)), ("width", .number(max(0, box.width))),
      ("height", .number(max(0, box.height))), ("fill", .word(fill)),
    ]
    if radius > 0 { attributes.append(("rx", .number(radius))) }
    if let stroke { attributes.append(("stroke", .word(stroke))) }
    let element = SVGElement("rect", attributes)
    add(tip.map { element.containing([SVGElement("title").containing($0)]) } ?? element)
  }

  /// Diagonal lines over a rectangle.
  mutating func hatch(_ box: Box) { rectangle(box, fill: "url(#hatch)") }

  /// The shape of a group at a place.
  static func mark(
    _ shape: Palette.Shape, x: Double, y: Double, radius r: Double, fill: String, opacity: Double
  ) -> SVGElement {
    let look: [(StaticString, SVGElement.Value)] = [
      ("fill", .word(fill)), ("fill-opacity", .number(opacity)),
    ]
    guard shape != .circle else {
      return SVGElement(
        "circle", [("cx", .number(x)), ("cy", .number(y)), ("r", .number(r))] + look)
    }
    let corners: [(Double, Double)] =
      switch shape {
      case .square, .circle: [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]
      case .diamond: [(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)]
      case .triangle: [(0, -1.2), (1.1, 0.9), (-1.1, 0.9)]
      case .dropped: [(0, 1.2), (1.1, -0.9), (-1.1, -0.9)]
      case .bar: [(-1.4, -0.45), (1.4, -0.45), (1.4, 0.45), (-1.4, 0.45)]
      case .cross:
        [
          (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4), (0.4, 1.2),
          (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4),
        ]
      }
    let points = corners.map {
      SVGElement.short(x + r * $0.0) + "," + SVGElement.short(y + r * $0.1)
    }
    return SVGElement("polygon", [("points", .word(points.joined(separator: " ")))] + look)
  }
}

/// An entry of a legend.
struct LegendEntry: Sendable {
  let label: String
  /// Stands in brackets behind the label; empty for none.
  let detail: String
  let colour: Palette.Colour
  let shape: Palette.Shape
  /// Stands in the mark; nil for the mark alone.
  let number: Int?
}

extension Figure {
  /// The picture as an SVG document. The same figure gives the same bytes.
  package func svg(width: Int, in language: Language) -> String {
    var drawing = Drawing(width: Double(width), language: language)
    let top = drawing.heading(self)
    let bottom: Double
    switch chart {
    case .scatter(let scatter): bottom = drawing.draw(scatter, top: top)
    case .lines(let lines): bottom = drawing.draw(lines, top: top)
    case .heatmap(let heatmap): bottom = drawing.draw(heatmap, top: top)
    case .bars(let bars): bottom = drawing.draw(bars, top: top)
    case .curves(let curves): bottom = drawing.draw(curves, top: top)
    case .ranking(let ranking): bottom = drawing.draw(ranking, top: top)
    }
    let height = drawing.footing(notes, top: bottom)
    return drawing.document(self, height: height)
  }
}

extension Drawing {
  /// Draws title and subtitle; gives the place below them.
  fileprivate mutating func heading(_ figure: Figure) -> Double {
    let room = width - 2 * Style.padding
    var y = Style.padding + Style.titleSize * 0.8
    for line in TextWidth.lines(
      figure.title.text(in: language), width: room, size: Style.titleSize, isBold: true, most: 2)
    {
      text(line, x: Style.padding, y: y, size: Style.titleSize, isBold: true)
      y += Style.titleSize * 1.35
    }
    for line in TextWidth.lines(
      Self.sentence(figure.subtitle.text(in: language)), width: room, size: Style.textSize, most: 3)
    {
      text(line, x: Style.padding, y: y, colour: Style.quiet)
      y += Style.textSize * 1.45
    }
    return y + 4
  }

  /// The text with a capital letter.
  private static func sentence(_ text: String) -> String {
    guard let first = text.first, first.isASCII, first.isLowercase else { return text }
    return first.uppercased() + text.dropFirst()
  }

  /// Draws the small print; gives the height of the picture.
  fileprivate mutating func footing(_ notes: [Phrase], top: Double) -> Double {
    var y = top
    for note in notes {
      for line in TextWidth.lines(
        Self.sentence(note.text(in: language)), width: width - 2 * Style.padding,
        size: Style.tickSize, most: 3)
      {
        y += Style.tickSize * 1.5
        text(line, x: Style.padding, y: y, size: Style.tickSize, colour: Style.quiet)
      }
    }
    return (y + Style.padding * 0.8).rounded(.up)
  }

  fileprivate func document(_ figure: Figure, height: Double) -> String {
    let hatch = SVGElement(
      "pattern",
      [
        ("id", "hatch"), ("width", "6"), ("height", "6"), ("patternUnits", "userSpaceOnUse"),
        ("patternTransform", "rotate(45)"),
      ]
    ).containing([
      SVGElement(
        "line",
        [
          ("x1", "0"), ("y1", "0"), ("x2", "0"), ("y2", "6"), ("stroke", "#323f4b"),
          ("stroke-width", "1.6"), ("stroke-opacity", "0.35"),
        ])
    ])
    let stops = Palette.amountStops.enumerated().map { place, colour in
      let share = Double(place) / Double(max(1, Palette.amountStops.count - 1))
      return SVGElement("stop", [("offset", .number(share)), ("stop-color", .word(colour))])
    }
    let root = SVGElement(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("width", .number(width)),
        ("height", .number(height)),
        ("viewBox", .word("0 0 \(SVGElement.short(width)) \(SVGElement.short(height))")),
        ("role", "img"), ("aria-labelledby", "title desc"),
        ("xml:lang", .word(language == .zh ? "zh-CN" : "en")), ("font-family", .word(Style.fonts)),
      ]
    ).containing(
      [
        SVGElement("title", [("id", "title")]).containing(figure.title.text(in: language)),
        SVGElement("desc", [("id", "desc")]).containing(figure.alt.text(in: language)),
        SVGElement("defs").containing([
          hatch, SVGElement("linearGradient", [("id", "amounts")]).containing(stops),
        ]),
        SVGElement(
          "rect", [("width", "100%"), ("height", "100%"), ("fill", "#ffffff")]),
      ] + elements)
    var bytes: [UInt8] = []
    root.write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Draws a legend in as many rows as it needs; gives the place below it.
  mutating func legend(_ entries: [LegendEntry], top: Double) -> Double {
    let room = width - 2 * Style.padding
    var (x, y) = (Style.padding, top + 8)
    for entry in entries {
      let size = " (\(entry.detail))"
      let end = entry.detail.isEmpty ? "" : size
      let endRoom = TextWidth.of(end, size: Style.textSize)
      let label =
        TextWidth.fitted(entry.label, to: room - 24 - endRoom, size: Style.textSize) + end
      let need = 22 + TextWidth.of(label, size: Style.textSize) + 18
      if x > Style.padding, x + need - 18 > width - Style.padding {
        x = Style.padding
        y += 22
      }
      swatch(entry, x: x + 8, y: y)
      text(label, x: x + 22, y: y + 4)
      x += need
    }
    return entries.isEmpty ? top : y + 16
  }

  private mutating func swatch(_ entry: LegendEntry, x: Double, y: Double) {
    guard let number = entry.number else {
      add(
        Self.mark(
          entry.shape, x: x, y: y, radius: 5.5, fill: entry.colour.hex, opacity: 1))
      return
    }
    badge(number, entry.colour, x: x, y: y, radius: 8)
  }

  /// A number in a circle.
  mutating func badge(
    _ number: Int, _ colour: Palette.Colour, x: Double, y: Double, radius: Double
  ) {
    add(
      SVGElement(
        "circle",
        [
          ("cx", .number(x)), ("cy", .number(y)), ("r", .number(radius)),
          ("fill", .word(colour.hex)), ("stroke", "#ffffff"), ("stroke-width", "1.5"),
        ]))
    text(
      String(number), x: x, y: y + radius * 0.42, size: radius * (number > 9 ? 1.05 : 1.25),
      colour: colour.ink, anchor: .middle, isBold: true)
  }
}
