/// What kind of choice a row is: seen, put into the basket, bought.
///
/// A column is one of kinds when nearly all its values are words for them; no header is needed.
import Support
import Tables

struct EventKinds: Sendable {
  let header: String
  /// By code of the column's dictionary.
  let weights: [Double]
  let codes: [Int32]
  /// Words that were given a weight, as they stand in the file.
  let named: [(word: String, weight: Double)]

  private static let known: [(weight: Double, words: [String])] = [
    (
      1,
      [
        "view", "views", "viewed", "pv", "pageview", "click", "clicks", "impression", "visit",
        "browse", "detail", "浏览", "瀏覽", "点击", "點擊", "查看", "访问", "曝光",
      ]
    ),
    (2, ["fav", "favorite", "favourite", "like", "wishlist", "save", "收藏", "喜欢", "喜歡", "点赞"]),
    (
      3,
      [
        "cart", "addtocart", "add", "basket", "addtobasket", "加购", "加購", "加购物车", "購物車", "购物车",
        "加入购物车",
      ]
    ),
    (
      5,
      [
        "buy", "bought", "purchase", "purchased", "purchases", "order", "ordered", "transaction",
        "sale", "paid", "购买", "購買", "下单", "下單", "成交", "支付", "买", "買",
      ]
    ),
  ]

  /// At most so many values make a column of kinds.
  private static let mostValues = 24

  /// - Parameter wished: weights by word, which go before those known.
  init?(_ table: Table, wished: [String: Double]) {
    let wishes = Dictionary(
      wished.map { (Self.plain($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
    var known: [String: Double] = [:]
    for (weight, words) in Self.known { for word in words { known[word] = weight } }
    for column in table.columns where column.role == nil || column.role == .category {
      guard let text = column.text, (1...Self.mostValues).contains(text.dictionary.count) else {
        continue
      }
      let words = text.dictionary.strings
      let own = words.map { wishes[Self.plain($0)] ?? known[Self.plain($0)] }
      var counts = [Int](repeating: 0, count: words.count)
      for code in text.codes where code >= 0 { counts[Int(code)] += 1 }
      let all = counts.reduce(0, +)
      let told = counts.indices.reduce(0) { own[$1] == nil ? $0 : $0 + counts[$1] }
      guard all > 0, told * 10 >= all * 9 else { continue }
      header = column.header
      weights = own.map { $0 ?? 1 }
      codes = text.codes
      named = words.indices.compactMap { place in own[place].map { (words[place], $0) } }
      return
    }
    return nil
  }

  private static func plain(_ word: String) -> String {
    word.lowercased().filter { $0 != "_" && $0 != " " && $0 != "-" }
  }

  func weight(_ row: Int) -> Double { codes[row] < 0 ? 1 : weights[Int(codes[row])] }
}
