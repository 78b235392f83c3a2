/// Drawing bars beside each other, and cells in rows and columns.
import Numerics
import Support

extension Drawing {
  /// Gives the place below the chart.
  mutating func draw(_ bars: Figure.Bars, top: Double) -> Double {
    let counts = bars.counts + (bars.beyond.map { [$0] } ?? [])
    let most = Double(counts.max() ?? 0)
    let first = bars.edges.first ?? 0, last = bars.edges.last ?? 1
    // What lies beyond has a place of its own behind a gap.
    let span = max(last - first, 1e-12)
    let end = bars.beyond == nil ? last : last + span * 0.12
    let axes = axes(
      x: bars.x, first...max(end, first + 1e-12), y: bars.y,
      Ticks.widened(0...max(1, most), about: 5), top: top + (bars.mark == nil ? 6 : 26),
      height: min(360, max(220, width * 0.45)), hidesX: true)
    let colour = Palette.groups[0].hex
    for (place, count) in bars.counts.enumerated() where place + 1 < bars.edges.count {
      let (low, high) = (bars.edges[place], bars.edges[place + 1])
      let gap = min(1, (axes.x(high) - axes.x(low)) * 0.1)
      rectangle(
        Box(
          left: axes.x(low) + gap / 2, top: axes.y(Double(count)), right: axes.x(high) - gap / 2,
          bottom: axes.box.bottom), fill: colour,
        tip: "\(Words.short(low)) – \(Words.short(high)): \(Words.short(Double(count)))")
    }
    if let beyond = bars.beyond { overflow(beyond, bars, axes, span: span) }
    edgeTicks(bars, axes)
    if let mark = bars.mark { point(out: axes.x(mark.value), mark.words, axes.box) }
    return axes.box.bottom + 44
  }

  /// The bar of all values above the last edge.
  private mutating func overflow(_ count: Int, _ bars: Figure.Bars, _ axes: Axes, span: Double) {
    let last = bars.edges.last ?? 0
    let box = Box(
      left: axes.x(last + span * 0.05), top: axes.y(Double(count)),
      right: axes.x(last + span * 0.12), bottom: axes.box.bottom)
    rectangle(
      box, fill: Palette.groups[0].lightened.hex,
      tip: "> \(Words.short(last)): \(Words.short(Double(count)))")
    hatch(box)
    let word = "> " + bars.x.style.text(last, step: Self.step(bars), in: language)
    text(
      word,
      x: min((box.left + box.right) / 2, width - 4 - TextWidth.of(word, size: Style.tickSize) / 2),
      y: box.bottom + 17, size: Style.tickSize, colour: Style.quiet, anchor: .middle)
  }

  private static func step(_ bars: Figure.Bars) -> Double {
    Ticks((bars.edges.first ?? 0)...max(bars.edges.last ?? 1, bars.edges.first ?? 0), about: 6).step
  }

  /// Ticks at round values, none under the bar of what lies beyond.
  private mutating func edgeTicks(_ bars: Figure.Bars, _ axes: Axes) {
    let first = bars.edges.first ?? 0, last = bars.edges.last ?? 1
    let room = axes.x(last) - axes.x(first)
    let ticks = Ticks(
      first...max(first, last), about: max(2, Int(room / 80)), wholeOnly: bars.x.isWhole)
    let limit =
      bars.beyond == nil
      ? width : axes.x(last) - TextWidth.of("> 0,000", size: Style.tickSize) / 3
    for (value, word) in zip(ticks.values, ticks.words(bars.x.style, in: language)) {
      let x = axes.x(value)
      let half = TextWidth.of(word, size: Style.tickSize) / 2
      guard x + half <= limit else { continue }
      line(x, axes.box.bottom, x, axes.box.bottom + 4, colour: Style.axis)
      text(
        word, x: min(x, width - 4 - half), y: axes.box.bottom + 17, size: Style.tickSize,
        colour: Style.quiet, anchor: .middle)
    }
  }

  /// Gives the place below the chart and the bar of colours.
  mutating func draw(_ map: Figure.Heatmap, top: Double) -> Double {
    let names =
      map.rows.map {
        TextWidth.of($0.name.text(in: language), size: Style.tickSize)
      }.max() ?? 0
    let details = map.rows.map { TextWidth.of($0.detail, size: Style.tickSize) }.max() ?? 0
    let nameRoom = min(names, width * 0.25)
    let lineCount = map.cells.map(\.lines.count).max() ?? 1
    let cellHeight = min(64, max(24, Double(lineCount) * 16 + 10))
    let title = uprightLines(map.y.title, height: max(90, cellHeight * Double(map.rows.count)))
    let namesFrom = Style.padding + Self.uprightRoom(title)
    let left = namesFrom + nameRoom + (details > 0 ? details + 12 : 0) + 8
    let most = max(1, map.columns.count)
    let cellWidth = min(110, max(6, (width - Style.padding - left) / Double(most)))
    let box = Box(
      left: left, top: top + 22, right: left + cellWidth * Double(most),
      bottom: top + 22 + cellHeight * Double(map.rows.count))
    columnNames(map, box, cellWidth)
    rowNames(map, box, cellHeight, from: namesFrom, room: nameRoom)
    let size = cellTextSize(map, cellWidth)
    let values = map.cells.compactMap(\.value)
    let (low, high) = (min(0, values.min() ?? 0), values.max() ?? 1)
    for cell in map.cells {
      let place = Box(
        left: box.left + Double(cell.column) * cellWidth + 0.75,
        top: box.top + Double(cell.row) * cellHeight + 0.75,
        right: box.left + Double(cell.column + 1) * cellWidth - 0.75,
        bottom: box.top + Double(cell.row + 1) * cellHeight - 0.75)
      draw(
        cell, place, size: size,
        share: cell.value.map { high > low ? ($0 - low) / (high - low) : 0.5 })
    }
    let across = TextWidth.fitted(
      map.x.title.text(in: language), to: width - 2 * Style.padding, size: Style.textSize)
    let half = TextWidth.of(across, size: Style.textSize) / 2
    text(
      across,
      x: min(max((box.left + box.right) / 2, Style.padding + half), width - Style.padding - half),
      y: box.bottom + 20, colour: Style.quiet, anchor: .middle)
    upright(title, middle: (box.top + box.bottom) / 2)
    return colourBar(map, low...max(low, high), top: box.bottom + 36)
  }

