/// How a date is written, as far as it can be told from a cell alone.

/// The style of a date.
package enum DateStyle: Int, Sendable, CaseIterable {
  case hyphens, slashes, points, chinese, compact
  case numbersHyphens, numbersSlashes, numbersPoints
  case words, epochSeconds, epochMilliseconds, serial

  /// A date in this style.
  package var example: String {
    switch self {
    case .hyphens: "2024-01-31"
    case .slashes: "2024/01/31"
    case .points: "2024.01.31"
    case .chinese: "2024年1月31日"
    case .compact: "20240131"
    case .numbersHyphens: "31-01-2024"
    case .numbersSlashes: "31/01/2024"
    case .numbersPoints: "31.01.2024"
    case .words: "31 Jan 2024"
    case .epochSeconds: "1706659200"
    case .epochMilliseconds: "1706659200000"
    case .serial: "45322"
    }
  }

  /// The style of a trimmed cell; nil when it looks like no date.
  package init?(_ cell: UnsafeBufferPointer<UInt8>) {
    guard let first = cell.first else { return nil }
    let digits = cell.prefix { $0 &- 48 < 10 }.count
    guard digits < cell.count else {
      guard let style = Self.bare(digits) else { return nil }
      self = style
      return
    }
    let joint = cell[digits]
    switch (digits, joint) {
    case (4, 45): self = .hyphens
    case (4, 47): self = .slashes
    case (4, 46): self = .points
    case (4, 0xe5): self = .chinese
    case (1...2, 45): self = Self.isDigit(cell, digits + 1) ? .numbersHyphens : .words
    case (1...2, 47): self = .numbersSlashes
    case (1...2, 46): self = .numbersPoints
    case (1...2, 32): self = .words
    case (8, 32), (8, 84): self = .compact
    case (0, _) where first | 32 >= 97 && first | 32 <= 122 && cell.contains { $0 &- 48 < 10 }:
      self = .words
    default: return nil
    }
  }

  private static func isDigit(_ cell: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    index < cell.count && cell[index] &- 48 < 10
  }

  private static func bare(_ digits: Int) -> DateStyle? {
    switch digits {
    case 8, 12, 14: .compact
    case 10: .epochSeconds
    case 13: .epochMilliseconds
    case 5: .serial
    default: nil
    }
  }
}
