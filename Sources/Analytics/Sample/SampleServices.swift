/// The plans of those who teach, make parts, and look after health.
import Support

extension SamplePlan {
  static let education = SamplePlan(
    headers: [
      Header(.orderId, "receipt id", "流水号"), Header(.day, "payment date", "付款时间"),
      Header(.customerId, "student id", "学员编号"), Header(.person, "full name", "姓名"),
      Header(.itemId, "course id", "课程编号"), Header(.itemName, "course name", "课程名称"),
      Header(.corner, "subject", "科目"), Header(.place, "campus", "校区"),
      Header(.quantity, "quantity", "数量"), Header(.unitPrice, "unit price", "单价"),
      Header(.amount, "payment amount", "实付金额"), Header(.channel, "channel", "来源"),
    ],
    archetypes: [
      Archetype(
        name: Phrase(en: "steady learner", zh: "长期学习"), share: 0.45, ordersPerMonth: 0.9,
        packs: 1.4, leavePerMonth: 0.03),
      Archetype(
        name: Phrase(en: "exam season", zh: "考前冲刺"), share: 0.3, ordersPerMonth: 0.45, packs: 2.5,
        leavePerMonth: 0.08),
      Archetype(
        name: Phrase(en: "trial lesson", zh: "体验课"), share: 0.25, ordersPerMonth: 0.3, packs: 1,
        leavePerMonth: 0.45),
    ],
    content: .orders(
      SampleTrade(
        corners: courses, lines: 1, packUnits: 12, orderLetters: "PAY", itemLetters: "K",
        dateStyle: (.iso, .slashes),
        season: (
          SampleSeason(months: [1.3, 1, 1, 1, 0.8, 0.9, 0.7, 1.3, 1.8, 1, 0.9, 0.6]),
          SampleSeason(
            months: [0.8, 1.3, 1.4, 0.8, 0.8, 1, 1.7, 1, 1.5, 0.8, 0.8, 0.9], weekend: 1.4)
        ))),
    customerLetters: "S",
    channels: [
      Phrase(en: "referral", zh: "转介绍"), Phrase(en: "website", zh: "官网"),
      Phrase(en: "open day", zh: "地推"),
    ],
    places: [
      Phrase(en: "North campus", zh: "朝阳校区"), Phrase(en: "River campus", zh: "海淀校区"),
      Phrase(en: "online", zh: "线上"),
    ])

  /// Prices are those of one lesson; twelve make a pack.
  private static let courses = [
    Corner(
      name: Phrase(en: "languages", zh: "语言"),
      items: [
        Item("English conversation", "英语口语", 18, 120), Item("Spanish basics", "日语入门", 16, 110),
        Item("Business writing", "商务英语", 24, 180), Item("Chinese for beginners", "雅思冲刺", 20, 260),
      ]),
    Corner(
      name: Phrase(en: "mathematics", zh: "数学"),
      items: [
        Item("Algebra", "初中数学", 19, 150), Item("Calculus", "高中数学", 23, 200),
        Item("Statistics", "奥数思维", 25, 220),
      ]),
    Corner(
      name: Phrase(en: "music", zh: "艺术"),
      items: [
        Item("Piano", "钢琴", 30, 240), Item("Guitar", "吉他", 26, 160),
        Item("Singing", "书法", 28, 100),
      ]),
    Corner(
      name: Phrase(en: "computing", zh: "编程"),
      items: [
        Item("Python for schools", "少儿编程", 22, 180), Item("Web design", "机器人", 24, 210),
        Item("Spreadsheets", "数据分析", 17, 140),
      ]),
  ]

  static let manufacturing = SamplePlan(
    headers: [
      Header(.orderId, "order no", "订单号"), Header(.day, "order date", "订单日期"),
      Header(.customerId, "account no", "客户编号"), Header(.company, "company", "企业名称"),
      Header(.itemId, "item code", "产品编码"), Header(.itemName, "item name", "产品名称"),
      Header(.corner, "product line", "产品线"), Header(.quantity, "quantity", "数量"),
      Header(.unitPrice, "unit price", "单价"), Header(.amount, "order amount", "订单金额"),
      Header(.place, "region", "区域"),
    ],
    archetypes: [
      Archetype(
        name: Phrase(en: "key account", zh: "重点客户"), share: 0.15, ordersPerMonth: 3, packs: 24,
        leavePerMonth: 0.005),
      Archetype(
        name: Phrase(en: "serial producer", zh: "批量生产"), share: 0.45, ordersPerMonth: 1.2,
        packs: 10, leavePerMonth: 0.02),
      Archetype(
        name: Phrase(en: "workshop", zh: "小型作坊"), share: 0.4, ordersPerMonth: 0.6, packs: 2.5,
        leavePerMonth: 0.06),
    ],
    content: .orders(
      SampleTrade(
        corners: parts, lines: 1.8, packUnits: 10, orderLetters: "PO", itemLetters: "T",
        season: (
          // Orders come before the quarter ends and stop over the holidays.
          SampleSeason(
            months: [0.8, 0.95, 1.25, 0.9, 0.95, 1.2, 0.85, 0.8, 1.25, 1, 1.05, 0.9],
            weekend: 0.05),
          SampleSeason(
            months: [1.1, 0.4, 1.3, 1, 1, 1.2, 0.9, 0.95, 1.25, 0.8, 1.1, 1.3], weekend: 0.2,
            events: [SampleSeason.Event(month: 10, days: 1...7, factor: 0.05)])
        ))),
    customerLetters: "A", channels: [],
    places: [
      Phrase(en: "North", zh: "华东"), Phrase(en: "South", zh: "华南"),
      Phrase(en: "East", zh: "华北"), Phrase(en: "West", zh: "西南"),
    ])

