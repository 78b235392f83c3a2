/// The plans of shops: one that sends parcels and one with a till.
import Support

extension SamplePlan {
  static let ecommerce = SamplePlan(
    headers: [
      Header(.orderId, "order id", "订单编号"), Header(.time, "order time", "下单时间"),
      Header(.customerId, "customer id", "客户ID"), Header(.person, "customer name", "收货人"),
      Header(.phone, "phone", "手机号"), Header(.itemId, "product id", "商品编号"),
      Header(.itemName, "product name", "商品名称"), Header(.corner, "product category", "品类"),
      Header(.quantity, "quantity", "数量"), Header(.unitPrice, "unit price", "单价"),
      Header(.amount, "amount", "实付金额"), Header(.channel, "channel", "渠道"),
      Header(.place, "city", "城市"), Header(.rating, "rating", "评分"),
      Header(.comment, "comment", "评价内容"),
    ],
    archetypes: [
      Archetype(
        name: Phrase(en: "regular", zh: "稳定复购"), share: 0.35, ordersPerMonth: 1.2, packs: 1.3,
        leavePerMonth: 0.03),
      Archetype(
        name: Phrase(en: "devoted", zh: "忠实高频"), share: 0.2, ordersPerMonth: 2.6, packs: 1.6,
        leavePerMonth: 0.01),
      Archetype(
        name: Phrase(en: "occasional", zh: "偶尔购买"), share: 0.3, ordersPerMonth: 0.45, packs: 1.2,
        leavePerMonth: 0.05),
      Archetype(
        name: Phrase(en: "one-timer", zh: "一次尝试"), share: 0.15, ordersPerMonth: 0.3, packs: 1.1,
        leavePerMonth: 0.5),
    ],
    content: .orders(
      SampleTrade(
        corners: teaAndCoffee, lines: 1.3, orderLetters: "O", itemLetters: "P",
        season: (
          SampleSeason(
            months: [0.8, 0.85, 0.95, 0.95, 1, 0.95, 0.9, 0.9, 0.95, 1, 1.3, 1.6], weekend: 1.15,
            events: [SampleSeason.Event(month: 11, days: 24...30, factor: 2.5)]),
          SampleSeason(
            months: [1.1, 0.7, 1, 0.95, 1, 1.15, 0.9, 0.9, 1, 1, 1.4, 1.15], weekend: 1.1,
            events: [
              // 618, 双十一, 双十二
              SampleSeason.Event(month: 6, days: 16...18, factor: 4),
              SampleSeason.Event(month: 11, days: 10...11, factor: 7),
              SampleSeason.Event(month: 12, days: 12...12, factor: 4),
            ])
        ))),
    customerLetters: "C",
    channels: [
      Phrase(en: "app", zh: "微信小程序"), Phrase(en: "web", zh: "天猫"),
      Phrase(en: "marketplace", zh: "京东"), Phrase(en: "phone order", zh: "抖音"),
    ],
    places: [
      Phrase(en: "Leeds", zh: "杭州"), Phrase(en: "Bristol", zh: "成都"),
      Phrase(en: "Cardiff", zh: "武汉"), Phrase(en: "York", zh: "苏州"),
      Phrase(en: "Derby", zh: "西安"),
    ])

  private static let teaAndCoffee = [
    Corner(
      name: Phrase(en: "tea", zh: "茶"),
      items: [
        Item("green tea", "龙井", 14, 128), Item("oolong tea", "乌龙茶", 16, 98),
        Item("jasmine tea", "茉莉花茶", 12, 68), Item("tea cups", "茶杯", 18, 59),
        Item("tea pot", "茶壶", 34, 168), Item("tea tin", "茶叶罐", 9, 39),
      ]),
    Corner(
      name: Phrase(en: "coffee", zh: "咖啡"),
      items: [
        Item("espresso beans", "意式咖啡豆", 17, 88), Item("filter coffee", "滤泡咖啡", 13, 69),
        Item("decaf beans", "低因咖啡豆", 18, 92), Item("paper filters", "滤纸", 6, 25),
        Item("milk jug", "奶缸", 21, 79), Item("grinder", "磨豆机", 65, 299),
      ]),
    Corner(
      name: Phrase(en: "sweets", zh: "甜点"),
      items: [
        Item("dark chocolate", "黑巧克力", 5, 36), Item("oat biscuits", "燕麦饼干", 4, 25),
        Item("nut mix", "坚果", 11, 66), Item("almond bar", "杏仁棒", 3, 18),
        Item("nougat", "牛轧糖", 7, 45), Item("ginger candy", "姜糖", 4, 22),
      ]),
  ]