  /// The size in which the words of all cells fit; nil when they would be too small to read.
  private func cellTextSize(_ map: Figure.Heatmap, _ cellWidth: Double) -> Double? {
    let words = map.cells.flatMap { $0.lines.map { $0.text(in: language) } }
    let widest = words.map { TextWidth.of($0, size: 1, isBold: false) }.max() ?? 1
    let size = min(Style.tickSize, (cellWidth - 4) / max(0.5, widest))
    return size < 8 ? nil : size
  }

  private mutating func draw(
    _ cell: Figure.Heatmap.Cell, _ box: Box, size: Double?, share: Double?
  ) {
    // Hatched cells are lighter, so that their words can be read through the lines.
    let colour = share.map { cell.isHatched ? Palette.amount($0).lightened : Palette.amount($0) }
    rectangle(
      box, fill: colour?.hex ?? "#f7f7f8", radius: 2,
      tip: cell.lines.isEmpty
        ? nil : cell.lines.map { $0.text(in: language) }.joined(separator: " · "))
    if cell.isHatched { hatch(box) }
    let words = cell.lines.map { $0.text(in: language) }
    guard let size else { return }
    let ink = cell.isHatched ? Style.ink : colour?.ink ?? Style.quiet
    let first = (box.top + box.bottom) / 2 + 4 - Double(words.count - 1) * 7.5
    for (place, word) in words.enumerated() {
      text(
        word, x: (box.left + box.right) / 2, y: first + Double(place) * 15, size: size, colour: ink,
        anchor: .middle, isBold: place == 0 && words.count > 1)
    }
  }

  /// Names above the columns, every second or third where they would touch.
  private mutating func columnNames(_ map: Figure.Heatmap, _ box: Box, _ cellWidth: Double) {
    let widest = map.columns.map { TextWidth.of($0, size: Style.tickSize) }.max() ?? 0
    let every = max(1, Int(((widest + 6) / cellWidth).rounded(.up)))
    for (place, name) in map.columns.enumerated() where place % every == 0 {
      text(
        name, x: box.left + (Double(place) + 0.5) * cellWidth, y: box.top - 7, size: Style.tickSize,
        colour: Style.quiet, anchor: .middle)
    }
  }

  private mutating func rowNames(
    _ map: Figure.Heatmap, _ box: Box, _ cellHeight: Double, from: Double, room: Double
  ) {
    for (place, row) in map.rows.enumerated() {
      let y = box.top + (Double(place) + 0.5) * cellHeight + 4
      text(
        TextWidth.fitted(row.name.text(in: language), to: room + 1, size: Style.tickSize),
        x: from + room, y: y, size: Style.tickSize, anchor: .end)
      guard !row.detail.isEmpty else { continue }
      text(
        row.detail, x: box.left - 8, y: y, size: Style.tickSize, colour: Style.quiet, anchor: .end)
    }
  }

  /// What the colours stand for.
  private mutating func colourBar(
    _ map: Figure.Heatmap, _ range: ClosedRange<Double>, top: Double
  ) -> Double {
    let title = map.value.text(in: language)
    let titleWidth = TextWidth.of(title, size: Style.textSize)
    var y = top + 8
    let step = Ticks(range, about: 4).step
    let low = map.style.text(range.lowerBound, step: step, in: language)
    let high = map.style.text(range.upperBound, step: max(step / 10, 1e-9), in: language)
    text(
      TextWidth.fitted(title, to: width - 2 * Style.padding, size: Style.textSize),
      x: Style.padding, y: y + 4)
    let ends =
      TextWidth.of(low, size: Style.tickSize) + TextWidth.of(high, size: Style.tickSize) + 12
    var x = Style.padding + titleWidth + 14
    if x + ends + 60 > width - Style.padding {
      x = Style.padding
      y += 20
    }
    let barWidth = min(140, max(20, width - Style.padding - x - ends))
    text(low, x: x, y: y + 4, size: Style.tickSize, colour: Style.quiet)
    x += TextWidth.of(low, size: Style.tickSize) + 6
    rectangle(Box(left: x, top: y - 6, right: x + barWidth, bottom: y + 6), fill: "url(#amounts)")
    x += barWidth + 6
    text(high, x: x, y: y + 4, size: Style.tickSize, colour: Style.quiet)
    x += TextWidth.of(high, size: Style.tickSize) + 22
    guard let words = map.hatched?.text(in: language) else { return y + 14 }
    var line = y
    if x + 20 + TextWidth.of(words, size: Style.textSize) > width - Style.padding {
      x = Style.padding
      line += 22
    }
    let box = Box(left: x, top: line - 6, right: x + 14, bottom: line + 6)
    rectangle(box, fill: Palette.amount(0.7).lightened.hex, radius: 2)
    hatch(box)
    text(words, x: x + 20, y: line + 4)
    return line + 14
  }
}
