/// What a column can mean, and how sure the reader is of it.

/// The meaning of a column. Each role belongs to at most one column of a table.
package enum Role: String, Sendable, CaseIterable, Hashable {
  case customerId, orderId, date, amount, quantity, unitPrice, itemId, itemName, category
  case frequency, recency, lastDate, firstDate, monetary, tenureDays, lifetimeValue
  case churn, target, age, gender, income, region, channel
  case satisfaction, npsScore, rating, responseTime, text, textLabel
  case isReturn, cost, margin, treatment, variant, outcome, consent
  case name, email, phone, idNumber, address

  /// Whether the column identifies a person and so is never a feature of a model.
  package var isPersonal: Bool {
    switch self {
    case .name, .email, .phone, .idNumber, .address: true
    default: false
    }
  }

  /// Whether the cells are names of things, kept byte for byte and never read as numbers.
  package var isIdentifier: Bool {
    switch self {
    case .customerId, .orderId, .itemId, .phone, .idNumber, .email, .name, .address: true
    default: false
    }
  }
}

/// The column chosen for a role.
package struct RoleMatch: Sendable, Equatable {
  /// The place of the column, from 0.
  package let column: Int
  /// The header of the column.
  package let header: String
  /// From 0 to 1; 1 when the caller stated it.
  package let confidence: Double
  /// The column that would have been next.
  package let runnerUp: RunnerUp?
  /// Whether the caller stated the column.
  package let overridden: Bool
  /// Whether the column says the opposite of the role, as 是否活跃 does of churn.
  package let inverted: Bool

  /// A column that was considered for a role and not taken.
  package struct RunnerUp: Sendable, Equatable {
    /// Its header.
    package let header: String
    /// From 0 to 1.
    package let confidence: Double
  }

  /// Makes a match.
  package init(
    column: Int, header: String, confidence: Double, runnerUp: RunnerUp? = nil,
    overridden: Bool = false, inverted: Bool = false
  ) {
    self.column = column
    self.header = header
    self.confidence = confidence
    self.runnerUp = runnerUp
    self.overridden = overridden
    self.inverted = inverted
  }
}

/// What the rows of a table are.
package enum TableKind: String, Sendable, CaseIterable {
  /// One row per purchase: a customer, a date, an amount or an item.
  case transactions
  /// One row per customer.
  case customers
  /// One row per customer and item.
  case interactions
  /// One row per thing that happened to a customer, without amount or item.
  case events
  /// One row per text somebody wrote.
  case feedback
  /// One row per answered questionnaire.
  case survey
  /// One row per subject of an experiment.
  case experiment
  /// One row per item of a basket; the line of the file is the basket.
  case baskets
  case other
}
