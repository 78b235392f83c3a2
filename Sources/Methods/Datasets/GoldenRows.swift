/// The rows of a golden table as an answer shows them.
import Analytics
import Contract
import Support
import Tables

struct GoldenRows: Sendable {
  private let golden: GoldenTable
  private let names: [String]

  init(_ golden: GoldenTable, _ words: GoldenWords) {
    self.golden = golden
    var names = [words.person, words.sources]
    func add(_ header: String) {
      var free = header
      while names.contains(free) { free += "_" }
      names.append(free)
    }
    for field in golden.fields { add(field.header) }
    if golden.hasPurchases {
      add(words.orders)
      add(words.first)
      add(words.last)
      if golden.hasMoney { add(words.spent) }
    }
    self.names = names
  }

  func list(_ params: DataParams, _ page: Range<Int>, masked: Bool) -> CellRowList {
    CellRowList(names: names, format: params.format, page: page) { row, column in
      cell(row, column, masked)
    }
  }

  private func cell(_ row: Int, _ column: Int, _ masked: Bool) -> QueryResult.Cell {
    switch column {
    case 0: return .text(GoldenTable.id(row))
    case 1: return .text(golden.sourceIds(row))
    case let place where place - 2 < golden.fields.count:
      guard let text = golden.cell(place - 2, row) else { return .missing }
      let isHidden = masked && golden.fields[place - 2].isPersonal
      return .text(isHidden ? Masked.text(text) : text)
    default: return sum(row, column - 2 - golden.fields.count)
    }
  }

  private func sum(_ row: Int, _ place: Int) -> QueryResult.Cell {
    switch place {
    case 0: .number(Double(golden.orders[row]))
    case 1:
      golden.firstDay[row] == .max
        ? .missing : .text(CivilDate.text(days: golden.firstDay[row]))
    case 2:
      golden.lastDay[row] == .min
        ? .missing : .text(CivilDate.text(days: golden.lastDay[row]))
    default: .number(golden.spent[row])
    }
  }
}
