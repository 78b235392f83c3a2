/// What the sample shop sells and what its customers say.
import Support

enum SampleWords {
  static let itemsEn = [
    [
      "green tea", "oolong tea", "tea pot", "tea cups", "jasmine tea", "tea tin", "strainer",
      "honey",
    ],
    [
      "espresso beans", "filter coffee", "grinder", "paper filters", "milk jug", "cold brew",
      "decaf beans", "syrup",
    ],
    [
      "dark chocolate", "almond bar", "oat biscuits", "ginger candy", "nut mix", "shortbread",
      "fruit jelly", "nougat",
    ],
  ]

  static let itemsZh = [
    ["龙井", "乌龙茶", "茶壶", "茶杯", "茉莉花茶", "茶叶罐", "滤网", "蜂蜜"],
    ["意式咖啡豆", "滤泡咖啡", "磨豆机", "滤纸", "奶缸", "冷萃", "低因咖啡豆", "糖浆"],
    ["黑巧克力", "杏仁棒", "燕麦饼干", "姜糖", "坚果", "黄油酥饼", "果冻", "牛轧糖"],
  ]

  static func comments(_ language: Language, isPositive: Bool) -> [String] {
    switch (language, isPositive) {
    case (.en, true):
      [
        "Great quality and fast delivery, will order again", "I love it, the taste is excellent",
        "Friendly service, my question was answered quickly", "Good price and very fresh",
        "Beautiful packaging, a perfect present",
      ]
    case (.en, false):
      [
        "Delivery was late and the box arrived broken", "Terrible taste, not fresh at all",
        "Too expensive and the service is rude", "I want a refund, this is the wrong item",
        "The app crashed when I tried to pay",
      ]
    case (.zh, true):
      ["质量很好，发货很快，会再来", "非常喜欢，味道很棒", "客服态度好，回复及时", "价格实惠，很新鲜", "包装精美，送礼很合适"]
    case (.zh, false):
      ["物流太慢，盒子都破了", "味道很差，一点都不新鲜", "太贵了，客服态度恶劣", "发错货了，我要退款", "付款的时候页面崩溃"]
    }
  }
}
