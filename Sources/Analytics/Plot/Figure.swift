/// A picture before it is drawn: its words and its values, from which the drawing, the Vega-Lite
/// specification and the list of data are made alike.
///
/// It holds no ids of customers and nothing that tells who a person is.
package import Support

package struct Figure: Sendable {
  package let title: Phrase
  package let subtitle: Phrase
  /// What the picture shows, for those who do not see it.
  package let alt: Phrase
  /// Small print below.
  package let notes: [Phrase]
  package let chart: Chart
  package var notices: [Notice]
  package let asOf: Int32?
  /// Customers, or rows where there are none.
  package let count: Int

  package enum Chart: Sendable {
    case scatter(Scatter)
    case lines(Lines)
    case heatmap(Heatmap)
    case bars(Bars)
    case curves(Curves)
    case ranking(Ranking)
  }

  /// Points in groups.
  package struct Scatter: Sendable {
    package let x: Axis
    package let y: Axis
    package let points: [Point]
    /// What is drawn of the plane; points beyond it are drawn at its edge.
    package let frame: (x: ClosedRange<Double>, y: ClosedRange<Double>)
    /// Names of groups with their sizes, and the middle of each.
    package let groups: [Group]

    package struct Point: Sendable, Equatable {
      package let x: Double
      package let y: Double
      package let group: Int
    }

    package struct Group: Sendable {
      package let name: Phrase
      package let size: Int
      package let middle: (x: Double, y: Double)
    }
  }

  /// Lines over whole numbers.
  package struct Lines: Sendable {
    package let x: Axis
    package let y: Axis
    package let places: [Int]
    package let series: [Series]
    /// A place to point out, and why.
    package let mark: (place: Int, words: Phrase)?

    package struct Series: Sendable {
      package let name: Phrase
      /// One for each place; nil where there is none.
      package let values: [Double?]
    }
  }

  /// Cells in rows and columns.
  package struct Heatmap: Sendable {
    package let x: Axis
    package let y: Axis
    package let columns: [String]
    /// Names of rows, and small words beside them.
    package let rows: [(name: Phrase, detail: String)]
    package let cells: [Cell]
    /// What the colours mean.
    package let value: Phrase
    package let style: NumberStyle
    /// What hatched cells are; nil where there are none.
    package let hatched: Phrase?

    package struct Cell: Sendable {
      package let row: Int
      package let column: Int
      /// What decides the colour; nil for none.
      package let value: Double?
      /// One or two short lines in the cell.
      package let lines: [Phrase]
      /// Customers in the cell.
      package let count: Int
      package let isHatched: Bool
    }
  }

  /// Bars beside each other.
  package struct Bars: Sendable {
    package let x: Axis
    package let y: Axis
    /// Rising; one more than counts.
    package let edges: [Double]
    package let counts: [Int]
    /// Values above the last edge; nil where nothing was cut off.
    package let beyond: Int?
    /// A value to point out, and its words.
    package let mark: (value: Double, words: Phrase)?
  }

  package struct Axis: Sendable {
    package let title: Phrase
    package let style: NumberStyle
    /// Only whole numbers are marked.
    package let isWhole: Bool

    package init(_ title: Phrase, _ style: NumberStyle = .plain, isWhole: Bool = false) {
      self.title = title
      self.style = style
      self.isWhole = isWhole
    }
  }
}

/// How the numbers of an axis are written.
package enum NumberStyle: Sendable, Equatable {
  case plain
  /// 0.25 as 25 %.
  case percent
}
