/// Why a question about customers cannot be answered from a table.
package enum AnalyticsError: Error, Sendable, Equatable {
  /// No column plays a role the question needs; any one of `roles` would do.
  case missingRole(roles: [String], headers: [String])
  /// No usable rows are left.
  case noUsableRows(why: String)
  /// Fewer customers than groups asked for.
  case tooManyClusters(asked: Int, distinct: Int)
  /// No feature varies.
  case constantFeatures(headers: [String])
  /// A feature that was asked for is no usable column.
  case unusableFeature(header: String, why: String, headers: [String])
  /// A column that customers cannot be told apart by; nil for all together.
  case unusableTrait(header: String?, expected: String, found: String)
  /// A target that cannot be told anything of.
  case unusableTarget(header: String, why: String, headers: [String])
  /// A name that is none of those a parameter may hold.
  case unknownName(parameter: String, found: String, known: [String])
  /// More features than a method compares.
  case tooManyFeatures(have: Int, most: Int)
  /// Starting centres that do not fit the features.
  case badCentres(expectedColumns: Int, found: Int)
  /// Cut points that do not rise.
  case unorderedCuts(name: String)
  /// Everybody has the same label.
  case singleClass(label: String, count: Int)
  /// The label column holds more than two values.
  case notBinary(header: String, values: [String])
  /// Features that know the answer too well, in strict mode.
  case leakageSuspected(features: [String], kind: String)
  /// Too few rows, in strict mode.
  case notEnoughData(have: Int, need: Int, what: String)
  /// A window in which everybody, or nobody, leaves; another one that would do.
  case oneSidedWindow(everybody: Bool, windowDays: Int, better: Int?)
  /// A window that is longer than what is known.
  case windowTooLong(days: Int, have: Int)
  /// Too few rows for what was asked, whether strict or not.
  case tooFewRows(have: Int, need: Int, what: String)
  /// A setting of a model that has no meaning.
  case badSetting(name: String)
  /// Steps that were too long: numbers had grown beyond use.
  case diverged(parameter: String, step: Int)
  /// Answers of a survey that lie off its scale: how many, and the first of them.
  case scoresOutside(
    header: String, lowest: Double, highest: Double, count: Int, first: [StrayScore])
  /// A date outside the data.
  case dateOutside(name: String, value: String, first: String, last: String)
  /// Purchases that keep to no rounds; the rounds that most keep to, and how many do.
  case irregularDates(nearest: String?, share: Double)
  /// A column compared with, or summed as, what it is not.
  case badComparison(column: String, expected: String, found: String)
  /// More periods than a table of cohorts has.
  case tooManyPeriods(found: Int, allowed: Int)
  /// More than a method has room or time for.
  case tooMuch(method: String, what: String, have: Int, most: Int)
  /// Groups by rules without any rule.
  case noRules
  /// Columns that lack what a model was made of.
  case modelMismatch(missing: [String], headers: [String])
  /// A method that has nothing to keep.
  case keepsNothing(method: String)
  /// True labels were named, and there are none.
  case noTrueLabels(header: String, why: String)
  /// A customer that is not in the data.
  case customerNotFound(id: String, nearest: [String])
  /// No item is called so.
  case itemNotFound(id: String, nearest: [String])
}

extension AnalyticsError {
  /// An answer off its scale.
  package struct StrayScore: Sendable, Equatable {
    /// Of the data, from 1.
    package let row: Int
    package let value: Double

    package init(row: Int, value: Double) {
      (self.row, self.value) = (row, value)
    }
  }
}
