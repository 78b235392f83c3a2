/// `tenure demo`: a shop that never was, five questions, and answers as a person reads them.
///
/// The answers come from the same methods that clients call. What was planted in the data is shown
/// beside what was found.
import Analytics
import Methods
import Support
import Wire

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum DemoCommand {
  static func run(_ arguments: [String]) throws -> Int32 {
    let options = try Options(arguments, valued: ["--lang"], flags: [])
    if let word = options.words.first {
      throw UsageError(message: "demo takes --lang zh or --lang en only, found \"\(word)\"")
    }
    let wanted = options["--lang"] ?? preferred
    guard let language = Language(rawValue: wanted) else {
      throw UsageError(message: "--lang wants zh or en, found \"\(wanted)\"")
    }
    return try Demo(language).run()
  }

  private static var preferred: String {
    let locale = getenv("LC_ALL") ?? getenv("LANG")
    return locale.map { String(cString: $0).hasPrefix("zh") } ?? false ? "zh" : "en"
  }
}

private struct Demo {
  private let language: Language
  private let shop: SampleShop
  private let orders: JSON

  init(_ language: Language) {
    self.language = language
    shop = SampleShop(customers: 300, language: language, seed: 42)
    let names =
      language == .zh
      ? ["客户编号", "日期", "商品名称", "金额"] : ["customer id", "date", "product", "amount"]
    orders = .array(
      shop.orders.map { order in
        .object([
          JSONMember(names[0], .string(order.customer)), JSONMember(names[1], .string(order.date)),
          JSONMember(names[2], .string(order.item)), JSONMember(names[3], .double(order.amount)),
        ])
      })
  }

  func run() throws -> Int32 {
    line(
      "A generated shop: \(shop.tasteOfCustomer.count) customers, \(shop.orders.count) orders, "
        + "\(shop.comments.count) comments. Some things are planted in it; let us see what is found.",
      "生成的示例店铺：\(shop.tasteOfCustomer.count) 位客户、\(shop.orders.count) 笔订单、\(shop.comments.count) 条评论。"
        + "其中埋有已知事实，看看能找出多少。")
    let steps = [segment, churn, recommend, value, feedback]
    for step in steps where try !step() { return ExitCode.errorReply }
    line(
      "\nNow your own file: tenure call segment orders.csv --pretty",
      "\n现在试试您自己的文件：tenure call segment 订单.csv --pretty")
    return 0
  }

  private func segment() throws -> Bool {
    try ask("segment", ["rows": orders, "limit": 0]) { result in
      for element in (result["segments"]?.array ?? []).prefix(6) {
        let share = Words.percent(element["revenueShare"]?.double ?? 0)
        let size = element["size"]?.int ?? 0
        let name = element["name"]?.string ?? ""
        let action = element["recommendedAction"]?.string ?? ""
        line(
          "  \(name): \(size) customers, \(share) of revenue; \(action)",
          "  \(name)：\(size) 位，收入占比 \(share)；\(action)")
      }
    }
  }

  private func churn() throws -> Bool {
    try ask("predictChurn", ["rows": orders, "limit": 300, "explain": 1]) { result in
      let customers = result["customers"]?.array ?? []
      for element in customers.prefix(3) {
        let risk = Words.percent(element["probability"]?.double ?? 0)
        let reason = element["reasons"]?.array?.first?["text"]?.string ?? ""
        line("  \(id(element)): \(risk); \(reason)", "  \(id(element))：\(risk)；\(reason)")
      }
      let top = customers.prefix(20).filter { shop.leavers.contains(id($0)) }.count
      let all = Double(customers.filter { shop.leavers.contains(id($0)) }.count)
      let rate = Words.percent(all / Double(max(1, customers.count)))
      planted(
        "of the 20 named first, \(top) had really stopped (\(rate) of all listed had)",
        "排名前 20 位中 \(top) 位确已停止购买（名单中共 \(rate)）")
    }
  }

