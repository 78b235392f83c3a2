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
  package init(_ texts: some TextRows, minDocuments: Int, _ run: Run) throws {
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
    let kept = documents.indices.filter { id in
      documents[id] >= minDocuments
        && !Self.small.contains(String(decoding: table.gram(id), as: UTF8.self))
    }
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

  /// Verbs and others that say nothing of what a text is about.
  private static let small = Set(
    ("was were been being are has had have having does did doing done will would could should may"
      + " might must can cannot get gets got getting let make makes made goes went going gone say"
      + " says said tell told thing things something anything nothing everything not don didn isn"
      + " wasn won one ones lot lots way just also very really too than then there here when where"
      + " what which who why how all any some such only own same other another more most much many"
      + " 没有 可以 就是 还是 什么 这个 那个 怎么 我们 你们 他们 一个 因为 所以 但是 不是 知道 觉得 自己 时候 现在 已经 如果 这样").split(
        separator: " "
      ).map(String.init))

  /// The tokens of a text that may say what it is about.
  package static func telling(_ text: [UInt8], _ tokens: [Token], _ tagger: Tagger) -> [Token] {
    zip(tokens, tagger.tags(text, tokens)).filter { token, tag in
      isTelling(token, tag)
        && !small.contains(String(decoding: text[token.bytes], as: UTF8.self).lowercased())
    }.map(\.0)
  }

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
