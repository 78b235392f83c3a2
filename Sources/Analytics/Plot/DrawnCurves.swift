/// Drawing lines with bands, points with whiskers, and quantities under each other.
import Support

extension Drawing {
  /// Gives the place below the chart and its legend.
  mutating func draw(_ curves: Figure.Curves, top: Double) -> Double {
    let axes = axes(
      x: curves.x, curves.frame.x, y: curves.y, curves.frame.y, top: top + 6,
      height: min(420, max(240, width * 0.55)))
    let pen = CurvePen(axes: axes)
    // Clouds lie below lines, single points above them.
    let points = curves.series.filter { $0.look == .dots }
    for series in points where Self.isCloud(series) { dots(series, pen) }
    for series in curves.series where series.look != .dots { band(series, pen) }
    for series in curves.series where series.look != .dots { stroke(series, pen) }
    for series in points where !Self.isCloud(series) { dots(series, pen) }
    return legend(
      curves.series.map { series in
        LegendEntry(
          label: series.name.text(in: language), detail: series.detail,
          colour: Self.colour(series),
          shape: series.look == .dots ? .circle : .bar, number: nil)
      }, top: axes.box.bottom + 48)
  }

  private static func colour(_ series: Figure.Curves.Series) -> Palette.Colour {
    Palette.groups[series.colour % Palette.groups.count]
  }

  private static func isCloud(_ series: Figure.Curves.Series) -> Bool {
    series.points.count > 60
  }

  /// Between the bounds of a line.
  private mutating func band(_ series: Figure.Curves.Series, _ pen: CurvePen) {
    let bounded = series.points.filter { $0.low != nil && $0.high != nil }
    guard bounded.count > 1 else { return }
    let above = pen.path(bounded.map { ($0.x, $0.high ?? $0.y) }, series.look)
    let below = pen.path(bounded.map { ($0.x, $0.low ?? $0.y) }, series.look)
    add(
      SVGElement(
        "polygon",
        [
          ("points", .word((above + below.reversed()).joined(separator: " "))),
          ("fill", .word(Self.colour(series).hex)), ("fill-opacity", "0.16"),
        ]))
  }

  private mutating func stroke(_ series: Figure.Curves.Series, _ pen: CurvePen) {
    let path = pen.path(series.points.map { ($0.x, $0.y) }, series.look)
    let isGuide = series.look == .dashes
    var attributes: [(StaticString, SVGElement.Value)] = [
      ("points", .word(path.joined(separator: " "))), ("fill", "none"),
      ("stroke", .word(Self.colour(series).hex)),
      ("stroke-width", .number(isGuide ? 1.4 : 2.2)), ("stroke-linejoin", "round"),
    ]
    if isGuide { attributes.append(("stroke-dasharray", "6 4")) }
    add(SVGElement("polyline", attributes))
  }

  private mutating func dots(_ series: Figure.Curves.Series, _ pen: CurvePen) {
    let (count, colour) = (series.points.count, Self.colour(series).hex)
    let isCloud = Self.isCloud(series)
    for point in series.points {
      let (x, y) = pen.place(point.x, point.y)
      if let low = point.low, let high = point.high {
        let (ends, cap) = ((pen.place(point.x, low).y, pen.place(point.x, high).y), 4.0)
        line(x, ends.0, x, ends.1, colour: colour, width: 1.4)
        line(x - cap, ends.0, x + cap, ends.0, colour: colour, width: 1.4)
        line(x - cap, ends.1, x + cap, ends.1, colour: colour, width: 1.4)
      }
      add(
        Self.mark(
          .circle, x: x, y: y, radius: count > 1_500 ? 2 : isCloud ? 2.8 : 4.6, fill: colour,
          opacity: isCloud ? 0.45 : 1))
    }
  }

  /// Gives the place below the chart.
  mutating func draw(_ ranking: Figure.Ranking, top: Double) -> Double {
    let names = ranking.items.map {
      TextWidth.fitted($0.name, to: width * 0.34, size: Style.textSize)
    }
    let room = names.map { TextWidth.of($0, size: Style.textSize) }.max() ?? 0
    let height = 26.0
    let box = Box(
      left: Style.padding + room + 8, top: top + 6, right: width - Style.padding - 12,
      bottom: top + 6 + height * Double(max(1, ranking.items.count)))
    let low = min(0, ranking.items.map(\.low).min() ?? 0)
    let high = max(0, ranking.items.map(\.high).max() ?? 0)
    let range = low < high ? low...high : low...(low + 1)
    let scale = Scale(values: range, places: (box.left, box.right))
    for value in Ticks(scale.values, about: max(2, Int(box.width / 90))).values {
      line(scale(value), box.top, scale(value), box.bottom)
    }
    xTicks(ranking.x, scale, box)
    xTitle(ranking.x, box)
    for (place, item) in ranking.items.enumerated() {
      let middle = box.top + (Double(place) + 0.5) * height
      text(names[place], x: box.left - 8, y: middle + 4, anchor: .end)
      bar(item, scale, middle: middle)
    }
    line(scale(0), box.top, scale(0), box.bottom, colour: Style.axis)
    return box.bottom + 44
  }

  private mutating func bar(_ item: Figure.Ranking.Item, _ scale: Scale, middle: Double) {
    let (zero, end) = (scale(0), scale(item.value))
    rectangle(
      Box(left: min(zero, end), top: middle - 8, right: max(zero, end), bottom: middle + 8),
      fill: Palette.groups[0].hex, radius: 1.5,
      tip:
        "\(item.name): \(Words.short(item.value)) (\(Words.short(item.low)) – \(Words.short(item.high)))"
    )
    guard item.low < item.high else { return }
    let (from, to) = (scale(item.low), scale(item.high))
    line(from, middle, to, middle, colour: Style.ink, width: 1.4)
    line(from, middle - 4, from, middle + 4, colour: Style.ink, width: 1.4)
    line(to, middle - 4, to, middle + 4, colour: Style.ink, width: 1.4)
  }
}

/// From values to places within a chart.
private struct CurvePen {
  let axes: Axes

  func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (axes.x(Self.within(x, axes.x.values)), axes.y(Self.within(y, axes.y.values)))
  }

  private static func within(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    min(range.upperBound, max(range.lowerBound, value))
  }

  /// The corners of a line through points, as SVG writes them.
  func path(_ points: [(Double, Double)], _ look: Figure.Curves.Look) -> [String] {
    var corners: [(x: Double, y: Double)] = []
    for (x, y) in points {
      let next = place(x, y)
      if let last = corners.last {
        if look == .steps { corners.append((next.x, last.y)) }
        if look == .stepsBefore { corners.append((last.x, next.y)) }
      }
      corners.append(next)
    }
    return corners.map { SVGElement.short($0.x) + "," + SVGElement.short($0.y) }
  }
}