  private func recommend() throws -> Bool {
    try ask("recommend", ["rows": orders, "limit": 300, "n": 5]) { result in
      let rows = result["recommendations"]?.array ?? []
      for element in rows.prefix(2) {
        let items = (element["items"]?.array ?? []).prefix(3).map { $0["itemId"]?.string ?? "" }
        let reason = element["items"]?.array?.first?["reason"]?["text"]?.string ?? ""
        let list = items.joined(separator: ", ")
        line("  \(id(element)): \(list); \(reason)", "  \(id(element))：\(list)；\(reason)")
      }
      var (hits, shown) = (0, 0)
      for element in rows {
        for item in element["items"]?.array ?? [] {
          shown += 1
          let corner = shop.tasteOfItem[item["itemId"]?.string ?? ""]
          if corner == shop.tasteOfCustomer[id(element)] { hits += 1 }
        }
      }
      let share = Words.percent(Double(hits) / Double(max(1, shown)))
      planted(
        "\(share) of recommended items are from the customer's own corner of three",
        "推荐商品中 \(share) 属于客户偏好的品类（共三类）")
    }
  }

  private func value() throws -> Bool {
    try ask("ltv", ["rows": orders, "limit": 300, "explain": 1]) { result in
      let customers = result["customers"]?.array ?? []
      for element in customers.prefix(3) {
        let value = Words.short((element["ltv"]?.double ?? 0).rounded())
        let low = Words.short((element["interval"]?.array?.first?.double ?? 0).rounded())
        let high = Words.short((element["interval"]?.array?.last?.double ?? 0).rounded())
        line(
          "  \(id(element)): \(value) in the next year (\(low) to \(high))",
          "  \(id(element))：未来一年约 \(value)（\(low) 至 \(high)）")
      }
      func alive(_ isLeaver: Bool) -> String {
        let group = customers.filter { shop.leavers.contains(id($0)) == isLeaver }
        let sum = group.reduce(0.0) { $0 + ($1["pAlive"]?.double ?? 0) }
        return Words.percent(sum / Double(max(1, group.count)))
      }
      planted(
        "mean chance of being a customer: \(alive(false)) for those who stayed, \(alive(true)) for "
          + "those who stopped",
        "仍为客户的平均概率：留存者 \(alive(false))，已停止者 \(alive(true))")
    }
  }

  private func feedback() throws -> Bool {
    let texts = JSON.array(shop.comments.map { .string($0.text) })
    return try ask("classifyFeedback", ["texts": texts, "limit": 300]) { result in
      let items = result["items"]?.array ?? []
      for element in items.prefix(2) {
        let label = element["sentiment"]?["label"]?.string ?? "-"
        line(
          "  \(label): \(element["text"]?.string ?? "")",
          "  \(label)：\(element["text"]?.string ?? "")")
      }
      let right = zip(items, shop.comments).filter { element, comment in
        element["sentiment"]?["label"]?.string == (comment.isPositive ? "positive" : "negative")
      }.count
      planted(
        "\(right) of \(shop.comments.count) comments were read as they were meant",
        "\(shop.comments.count) 条评论中 \(right) 条判断正确")
    }
  }

  /// Calls a method and shows its sentence and grade; false when it failed.
  private func ask(
    _ name: String, _ params: JSON, show: (JSON) -> Void
  ) throws -> Bool {
    guard let entry = AllMethods.entries.first(where: { $0.description.name == name }) else {
      Terminal.error("tenure: \(name) is missing")
      return false
    }
    var members = params.object ?? []
    members.append(JSONMember("lang", .string(language.rawValue)))
    let document = try JSONDocument(Array(JSON.object(members).text().utf8))
    let run = Run()
    switch entry.run(document.root, in: Workspace(), run).result {
    case .success(let bytes):
      let result = JSON(try JSONDocument(bytes).root)
      let letter = result["grade"]?["letter"]?.string ?? "-"
      let elapsed = Words.fixed(run.elapsedMilliseconds, 0)
      Terminal.print("\n\(name)  [\(letter)]  \(elapsed) ms")
      Terminal.print("  \(result["summary"]?.string ?? "")")
      Terminal.print("  \(result["grade"]?["reason"]?.string ?? "")")
      show(result)
      return true
    case .failure(let failure):
      Terminal.error("tenure: \(name): \(failure.message)")
      return false
    }
  }

  private func id(_ element: JSON) -> String { element["customerId"]?.string ?? "" }

  private func planted(_ en: String, _ zh: String) {
    line("  planted: \(en)", "  已知事实：\(zh)")
  }

  private func line(_ en: String, _ zh: String) { Terminal.print(language == .zh ? zh : en) }
}