  static let retail = SamplePlan(
    headers: [
      Header(.orderId, "receipt no", "小票号"), Header(.day, "date", "交易日期"),
      Header(.customerId, "member id", "会员卡号"), Header(.place, "store", "门店"),
      Header(.itemId, "sku", "货号"), Header(.itemName, "product name", "商品名称"),
      Header(.corner, "department", "商品类别"), Header(.quantity, "qty", "件数"),
      Header(.unitPrice, "unit price", "单价"), Header(.amount, "total", "金额"),
    ],
    archetypes: [
      Archetype(
        name: Phrase(en: "weekly shop", zh: "每周采购"), share: 0.3, ordersPerMonth: 3.5, packs: 1.6,
        leavePerMonth: 0.015),
      Archetype(
        name: Phrase(en: "top-up", zh: "零星补货"), share: 0.4, ordersPerMonth: 1.5, packs: 1.2,
        leavePerMonth: 0.04),
      Archetype(
        name: Phrase(en: "stock-up", zh: "囤货"), share: 0.3, ordersPerMonth: 0.7, packs: 3,
        leavePerMonth: 0.04),
    ],
    content: .orders(
      SampleTrade(
        corners: groceries, lines: 3, orderLetters: "R", itemLetters: "69",
        dateStyle: (.iso, .han),
        season: (
          SampleSeason(
            months: [0.9, 0.9, 0.95, 1.05, 1, 1, 1, 0.95, 0.95, 1, 1.1, 1.4], weekend: 1.6,
            events: [SampleSeason.Event(month: 12, days: 20...24, factor: 2)]),
          SampleSeason(
            // The weeks before the Spring Festival, and the golden week of October.
            months: [1.5, 0.9, 0.9, 0.9, 1.05, 1, 0.95, 0.95, 1.1, 1.15, 0.95, 1], weekend: 1.5,
            events: [SampleSeason.Event(month: 10, days: 1...7, factor: 1.6)])
        ))),
    customerLetters: "M", channels: [],
    places: [
      Phrase(en: "Harbour Street", zh: "中山路店"), Phrase(en: "Mill Lane", zh: "人民广场店"),
      Phrase(en: "Station Square", zh: "高新店"),
    ])

  private static let groceries = [
    Corner(
      name: Phrase(en: "fresh", zh: "生鲜"),
      items: [
        Item("apples 1 kg", "苹果 1kg", 2.8, 12.9), Item("eggs 10", "鸡蛋 10枚", 3.2, 14.8),
        Item("milk 1 l", "鲜牛奶 1L", 1.4, 16.5), Item("salmon 300 g", "三文鱼 300g", 7.9, 59),
      ]),
    Corner(
      name: Phrase(en: "pantry", zh: "粮油"),
      items: [
        Item("rice 5 kg", "大米 5kg", 9.5, 45), Item("noodles", "挂面", 1.8, 8.5),
        Item("olive oil 1 l", "花生油 1L", 8.9, 32), Item("soy sauce", "酱油", 2.6, 12),
      ]),
    Corner(
      name: Phrase(en: "household", zh: "日用"),
      items: [
        Item("paper towels", "抽纸 6包", 4.5, 19.9), Item("detergent", "洗衣液", 7.5, 39.9),
        Item("toothpaste", "牙膏", 2.9, 15.8), Item("light bulb", "灯泡", 3.4, 13.5),
      ]),
  ]
}
