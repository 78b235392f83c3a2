/// Rows that nobody has: those of a table with some features changed, to ask a model what if.
import Learning
import Support
import Tables

/// A cell of a feature.
package enum FeatureValue: Sendable, Equatable {
  case number(Double?)
  case word(String?)

  /// As a person reads it.
  package var text: String {
    switch self {
    case .number(let value): value.map(Words.short) ?? FeatureEncoder.missingWord
    case .word(let word): word ?? FeatureEncoder.missingWord
    }
  }
}

extension BoundFeatures {
  /// The cell of a feature in a row.
  package func value(_ feature: Int, row: Int) -> FeatureValue {
    if encoder.features[feature].isNumber { return .number(number(feature, row: row)) }
    return .word(word(feature, row: row))
  }

  /// A row for each change of a row: what a change does not name stays as it is.
  package func variants(
    of bases: [Int], changes: [[Int: FeatureValue]]
  ) -> EncodedRows {
    precondition(bases.count == changes.count, "a base for each change")
    let columns = encoder.features.indices.map { feature -> Column in
      let values = zip(bases, changes).map { row, change in
        change[feature] ?? value(feature, row: row)
      }
      return Self.column(encoder.features[feature], feature, values)
    }
    return EncodedRows(BoundFeatures(encoder, columns), Array(changes.indices))
  }

  static func column(
    _ feature: FeatureEncoder.Feature, _ index: Int, _ values: [FeatureValue]
  ) -> Column {
    let header = feature.header
    var numbers: [Double] = []
    var missing: [Bool] = []
    var codes: [Int32] = []
    var known: [String: Int32] = [:]
    var words: [String] = []
    for value in values {
      switch value {
      case .number(let number):
        numbers.append(number ?? 0)
        missing.append(number == nil)
      case .word(nil): codes.append(-1)
      case .word(let word?):
        let code = known[word] ?? Int32(truncatingIfNeeded: words.count)
        if Int(code) == words.count {
          known[word] = code
          words.append(word)
        }
        codes.append(code)
      }
    }
    if codes.isEmpty {
      let absent = missing.count { $0 }
      return Column(
        header: header, index: index,
        values: .number(
          NumberColumn(values: numbers, missing: absent > 0 ? missing : [], isInteger: false)),
        missingCount: absent, role: feature.role)
    }
    return Column(
      header: header, index: index,
      values: .text(TextColumn(codes: codes, dictionary: TextDictionary(words))),
      missingCount: codes.count { $0 < 0 }, role: feature.role)
  }
}
