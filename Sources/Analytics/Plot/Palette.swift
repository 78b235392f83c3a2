/// Colours that people who see fewer of them can still tell apart, and shapes beside them.
///
/// Groups: after Okabe and Ito 2008, without the yellow, which is lost on white. Amounts: one hue
/// from light to dark, so that more is darker in grey as well.
enum Palette {
  struct Colour: Sendable, Equatable {
    let red: Double
    let green: Double
    let blue: Double

    init(_ hex: UInt32) {
      red = Double(hex >> 16 & 255)
      green = Double(hex >> 8 & 255)
      blue = Double(hex & 255)
    }

    fileprivate init(_ red: Double, _ green: Double, _ blue: Double) {
      (self.red, self.green, self.blue) = (red, green, blue)
    }

    var hex: String {
      "#"
        + [red, green, blue].map { part in
          let text = String(Int(min(255, max(0, part)).rounded()), radix: 16)
          return text.count < 2 ? "0" + text : text
        }.joined()
    }

    /// Half way to white.
    var lightened: Colour {
      Colour((red + 255) / 2, (green + 255) / 2, (blue + 255) / 2)
    }

    /// Relative luminance of WCAG 2, with a plain power for its curve.
    var luminance: Double {
      func part(_ value: Double) -> Double {
        let share = value / 255
        return share * share * (0.9 * share + 0.1).squareRoot()
      }
      return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
    }

    /// Dark or white, whichever is read better on this.
    var ink: String { luminance > 0.32 ? "#1f2933" : "#ffffff" }
  }

  static let groups = [
    Colour(0x0072b2), Colour(0xd55e00), Colour(0x009e73), Colour(0xcc79a7), Colour(0xe69f00),
    Colour(0x56b4e9), Colour(0x5b5b5b), Colour(0x8c6d1f),
  ]

  enum Shape: String, Sendable, CaseIterable {
    case circle, square, diamond
    case triangle = "triangle-up"
    case cross, dropped = "triangle-down"
    case bar = "stroke"
  }

  /// The colour and the shape of a group: eight colours of each shape.
  static func group(_ place: Int) -> (colour: Colour, shape: Shape) {
    let shapes = Shape.allCases
    return (groups[place % groups.count], shapes[place / groups.count % shapes.count])
  }

  private static let amounts = [
    Colour(0xf3f7fb), Colour(0xd3e4f3), Colour(0x9ecae1), Colour(0x5ba3cf), Colour(0x2171b5),
    Colour(0x08306b),
  ]

  /// The steps from none to most, for a legend.
  static var amountStops: [String] { amounts.map(\.hex) }

  /// The colour of a share of the most, 0 to 1.
  static func amount(_ share: Double) -> Colour {
    let place = min(1, max(0, share.isFinite ? share : 0)) * Double(amounts.count - 1)
    let low = min(amounts.count - 2, Int(place))
    let part = place - Double(low)
    let (a, b) = (amounts[low], amounts[low + 1])
    return Colour(
      a.red + part * (b.red - a.red), a.green + part * (b.green - a.green),
      a.blue + part * (b.blue - a.blue))
  }
}

/// The look of a group by its place, for those who draw elsewhere.
package struct GroupLook: Sendable, Equatable {
  /// Such as `#0072b2`.
  package let colour: String
  /// The name of a shape in Vega.
  package let shape: String

  package init(_ place: Int) {
    let look = Palette.group(place)
    colour = look.colour.hex
    shape = look.shape.rawValue
  }
}