  private static let parts = [
    Corner(
      name: Phrase(en: "bearings", zh: "轴承"),
      items: [
        Item("ball bearing 6204", "深沟球轴承 6204", 4.2, 18),
        Item("roller bearing 30206", "圆锥滚子轴承 30206", 9.6, 42),
        Item("linear guide 20", "直线导轨 20", 38, 165),
      ]),
    Corner(
      name: Phrase(en: "fasteners", zh: "紧固件"),
      items: [
        Item("bolt M8 x 40", "螺栓 M8×40", 0.22, 0.85), Item("nut M8", "螺母 M8", 0.08, 0.3),
        Item("washer 8", "垫圈 8", 0.05, 0.15), Item("threaded rod M10", "丝杆 M10", 2.4, 9.8),
      ]),
    Corner(
      name: Phrase(en: "seals", zh: "密封件"),
      items: [
        Item("O-ring 20 x 2", "O 型圈 20×2", 0.35, 1.2), Item("shaft seal 25", "油封 25", 2.1, 8.5),
        Item("flat gasket", "平垫片", 1.1, 4.2),
      ]),
    Corner(
      name: Phrase(en: "drives", zh: "传动"),
      items: [
        Item("timing belt T5", "同步带 T5", 6.8, 29), Item("gear wheel z24", "齿轮 z24", 14, 58),
        Item("coupling 14", "联轴器 14", 22, 88),
      ]),
  ]

  static let healthService = SamplePlan(
    headers: [
      Header(.day, "visit date", "就诊日期"), Header(.customerId, "patient id", "患者编号"),
      Header(.itemName, "service name", "服务项目"), Header(.corner, "department", "科室"),
      Header(.place, "site", "院区"), Header(.channel, "channel", "渠道"),
      Header(.amount, "payment amount", "实付金额"),
      Header(.satisfaction, "satisfaction", "满意度"),
    ],
    archetypes: [
      Archetype(
        name: Phrase(en: "course of visits", zh: "疗程"), share: 0.3, ordersPerMonth: 2, packs: 1,
        leavePerMonth: 0.06),
      Archetype(
        name: Phrase(en: "family", zh: "家庭"), share: 0.4, ordersPerMonth: 0.7, packs: 1,
        leavePerMonth: 0.02),
      Archetype(
        name: Phrase(en: "yearly check", zh: "年度体检"), share: 0.3, ordersPerMonth: 0.25, packs: 1,
        leavePerMonth: 0.06),
    ],
    content: .orders(
      SampleTrade(
        corners: visits, lines: 1.15, orderLetters: "V", itemLetters: "V",
        season: (
          SampleSeason(
            months: [1.2, 1.1, 1.05, 1, 0.95, 0.9, 0.85, 0.8, 0.95, 1.1, 1.15, 1], weekend: 0.2),
          SampleSeason(
            months: [1.1, 0.7, 1.1, 1.05, 1, 0.95, 0.95, 0.9, 0.95, 1, 1.15, 1.2], weekend: 0.8)
        ))),
    customerLetters: "P",
    channels: [
      Phrase(en: "online booking", zh: "微信预约"), Phrase(en: "phone", zh: "电话预约"),
      Phrase(en: "walk-in", zh: "现场"),
    ],
    places: [Phrase(en: "Old Town", zh: "城东"), Phrase(en: "Riverside", zh: "城西")])

  /// What was done and never why: a sample holds no diagnoses.
  private static let visits = [
    Corner(
      name: Phrase(en: "general practice", zh: "全科"),
      items: [
        Item("consultation", "门诊咨询", 60, 50), Item("vaccination", "疫苗接种", 35, 180),
        Item("annual check-up", "年度体检", 180, 680),
      ]),
    Corner(
      name: Phrase(en: "dentistry", zh: "口腔"),
      items: [
        Item("dental cleaning", "洗牙", 85, 260), Item("dental check", "口腔检查", 45, 80),
        Item("whitening", "牙齿美白", 220, 1_200),
      ]),
    Corner(
      name: Phrase(en: "physiotherapy", zh: "康复理疗"),
      items: [
        Item("physiotherapy session", "理疗", 70, 160), Item("massage", "推拿", 55, 138),
        Item("exercise class", "运动康复课", 25, 99),
      ]),
    Corner(
      name: Phrase(en: "eye care", zh: "眼科"),
      items: [
        Item("eye test", "验光", 40, 60), Item("contact lens fitting", "角膜镜验配", 95, 480),
      ]),
  ]
}
