/// The plans of those who keep a row for each customer: subscriptions and accounts.
import Support

extension SamplePlan {
  static let saas = SamplePlan(
    headers: [
      Header(.customerId, "account id", "客户编号"), Header(.company, "company", "公司名称"),
      Header(.email, "email", "邮箱"), Header(.plan, "plan", "套餐"),
      Header(.fee, "monthly fee", "月费"), Header(.startDay, "signup date", "注册日期"),
      Header(.tenure, "tenure months", "在网月数"), Header(.measure(0), "seats", "席位数"),
      Header(.measure(1), "logins last 30 days", "近30天登录次数"),
      Header(.measure(2), "features used", "使用功能数"),
      Header(.measure(3), "support tickets", "工单数"),
      Header(.measure(4), "late payments", "逾期次数"), Header(.label, "churned", "是否流失"),
    ],
    archetypes: [
      Archetype(
        name: Phrase(en: "solo", zh: "个人"), share: 0.4, ordersPerMonth: 0, packs: 1,
        leavePerMonth: 0, stand: [-1.2, -0.8, -0.8, -0.3, 0.6]),
      Archetype(
        name: Phrase(en: "team", zh: "团队"), share: 0.4, ordersPerMonth: 0, packs: 1,
        leavePerMonth: 0, stand: [0.2, 0.3, 0.4, 0.2, 0]),
      Archetype(
        name: Phrase(en: "enterprise", zh: "企业"), share: 0.2, ordersPerMonth: 0, packs: 1,
        leavePerMonth: 0, stand: [1.8, 1.3, 1.2, 0.9, -0.6]),
    ],
    content: .customers(
      SampleBookPlan(
        measures: [
          SampleBookPlan.Measure(
            field: .measure(0), middle: (12, 12), spread: 0.9, decimals: 0, weight: -0.2),
          SampleBookPlan.Measure(
            field: .measure(1), middle: (90, 90), spread: 0.8, decimals: 0, weight: -1.4),
          SampleBookPlan.Measure(
            field: .measure(2), middle: (9, 9), spread: 0.4, decimals: 0, weight: -0.6),
          SampleBookPlan.Measure(
            field: .measure(3), middle: (4, 4), spread: 0.6, decimals: 0, weight: 0.9),
          SampleBookPlan.Measure(
            field: .measure(4), middle: (1.6, 1.6), spread: 0.6, decimals: 0, weight: 0.7),
        ],
        intercept: -1.6, leaveDays: 90,
        plans: [
          (Phrase(en: "starter", zh: "基础版"), (19, 99)),
          (Phrase(en: "business", zh: "专业版"), (99, 599)),
          (Phrase(en: "enterprise", zh: "旗舰版"), (490, 2_999)),
        ])),
    customerLetters: "ACC", channels: [], places: [])

  static let finance = SamplePlan(
    headers: [
      Header(.customerId, "client no", "客户号"), Header(.person, "full name", "客户姓名"),
      Header(.phone, "phone", "手机号"), Header(.age, "age", "年龄"),
      Header(.gender, "gender", "性别"), Header(.place, "region", "地区"),
      Header(.startDay, "registration date", "开户日期"),
      Header(.measure(1), "annual income", "年收入"), Header(.measure(2), "balance", "账户余额"),
      Header(.measure(3), "products held", "持有产品数"),
      Header(.measure(4), "transfers per month", "月均转账笔数"),
      Header(.measure(5), "complaints", "投诉次数"), Header(.label, "churned", "是否流失"),
    ],
    archetypes: [
      Archetype(
        name: Phrase(en: "young saver", zh: "年轻储户"), share: 0.4, ordersPerMonth: 0, packs: 1,
        leavePerMonth: 0, stand: [-1.3, -0.9, -1.2, -0.8, 1, 0.2]),
      Archetype(
        name: Phrase(en: "family", zh: "家庭账户"), share: 0.35, ordersPerMonth: 0, packs: 1,
        leavePerMonth: 0, stand: [0.3, 0.4, 0.2, 0.9, 0.3, 0]),
      Archetype(
        name: Phrase(en: "wealthy", zh: "高净值"), share: 0.25, ordersPerMonth: 0, packs: 1,
        leavePerMonth: 0, stand: [1.4, 1.6, 1.9, 0.4, -1.3, -0.2]),
    ],
    content: .customers(
      SampleBookPlan(
        measures: [
          SampleBookPlan.Measure(
            field: .age, middle: (44, 42), spread: 0.22, decimals: 0, weight: 0.2),
          SampleBookPlan.Measure(
            field: .measure(1), middle: (52_000, 160_000), spread: 0.4, decimals: 0, weight: 0),
          SampleBookPlan.Measure(
            field: .measure(2), middle: (8_000, 60_000), spread: 1, decimals: 2, weight: -0.5),
          SampleBookPlan.Measure(
            field: .measure(3), middle: (2.4, 2.4), spread: 0.4, decimals: 0, weight: -1.1),
          SampleBookPlan.Measure(
            field: .measure(4), middle: (9, 18), spread: 0.5, decimals: 0, weight: -1),
          SampleBookPlan.Measure(
            field: .measure(5), middle: (0.9, 0.9), spread: 0.8, decimals: 0, weight: 1.3),
        ],
        intercept: -1.7, leaveDays: 90)),
    customerLetters: "F", channels: [],
    places: [
      Phrase(en: "North", zh: "上海"), Phrase(en: "Midlands", zh: "广州"),
      Phrase(en: "South", zh: "重庆"), Phrase(en: "Islands", zh: "南京"),
    ])
}
