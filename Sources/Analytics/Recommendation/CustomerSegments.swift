/// What is popular among people alike: by the columns that say what customers are.
///
/// The counts of a segment are smoothed by as many people as `pseudoPeople` of the overall taste,
/// so that a small segment does not speak louder than it can.
import Learning
import Support
import Tables

struct CustomerSegments: Sendable {
  /// Columns with a value per customer, and the value of each.
  private let columns: [(header: String, ofPerson: [Int32], values: [String])]

  static let roles: [Role] = [.region, .gender, .channel, .age]
  static let pseudoPeople = 50.0
  private static let mostValues = 50

  /// Nil where the file says nothing of what customers are.
  init?(_ table: Table) {
    guard let people = (table.column(.customerId) ?? table.column(.orderId))?.asText() else {
      return nil
    }
    columns = Self.roles.compactMap { role in
      guard let column = table.column(role) else { return nil }
      let text = role == .age ? Self.decades(column) : column.asText()
      guard let text, (2...Self.mostValues).contains(text.dictionary.count) else { return nil }
      var ofPerson = [Int32](repeating: -1, count: people.dictionary.count)
      for row in 0..<table.rowCount where people.codes[row] >= 0 && text.codes[row] >= 0 {
        ofPerson[Int(people.codes[row])] = text.codes[row]
      }
      return (column.header, ofPerson, text.dictionary.strings)
    }
    if columns.isEmpty { return nil }
  }

  private static func decades(_ column: Column) -> TextColumn? {
    guard let numbers = column.number else { return column.asText() }
    let codes = numbers.values.indices.map { row -> Int32 in
      if !numbers.missing.isEmpty, numbers.missing[row] { return -1 }
      return Int32(max(0, min(12, numbers.values[row] / 10)))
    }
    return TextColumn(codes: codes, dictionary: TextDictionary((0...12).map { "\($0 * 10)s" }))
  }

  /// Choices by people of the segments that a profile names.
  ///
  /// - Parameters:
  ///   - person: somebody in the file of whom no choices are known.
  ///   - profile: values by header, of somebody who is not in the file; ages may be numbers.
  func popularity(
    of person: Int?, profile: [String: String], _ matrix: ChoiceMatrix, overall: [Double]
  ) -> (counts: [Double], name: String)? {
    var isLike = [Bool](repeating: true, count: matrix.personCount)
    var names: [String] = []
    for column in columns {
      guard let code = Self.code(column, person, profile) else { continue }
      names.append("\(column.header) \(column.values[code])")
      for person in isLike.indices
      where column.ofPerson.count <= person || column.ofPerson[person] != Int32(code) {
        isLike[person] = false
      }
    }
    guard !names.isEmpty else { return nil }
    return (Self.counts(matrix, isLike, overall), names.joined(separator: ", "))
  }

  private static func code(
    _ column: (header: String, ofPerson: [Int32], values: [String]), _ person: Int?,
    _ profile: [String: String]
  ) -> Int? {
    if let person {
      // Somebody who was folded in later: nothing is kept of what they are.
      guard person < column.ofPerson.count else { return nil }
      let code = column.ofPerson[person]
      return code < 0 ? nil : Int(code)
    }
    guard let wanted = profile[column.header] else { return nil }
    let decade = Int(wanted).map { "\(max(0, min(12, $0 / 10)) * 10)s" } ?? wanted
    return column.values.firstIndex(of: wanted) ?? column.values.firstIndex(of: decade)
  }

  /// Choices of some people, smoothed by the taste of all.
  static func counts(_ matrix: ChoiceMatrix, _ isLike: [Bool], _ overall: [Double]) -> [Double] {
    let people = Double(max(1, matrix.personCount))
    var counts = overall.map { $0 / people * pseudoPeople }
    for person in isLike.indices where isLike[person] {
      for place in matrix.range(person) { counts[Int(matrix.items[place])] += 1 }
    }
    return counts
  }
}
