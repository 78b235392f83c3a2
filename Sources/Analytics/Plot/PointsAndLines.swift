/// Drawing points in groups, and lines over whole numbers.
import Numerics
import Support

extension Drawing {
  /// Gives the place below the chart and its legend.
  mutating func draw(_ scatter: Figure.Scatter, top: Double) -> Double {
    let hidesY = scatter.y.title.en.isEmpty
    let height = hidesY ? 160 : min(460, max(240, width * 0.56))
    let axes = axes(
      x: scatter.x, scatter.frame.x, y: scatter.y, scatter.frame.y, top: top + 6, height: height,
      hidesY: hidesY)
    let count = scatter.points.count
    let radius = count > 1_500 ? 2.2 : count > 300 ? 3 : 4
    let looks = scatter.groups.indices.map(Palette.group)
    var ofGroup = [[SVGElement]](repeating: [], count: max(1, looks.count))
    for point in scatter.points where looks.indices.contains(point.group) {
      let look = looks[point.group]
      ofGroup[point.group].append(
        Self.mark(
          look.shape, x: axes.x(Self.within(point.x, scatter.frame.x)),
          y: axes.y(Self.within(point.y, scatter.frame.y)), radius: radius,
          fill: look.colour.hex, opacity: 0.62))
    }
    // Large groups first, so that small ones lie on top.
    let order = ofGroup.indices.sorted { (-ofGroup[$0].count, $0) < (-ofGroup[$1].count, $1) }
    for group in order { add(SVGElement("g").containing(ofGroup[group])) }
    if scatter.groups.count > 1 { badges(scatter, axes) }
    return legend(
      scatter.groups.enumerated().map { place, group in
        LegendEntry(
          label: group.name.text(in: language), detail: Words.short(Double(group.size)),
          colour: looks[place].colour, shape: looks[place].shape,
          number: scatter.groups.count > 1 ? place + 1 : nil)
      }, top: axes.box.bottom + 48)
  }

  /// A number in the middle of each group; none on top of another.
  private mutating func badges(_ scatter: Figure.Scatter, _ axes: Axes) {
    let radius = 10.0
    var taken: [(x: Double, y: Double)] = []
    for (place, group) in scatter.groups.enumerated() where group.size > 0 {
      let home = (x: axes.x(group.middle.x), y: axes.y(group.middle.y))
      var spot = home
      var turn = 0
      while turn < 200,
        taken.contains(where: { abs($0.x - spot.x) < 2 * radius && abs($0.y - spot.y) < 2 * radius }
        )
      {
        // Outwards in rings of eight.
        turn += 1
        let distance = radius * Double((turn - 1) / 8 + 1)
        let (dx, dy) = Self.compass[(turn - 1) % 8]
        spot = (home.x + dx * distance, home.y + dy * distance)
      }
      spot.x = min(axes.box.right - radius, max(axes.box.left + radius, spot.x))
      spot.y = min(axes.box.bottom - radius, max(axes.box.top + radius, spot.y))
      taken.append(spot)
      badge(place + 1, Palette.group(place).colour, x: spot.x, y: spot.y, radius: radius)
    }
  }

  private static let compass: [(Double, Double)] = [
    (0, -1), (0.71, -0.71), (1, 0), (0.71, 0.71), (0, 1), (-0.71, 0.71), (-1, 0), (-0.71, -0.71),
  ]

  private static func within(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    min(range.upperBound, max(range.lowerBound, value))
  }

  /// A range with a little room at both ends.
  static func padded(_ low: Double, _ high: Double) -> ClosedRange<Double> {
    guard low < high else { return Ticks.widened(low...low, about: 4) }
    let pad = (high - low) * 0.04
    return (low - pad)...(high + pad)
  }

  /// Gives the place below the chart and its legend.
  mutating func draw(_ lines: Figure.Lines, top: Double) -> Double {
    let values = lines.series.flatMap { $0.values.compactMap { $0 } }
    let low = min(0, values.min() ?? 0), high = max(1, values.max() ?? 1)
    let first = Double(lines.places.first ?? 0), last = Double(lines.places.last ?? 1)
    let across = first < last ? (first - 0.3)...(last + 0.3) : (first - 0.5)...(first + 0.5)
    let room = lines.mark == nil ? 6.0 : 26
    let axes = axes(
      x: lines.x, across, y: lines.y, Ticks.widened(low...high, about: 5), top: top + room,
      height: min(360, max(220, width * 0.45)))
    if let mark = lines.mark { point(out: axes.x(Double(mark.place)), mark.words, axes.box) }
    for (place, series) in lines.series.enumerated() {
      let look = (
        colour: Palette.groups[place % Palette.groups.count], shape: Self.markers[place % 4]
      )
      let points = zip(lines.places, series.values).compactMap { x, value in
        value.map { (axes.x(Double(x)), axes.y($0)) }
      }
      let path = points.map { SVGElement.short($0.0) + "," + SVGElement.short($0.1) }
      add(
        SVGElement(
          "polyline",
          [
            ("points", .word(path.joined(separator: " "))), ("fill", "none"),
            ("stroke", .word(look.colour.hex)), ("stroke-width", "2"),
            ("stroke-linejoin", "round"),
          ]))
      for (x, y) in points {
        add(Self.mark(look.shape, x: x, y: y, radius: 4.2, fill: look.colour.hex, opacity: 1))
      }
    }
    return legend(
      lines.series.enumerated().map { place, series in
        LegendEntry(
          label: series.name.text(in: language), detail: "",
          colour: Palette.groups[place % Palette.groups.count],
          shape: Self.markers[place % 4], number: nil)
      }, top: axes.box.bottom + 48)
  }

  private static let markers: [Palette.Shape] = [.circle, .square, .triangle, .diamond]

  /// An upright line with words above it.
  mutating func point(out x: Double, _ words: Phrase, _ box: Box) {
    line(x, box.top - 4, x, box.bottom, colour: "#ffffff", width: 3)
    line(x, box.top - 4, x, box.bottom, colour: Style.ink, dashes: "4 3")
    let label = TextWidth.fitted(words.text(in: language), to: box.width, size: Style.textSize)
    let half = TextWidth.of(label, size: Style.textSize) / 2
    let place = min(max(x, box.left + half), box.right - half)
    text(label, x: place, y: box.top - 9, anchor: .middle)
  }
}
