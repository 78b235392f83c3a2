/// The words that say what texts are about: of English without the small ones, of Chinese those of
/// two characters or more, as the tokenizer cuts them with the words that these texts themselves
/// bring.
package import Numerics
package import Support

package struct TextTerms: Sendable {
  /// Texts by terms: how often each is said.
  package let counts: SparseMatrix
  package let terms: [String]

  /// Terms in fewer texts than `minDocuments` are left out.
  package init(_ texts: [[UInt8]], minDocuments: Int, _ run: Run) throws {
    let common = ChineseDictionary.common
    let found = try WordDiscovery.words(in: texts, beside: common, run)
    let tokenizer = Tokenizer(common.adding(found.map { ($0.characters, Self.learntWeight) }))
    let parts = try Parallel.map(count: texts.count, chunk: 512) { range in
      var (own, table) = (tokenizer, GramTable())
      let tagger = Tagger(own.dictionary)
      var (ends, ids): ([Int], [Int32]) = ([], [])
      for (place, row) in range.enumerated() {
        if place % 64 == 0 { try run.checkpoint() }
        let text = texts[row]
        let tokens = own.tokens(text)
        let tags = tagger.tags(text, tokens)
        for (token, tag) in zip(tokens, tags) where Self.isTelling(token, tag) {
          var word = Array(text[token.bytes])
          for index in word.indices where 65 <= word[index] && word[index] <= 90 {
            word[index] |= 32
          }
          ids.append(word.withUnsafeBufferPointer { table.add($0, hash: GramTable.hash($0)) })
        }
        ends.append(ids.count)
      }
      return (table: table, ends: ends, ids: ids)
    }
    var table = GramTable()
    var rows: [[Int32]] = []
    for part in parts {
      let map = part.table.merged(into: &table)
      var begin = 0
      for end in part.ends {
        rows.append(part.ids[begin..<end].map { map[Int($0)] }.sorted())
        begin = end
      }
    }
    var documents = [Int](repeating: 0, count: table.count)
    for row in rows {
      for place in row.indices where place == 0 || row[place - 1] != row[place] {
        documents[Int(row[place])] += 1
      }
    }
    let kept = documents.indices.filter { documents[$0] >= minDocuments }
    var column = [Int32](repeating: -1, count: table.count)
    for (place, id) in kept.enumerated() { column[id] = Int32(place) }
    var cells: [(row: Int32, column: Int32, value: Double)] = []
    for (place, row) in rows.enumerated() {
      for id in row where column[Int(id)] >= 0 {
        if let last = cells.last, last.row == Int32(place), last.column == column[Int(id)] {
          cells[cells.count - 1].value += 1
        } else {
          cells.append((Int32(place), column[Int(id)], 1))
        }
      }
    }
    counts = SparseMatrix(rowCount: texts.count, columnCount: kept.count, cells: cells)
    terms = kept.map { String(decoding: table.gram($0), as: UTF8.self) }
  }

  private static let learntWeight: Float = -9

  private static func isTelling(_ token: Token, _ tag: WordTag) -> Bool {
    guard token.kind == .word else { return token.kind == .hashtag }
    switch tag.part {
    case .noun, .verb, .adjective, .other:
      // Three letters, or two Han characters.
      return token.characters.count >= (token.bytes.count > token.characters.count ? 2 : 3)
    default: return false
    }
  }
}
