/// Axes with round ticks, a quiet grid, and titles that have room.
import Support

struct Axes: Sendable {
  let box: Box
  let x: Scale
  let y: Scale
}

extension Drawing {
  /// Draws both axes below `top`; the vertical one makes room for its own words.
  mutating func axes(
    x: Figure.Axis, _ xValues: ClosedRange<Double>, y: Figure.Axis, _ yValues: ClosedRange<Double>,
    top: Double, height: Double, hidesX: Bool = false, hidesY: Bool = false
  ) -> Axes {
    let yTicks = Ticks(yValues, about: max(2, Int(height / 60)), wholeOnly: y.isWhole)
    let yWords = hidesY ? [] : yTicks.words(y.style, in: language)
    let widest = yWords.map { TextWidth.of($0, size: Style.tickSize) }.max() ?? 0
    let yTitle = uprightLines(y.title, height: height)
    let box = Box(
      left: Style.padding + Self.uprightRoom(yTitle) + widest + 8, top: top,
      right: width - Style.padding,
      bottom: top + height)
    let xScale = Scale(values: xValues, places: (box.left, box.right))
    let yScale = Scale(values: yValues, places: (box.bottom, box.top))
    for (value, word) in zip(yTicks.values, yWords) {
      line(box.left, yScale(value), box.right, yScale(value))
      text(
        word, x: box.left - 8, y: yScale(value) + 4, size: Style.tickSize, colour: Style.quiet,
        anchor: .end)
    }
    if !hidesX { xTicks(x, xScale, box) }
    line(box.left, box.bottom, box.right, box.bottom, colour: Style.axis)
    xTitle(x, box)
    upright(yTitle, middle: (box.top + box.bottom) / 2)
    return Axes(box: box, x: xScale, y: yScale)
  }

  /// The title below the horizontal axis.
  mutating func xTitle(_ axis: Figure.Axis, _ box: Box) {
    let title = TextWidth.fitted(
      axis.title.text(in: language), to: width - 2 * Style.padding, size: Style.textSize)
    // A long title is kept within the picture rather than in the middle of the axis.
    let half = TextWidth.of(title, size: Style.textSize) / 2
    let middle = (box.left + box.right) / 2
    let place = min(max(middle, Style.padding + half), width - Style.padding - half)
    text(title, x: place, y: box.bottom + 36, colour: Style.quiet, anchor: .middle)
  }

  /// Ticks of the horizontal axis, fewer where their words would touch.
  mutating func xTicks(_ axis: Figure.Axis, _ scale: Scale, _ box: Box) {
    let span = scale.values.upperBound - scale.values.lowerBound
    var target = axis.isWhole && span <= 25 ? Int(span) + 2 : max(2, Int(box.width / 70))
    var ticks = Ticks(scale.values, about: target, wholeOnly: axis.isWhole)
    while target > 2, !fits(ticks.words(axis.style, in: language), ticks.values, scale) {
      target -= 1
      ticks = Ticks(scale.values, about: target, wholeOnly: axis.isWhole)
    }
    for (value, word) in zip(ticks.values, ticks.words(axis.style, in: language)) {
      let x = scale(value)
      line(x, box.bottom, x, box.bottom + 4, colour: Style.axis)
      // The last word may not stand out of the picture.
      let half = TextWidth.of(word, size: Style.tickSize) / 2
      text(
        word, x: min(x, width - 4 - half), y: box.bottom + 17, size: Style.tickSize,
        colour: Style.quiet, anchor: .middle)
    }
  }

  private func fits(_ words: [String], _ values: [Double], _ scale: Scale) -> Bool {
    zip(zip(words, values), zip(words, values).dropFirst()).allSatisfy { one, next in
      let need =
        (TextWidth.of(one.0, size: Style.tickSize) + TextWidth.of(next.0, size: Style.tickSize)) / 2
      return scale(next.1) - scale(one.1) >= need + 8
    }
  }
}
