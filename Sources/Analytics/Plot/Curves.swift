/// Lines, bands and points over two axes of numbers, and quantities under each other: what pictures
/// of models are made of.
package import Support

extension Figure {
  /// Lines with bands, and points with whiskers.
  package struct Curves: Sendable {
    package let x: Axis
    package let y: Axis
    /// What is drawn of the plane; what lies beyond it is drawn at its edge.
    package let frame: (x: ClosedRange<Double>, y: ClosedRange<Double>)
    package let series: [Series]
    /// What the further number of points is called in the data; nil where there is none.
    package var further: String?

    package struct Series: Sendable {
      package let name: Phrase
      /// Stands in brackets behind the name; empty for none.
      package var detail = ""
      package let look: Look
      /// The place of its colour.
      package let colour: Int
      package let points: [Point]
    }

    package enum Look: Sendable, Equatable {
      case line
      /// A value holds until the next point, or has held since the one before.
      case steps, stepsBefore
      /// What to hold the others against.
      case dashes
      case dots
    }

    package struct Point: Sendable, Equatable {
      package let x: Double
      package let y: Double
      /// Where the value may as well lie.
      package var low: Double?
      package var high: Double?
      package var further: Double?
    }
  }

  /// Quantities under each other, each with its bounds.
  package struct Ranking: Sendable {
    package let x: Axis
    package let items: [Item]

    package struct Item: Sendable, Equatable {
      package let name: String
      package let value: Double
      package let low: Double
      package let high: Double
    }
  }

  /// The grey that stands for what is compared with.
  static let guideColour = 6
}

extension Figure.Curves {
  /// Points of a curve, at most as many as can be told apart, with both ends.
  static func thinned(_ points: [Point], most: Int = 600) -> [Point] {
    guard points.count > most, most > 1 else { return points }
    return (0..<most).map { points[$0 * (points.count - 1) / (most - 1)] }
  }

  /// A straight line between two places.
  static func straight(
    _ name: Phrase, from: (x: Double, y: Double), to: (x: Double, y: Double)
  ) -> Series {
    Series(
      name: name, look: .dashes, colour: Figure.guideColour,
      points: [Point(x: from.x, y: from.y), Point(x: to.x, y: to.y)])
  }

  /// The range of all values and bounds of some series.
  static func range(
    _ series: [Series], _ parts: (Point) -> [Double?]
  ) -> ClosedRange<Double> {
    let values = series.flatMap { $0.points.flatMap(parts) }.compactMap { $0 }
    return Drawing.padded(values.min() ?? 0, values.max() ?? 1)
  }
}
