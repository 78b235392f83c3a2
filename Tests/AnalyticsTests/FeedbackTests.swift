import Learning
import Support
import Tables
import Testing

@testable import Analytics

/// What words say of texts: feelings, topics, languages, and what is hidden.
@Suite struct FeedbackWordTests {
  struct Feeling: Sendable {
    var text: String
    var label: Sentiment.Label
    init(_ text: String, _ label: Sentiment.Label) {
      self.text = text
      self.label = label
    }
  }

  static let feelings = [
    Feeling("很快，好吃，味道足，量大", .positive), Feeling("太难吃了，再也不来", .negative),
    Feeling("不好吃", .negative), Feeling("没有不好吃", .positive), Feeling("味道不错，但是送得太慢", .negative),
    Feeling("送得有点慢，但是味道非常好", .positive), Feeling("只好自己去拿", .neutral), Feeling("一点也不方便", .negative),
    Feeling("周三下午送到", .neutral), Feeling("服务态度差", .negative), Feeling("客服很耐心，谢谢", .positive),
    Feeling("等了两个小时还没送到", .negative), Feeling("The food was great", .positive),
    Feeling("not good at all", .negative), Feeling("It isn't bad", .positive),
    Feeling("I don’t recommend this phone", .negative),
    Feeling("Nice screen, but the battery died after a week", .negative),
    Feeling("The battery is weak but the screen is absolutely gorgeous and fast", .positive),
    Feeling("never had a problem", .positive), Feeling("Horrible. Waste of money!", .negative),
    Feeling("It arrived on Tuesday", .neutral), Feeling("I would like to know the price", .neutral),
    Feeling("👍👍", .positive), Feeling("😡", .negative), Feeling("", .neutral),
    Feeling("ＧＯＯＤ", .positive), Feeling("works great, no problems", .positive),
    Feeling("badminton goodbye", .neutral), Feeling("see http://example.com/a:b", .neutral),
    Feeling("sooo goooood", .positive), Feeling("it broke, ugh :-(", .negative),
    Feeling("包括：（一）说明书", .neutral), Feeling("难道这不好吗", .positive),
    Feeling("❤️❤️", .positive), Feeling("the well-made strap", .positive),
    Feeling("I can’t use this", .negative), Feeling("The fabric feels luxuriously soft", .positive),
    Feeling("没有想象中的那么好", .negative), Feeling("物流很快，包装完好", .positive),
  ]

  @Test(arguments: feelings)
  func `words give the feeling of a text`(_ case: Feeling) {
    let sentiment = Sentiment(TextScalars(Array(`case`.text.utf8)))
    #expect(sentiment.label == `case`.label, "\(`case`.text): \(sentiment)")
  }

  @Test func `an intensifier strengthens, a contrast weighs the later clause`() {
    func score(_ text: String) -> Double { Sentiment(TextScalars(Array(text.utf8))).score }
    #expect(score("非常好吃") > score("好吃"))
    #expect(score("好吃") > score("有点好吃"))
    #expect(score("very good") > score("good"))
    #expect(score("good but slow") < score("slow but good"))
    #expect(score("it is GOOD") > score("it is good"))
    #expect(score("IT IS GOOD") == score("it is good"))
    #expect(score("good!") > score("good"))
    #expect(score("good!!!!!") == score("good!!!"))
    #expect(score("goooood") > score("good"))
    #expect(score("soooo good") > score("so good"))
    #expect(score("isn't bad") > 0 && score("isn't bad") < score("good"))
    #expect(score("I do not know") < 0)
    // The curve is fixed: one word of weight 1 gives 2 / (1 + exp(-1.1)) - 1.
    #expect(abs(score("good") - 0.5005202111902352) < 1e-12)
  }

  struct Speech: Sendable {
    var text: String
    var language: TextLanguage
    init(_ text: String, _ language: TextLanguage) {
      self.text = text
      self.language = language
    }
  }

  static let languages = [
    Speech("很好吃", .zh), Speech("very tasty", .en), Speech("这个App很好用", .zh),
    Speech("The 火锅 was great and the service quick", .en), Speech("とても美味しい", .other),
    Speech("очень вкусно", .other), Speech("12345 !!!", .other), Speech("", .other),
    Speech("👍", .other), Speech("맛있어요", .other),
  ]

  @Test(arguments: languages)
  func `the language is that of the script`(_ case: Speech) {
    #expect(TextLanguage(TextScalars(Array(`case`.text.utf8))) == `case`.language)
  }

  struct Hidden: Sendable {
    var text: String
    var shown: String
    init(_ text: String, _ shown: String) {
      self.text = text
      self.shown = shown
    }
  }

