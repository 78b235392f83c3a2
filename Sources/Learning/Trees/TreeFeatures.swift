/// Columns that trees look at: numbers, in which NaN is a missing value, and categories.
///
/// Categories are counted from 0 and keep their meaning from the fit to every later scoring; any
/// other code, -1 above all, is a missing value.
package import Numerics

package struct TreeFeatures: Sendable, Equatable {
  package enum Column: Sendable, Equatable {
    /// A number a row; NaN is missing.
    case numbers([Double])
    /// A category a row, from 0 to below `count`; anything else is missing.
    case categories([Int32], count: Int)

    var rowCount: Int {
      switch self {
      case .numbers(let values): values.count
      case .categories(let codes, _): codes.count
      }
    }
  }

  package let columns: [Column]
  package let rowCount: Int

  /// Refuses an infinite number, by its place, and no columns at all.
  ///
  /// - Precondition: all columns have as many rows.
  package init(_ columns: [Column]) throws(FitError) {
    guard let first = columns.first else { throw .noColumns }
    guard columns.count <= Limits.treeColumns else {
      throw .tooManyColumns(have: columns.count, most: Limits.treeColumns)
    }
    precondition(
      columns.allSatisfy { $0.rowCount == first.rowCount }, "columns stand side by side")
    for (place, column) in columns.enumerated() {
      guard case .numbers(let values) = column else { continue }
      if let row = values.firstIndex(where: \.isInfinite) {
        throw .notANumber(row: row, column: place)
      }
    }
    self.columns = columns
    rowCount = first.rowCount
  }

  /// Every column of a matrix as numbers; a matrix has no missing cells.
  package init(_ matrix: Matrix) throws(FitError) {
    try FitError.check(matrix, rows: 0)
    try self.init((0..<matrix.columnCount).map { .numbers(matrix.column($0)) })
  }

  /// The rows at `indices`, in that order.
  package func rows(_ indices: [Int]) -> TreeFeatures {
    let picked = columns.map { column -> Column in
      switch column {
      case .numbers(let values): .numbers(indices.map { values[$0] })
      case .categories(let codes, let count): .categories(indices.map { codes[$0] }, count: count)
      }
    }
    return TreeFeatures(columns: picked, rowCount: indices.count)
  }

  /// The same with another column in one place; what a partial dependence is made of.
  package func replacing(_ place: Int, with column: Column) -> TreeFeatures {
    precondition(column.rowCount == rowCount, "columns stand side by side")
    var changed = columns
    changed[place] = column
    return TreeFeatures(columns: changed, rowCount: rowCount)
  }

  private init(columns: [Column], rowCount: Int) {
    self.columns = columns
    self.rowCount = rowCount
  }
}

import Support
