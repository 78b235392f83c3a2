/// Items for interests, by what items are: for new items, and for people nothing is known of.
import Learning
import Numerics
package import Support
package import Tables

package struct ContentSearch: Sendable {
  package struct Row: Sendable {
    package let id: String
    package let name: String?
    /// Cosine of marks.
    package let score: Double
    /// Marks that speak for it.
    package let shared: [String]
  }

  package let items: Int
  package let marks: Int
  /// Words that were asked for and that no item has.
  package let unknown: [String]
  /// Items with anything in common, of which `rows` are the best.
  package let matches: Int
  package let rows: [Row]

  /// - Parameters:
  ///   - interests: words, in any of both languages.
  ///   - like: ids of items.
  package static func of(
    _ table: Table, interests: String?, like: [String], count: Int, exclude: [String], _ run: Run
  ) throws -> ContentSearch {
    guard let column = Choices.itemColumn(table) else {
      throw AnalyticsError.missingRole(
        roles: ["itemId", "itemName"], headers: table.columns.map(\.header))
    }
    let catalog = Catalog(table, column)
    guard
      let content = try ItemContent(
        table, ids: catalog.ids, names: catalog.names, fewest: 1, run)
    else {
      throw AnalyticsError.noUsableRows(
        why: "the file says nothing of items but their ids: a name or a category is needed")
    }
    let places = Dictionary(
      catalog.ids.enumerated().map { ($0.element, Int32($0.offset)) },
      uniquingKeysWith: { first, _ in first })
    var own: [Int32] = []
    for id in like {
      guard let place = places[id] else {
        throw AnalyticsError.itemNotFound(
          id: id, nearest: try NearestIds.of(id, among: [TextDictionary(catalog.ids)], run))
      }
      own.append(place)
    }
    let words = interests.map(ItemContent.words) ?? []
    var profile = content.profile(ofWords: words)
    let known = Set(profile.keys.map { content.plain(Int($0)) })
    for item in own {
      for place in content.range(Int(item)) {
        profile[content.marks[place], default: 0] += content.weights[place]
      }
    }
    let barred = own + exclude.compactMap { places[$0] }
    var scores = [Float](repeating: 0, count: catalog.ids.count)
    var matches = 0
    let best = scores.withUnsafeMutableBufferPointer { room in
      content.scores(profile, into: room)
      matches = room.count { $0 > Float(0) } - own.count { room[Int($0)] > Float(0) }
      return TopItems.best(count, of: room, without: [barred])
    }.filter { $0.score > Float(0) }
    return ContentSearch(
      items: catalog.ids.count, marks: content.words.count,
      unknown: words.filter { !known.contains($0) }, matches: matches,
      rows: best.map { entry in
        let item = Int(entry.item)
        return Row(
          id: catalog.ids[item], name: catalog.names?[item], score: Double(entry.score),
          shared: Array(content.shared(item, with: profile).prefix(5)))
      })
  }

  /// Items of a table that need not say who chose them.
  private struct Catalog {
    let ids: [String]
    let names: [String]?

    init(_ table: Table, _ column: Column) {
      ids = column.asText().dictionary.strings
      names = Choices.names(table, column, column.asText())
    }
  }
}