  static let hidden = [
    Hidden("电话13800138000，谢谢", "电话***********，谢谢"),
    Hidden("call 555-123-4567 now", "call ***-***-**** now"),
    Hidden("(555) 123-4567", "(***) ***-****"), Hidden("555.123.4567", "***.***.****"),
    Hidden("+86 138 0013 8000", "+** *** **** ****"),
    Hidden("身份证11010519491231002X。", "身份证******************。"),
    Hidden("卡号6222 0212 3456 7890 123", "卡号**** **** **** **** ***"),
    Hidden("write to jane.doe+x@mail.example.com.", "write to ***************************."),
    Hidden("price 1299.00, 2 pieces", "price 1299.00, 2 pieces"),
    Hidden("on 2024-06-30 12:30 and 20240630", "on 2024-06-30 12:30 and 20240630"),
    Hidden("call me @ home", "call me @ home"), Hidden("order SN12345678", "order SN12345678"),
    Hidden("tel13800138000", "tel***********"),
    Hidden("it is 4155550123, thanks", "it is **********, thanks"),
    Hidden("1234567890 pieces, 62781234 件", "1234567890 pieces, 62781234 件"),
    Hidden("等了120分钟", "等了120分钟"),
    Hidden("订单号202406301234567，没到", "订单号202406301234567，没到"),
    Hidden("order 13800138000 is late", "order *********** is late"),
    Hidden("运单 75123456789012 三天没动", "运单 75123456789012 三天没动"),
    Hidden("#4085551234 ISBN 9787302511625", "#4085551234 ISBN 9787302511625"),
    Hidden("座机010-62345678", "座机***-********"),
    Hidden("0571 8765 4321转3", "**** **** ****转3"),
    Hidden("+44 20 7946 0958 please", "+** ** **** **** please"),
    Hidden("my phone is 4085551234", "my phone is **********"),
    Hidden("4111 1111 1111 1111", "**** **** **** ****"),
    Hidden("4111 1111 1111 1112", "**** **** **** ****"),
    Hidden("订单 11010519491231002X", "订单 ******************"),
    Hidden("11010519491231002 3", "***************** *"),
    Hidden("GB82 WEST 1234 5698 7654 32 thanks", "**** **** **** **** **** ** thanks"),
    Hidden("GB82 WEST 1234 5698 7654 33", "GB82 WEST **** **** **** **"),
    Hidden("https://a.b/c?id=7&token=abc#x", "https://a.b/c?id=7&token=***#x"),
    Hidden("王先生服务好，李小姐也好", "*先生服务好，*小姐也好"), Hidden("先生您好", "先生您好"),
    Hidden("收货人：张小明，电话13800138000", "收货人：***，电话***********"),
    Hidden("送到建国路88号5单元301室，谢谢", "送到*************，谢谢"),
    Hidden("道路很好，一路顺利，路上3号见", "道路很好，一路顺利，路上3号见"),
    Hidden("I live at 12 Baker Street now", "I live at ** ***** ****** now"),
    Hidden("My name is John Smith. Ask Mr. Brown", "My name is **** *****. Ask Mr. *****"),
  ]

  @Test(arguments: hidden)
  func `what identifies a person is hidden and places stay`(_ case: Hidden) {
    let found = Redaction.hide(Array(`case`.text.utf8))
    #expect(String(decoding: found.text, as: UTF8.self) == `case`.shown)
    let shown = String(decoding: found.text, as: UTF8.self)
    #expect(shown.unicodeScalars.count == `case`.text.unicodeScalars.count)
    #expect(shown.utf16.count == `case`.text.utf16.count)
    #expect((found.places > 0) == (`case`.text != `case`.shown))
  }

  struct Topical: Sendable {
    var text: String
    var topic: Topic
    init(_ text: String, _ topic: Topic) {
      self.text = text
      self.topic = topic
    }
  }

  static let topics = [
    Topical("质量太差，用两天就掉色", .productQuality), Topical("太贵了，不划算", .price),
    Topical("快递三天还没发货", .delivery), Topical("客服不回复", .service), Topical("界面太复杂，不会用", .usability),
    Topical("我要退款", .billing), Topical("建议增加夜间模式", .featureRequest), Topical("一打开就闪退", .bug),
    Topical("我要注销账号", .cancelIntent), Topical("五星好评，感谢", .praise), Topical("今天星期三", .other),
    Topical("The fabric is flimsy", .productQuality), Topical("way overpriced", .price),
    Topical("package arrived late", .delivery), Topical("rude customer service", .service),
    Topical("hard to use, confusing menu", .usability), Topical("I was charged twice", .billing),
    Topical("please add dark mode", .featureRequest), Topical("the app crashes", .bug),
    Topical("unsubscribe me", .cancelIntent), Topical("Thank you, great!", .praise),
    Topical("hello there", .other),
  ]

  @Test(arguments: topics)
  func `words give the topics of a text`(_ case: Topical) {
    let text = TextScalars(Array(`case`.text.utf8))
    let found = TopicsOfText(text, Sentiment(text).label)
    #expect(found.matches.contains { $0.topic == `case`.topic }, "\(found.matches)")
  }

  @Test func `danger and the law are pressing, thanks are not`() {
    func urgency(_ text: String) -> Urgency {
      let text = TextScalars(Array(text.utf8))
      return TopicsOfText(text, Sentiment(text).label).urgency
    }
    #expect(urgency("吃完食物中毒，已经住院，我要打12315") == .high)
    #expect(urgency("My card was hacked, fix this immediately or I sue") == .high)
    #expect(urgency("谢谢，很好吃") == .low)
    #expect(urgency("arrived today, works great") == .low)
    #expect(urgency("") == .low)
  }
}

/// How English words are inflected.
@Suite struct WordFormTests {
  @Test(arguments: [
    (WordForms.verb, "stop", ["stop", "stops", "stopped", "stopping"]),
    (.verb, "bake", ["bake", "bakes", "baked", "baking"]),
    (.verb, "copy", ["copy", "copies", "copied", "copying"]),
    (.verb, "agree", ["agree", "agrees", "agreed", "agreeing"]),
    (.verb, "mix", ["mix", "mixes", "mixed", "mixing"]),
    (.adjective, "happy", ["happy", "happily", "happiness", "happier", "happiest"]),
    (.adjective, "thin", ["thin", "thinly", "thinness", "thinner", "thinnest"]),
    (.adjective, "terrible", ["terrible", "terribly", "terribleness"]),
    (.adjective, "basic", ["basic", "basically", "basicness", "basicer", "basicest"]),
    (.noun, "glitch", ["glitch", "glitches"]), (.asWritten, "won", ["won"]),
    (.ending, "贵", ["贵"]),
  ])
  func `forms follow the rules of spelling`(_ forms: WordForms, word: String, all: [String]) {
    #expect(forms.of(word) == all)
  }
}
