import Support
import Testing

@testable import Tables

/// Reads inline text with plain options.
func read(_ text: String, _ change: (inout ReadOptions) -> Void = { _ in }) throws -> Table {
  var options = ReadOptions()
  change(&options)
  return try TableReader.read(text: text, named: "t", options, Run())
}

@Suite struct RoleTests {
  struct Case: Sendable, CustomStringConvertible {
    var text: String
    var kind: TableKind
    var roles: [Role: String]
    var description: String { String(text.prefix(60)) }
  }

  static let cases: [Case] = [
    Case(
      text:
        "客户ID,购买日期,购买金额,商品名称\n001,2024-01-05,99.5,咖啡\n001,2024-02-05,20,茶\n002,2024-02-06,30,茶\n",
      kind: .transactions,
      roles: [.customerId: "客户ID", .date: "购买日期", .amount: "购买金额", .itemName: "商品名称"]),
    Case(
      text: "客户ID,购买频率,最近购买天数,购买金额\n001,5,10,99\n002,3,30,20\n003,9,2,340\n",
      kind: .customers,
      roles: [.customerId: "客户ID", .frequency: "购买频率", .recency: "最近购买天数", .monetary: "购买金额"]),
    Case(
      text: "年龄,性别,年收入（万元）,购买金额,购买频率\n25,男,12,300,3\n31,女,20,800,7\n44,男,31,200,1\n",
      kind: .customers,
      roles: [
        .age: "年龄", .gender: "性别", .income: "年收入（万元）", .monetary: "购买金额", .frequency: "购买频率",
      ]),
    Case(
      text:
        "用户编号,注册时间,使用时长,满意度,是否流失\nu1,2023-01-01,120,4,否\nu2,2023-02-01,30,2,是\nu3,2023-02-07,90,5,否\n",
      kind: .customers,
      roles: [
        .customerId: "用户编号", .firstDate: "注册时间", .tenureDays: "使用时长", .satisfaction: "满意度",
        .churn: "是否流失",
      ]),
    Case(
      text:
        "评论,评分,日期\n很好吃，下次再来，强烈推荐,5,2024-01-01\n送得太慢了，不会再点了,1,2024-01-02\n一般般，没有想象的好,3,2024-01-03\n",
      kind: .feedback, roles: [.text: "评论", .rating: "评分", .date: "日期"]),
    Case(
      text:
        "订单号,买家昵称,下单时间,实付金额,数量,单价\nA1,小王,2024-01-01 10:00:00,20,2,10\nA2,小李,2024-01-02 11:00:00,30,1,30\n",
      kind: .transactions,
      roles: [
        .orderId: "订单号", .customerId: "买家昵称", .date: "下单时间", .amount: "实付金额", .quantity: "数量",
        .unitPrice: "单价",
      ]),
    Case(
      text: "review,tags\nlate and dear,delivery|price\nbroke at once,quality\n",
      kind: .feedback, roles: [.text: "review", .textLabel: "tags"]),
    Case(
      text: "text,rating\n" + String(repeating: "good,5\nbad,1\n", count: 20),
      kind: .feedback, roles: [.text: "text", .rating: "rating"]),
    Case(
      text: "评论,话题\n送得太慢了，价格也贵,物流、价格\n用了一天就坏了,质量\n",
      kind: .feedback, roles: [.text: "评论", .textLabel: "话题"]),
    Case(
      text: "product,item_id,user_id,date\nmug,10,1,2024-01-02\nbowl,11,2,2024-01-02\n",
      kind: .interactions,
      roles: [.itemName: "product", .itemId: "item_id", .customerId: "user_id", .date: "date"]),
    Case(
      text: "商品,货号,用户ID,时间\n杯子,10,1,2024-01-02\n碗,11,2,2024-01-02\n",
      kind: .interactions,
      roles: [.itemName: "商品", .itemId: "货号", .customerId: "用户ID", .date: "时间"]),
    Case(
      text: "user_id,product,date\n1,mug,2024-01-02\n2,bowl,2024-01-02\n",
      kind: .interactions, roles: [.itemId: "product", .customerId: "user_id", .date: "date"]),
    Case(
      text: "user_id,item_id,rating\n1,10,5\n1,11,3\n2,10,4\n2,12,1\n3,10,2\n",
      kind: .interactions, roles: [.customerId: "user_id", .itemId: "item_id", .rating: "rating"]),
    Case(
      text:
        "user_id,event_time,event\n1,2024-01-01,login\n1,2024-01-02,click\n2,2024-01-02,login\n",
      kind: .events, roles: [.customerId: "user_id", .date: "event_time"]),
    Case(
      text: "user_id,group,converted\n1,control,0\n2,treatment,1\n3,control,1\n4,treatment,0\n",
      kind: .experiment,
      roles: [.customerId: "user_id", .treatment: "group", .outcome: "converted"]),
    Case(
      text: "respondent,nps,city\nr1,9,北京\nr2,3,上海\nr3,10,北京\n",
      kind: .survey, roles: [.npsScore: "nps", .region: "city"]),
    Case(
      text:
        "customer_id,name,email,phone\n1,Ann,ann@example.com,13812345678\n2,Bo,bo@example.org,13912345678\n",
      kind: .customers,
      roles: [.customerId: "customer_id", .name: "name", .email: "email", .phone: "phone"]),
    Case(
      text: "CustomerNo,OrderDate,TotalAmount\n7,2024-01-01,5.5\n7,2024-01-09,6\n8,2024-02-01,7\n",
      kind: .transactions,
      roles: [.customerId: "CustomerNo", .date: "OrderDate", .amount: "TotalAmount"]),
  ]

  static let more: [Case] = [
    Case(
      text: "CustomerID,Recency,Frequency,Monetary\n1,10,5,99\n2,30,3,20\n3,9,2,34\n",
      kind: .customers,
      roles: [
        .customerId: "CustomerID", .recency: "Recency", .frequency: "Frequency",
        .monetary: "Monetary",
      ]),
    Case(
      text: "user_id,product_id,purchase_date,price\n1,a,2024-01-01,5\n1,b,2024-01-04,7\n",
      kind: .transactions,
      roles: [
        .customerId: "user_id", .itemId: "product_id", .date: "purchase_date", .amount: "price",
      ]),
    Case(
      text:
        "customer_id,contract_end_date,monthly_fee,churned\n1,2024-01-01,5,0\n2,2024-02-01,6,1\n",
      kind: .customers, roles: [.customerId: "customer_id", .churn: "churned"]),
    Case(
      text: "customer_id,last_purchase_date,total_spent,num_orders,churn\n1,2024-01-01,5,1,0\n"
        + "2,2024-02-01,6,2,1\n",
      kind: .customers,
      roles: [
        .customerId: "customer_id", .lastDate: "last_purchase_date", .monetary: "total_spent",
        .frequency: "num_orders", .churn: "churn",
      ]),
    Case(
      text:
        "email,order_date,amount\na@b.cn,2024-01-01,5\na@b.cn,2024-01-03,6\nc@d.cn,2024-02-01,7\n",
      kind: .transactions, roles: [.customerId: "email", .date: "order_date", .amount: "amount"]),
    Case(
      text: "会员号,性别,年龄,城市,最近一次购买日期,累计消费金额,购买次数,流失\nm1,男,30,北京,2024-01-01,500,5,0\n"
        + "m2,女,25,上海,2024-02-01,800,7,1\nm3,女,41,广州,2024-03-01,20,1,0\n",
      kind: .customers,
      roles: [
        .customerId: "会员号", .gender: "性别", .age: "年龄", .region: "城市", .lastDate: "最近一次购买日期",
        .monetary: "累计消费金额", .frequency: "购买次数", .churn: "流失",
      ]),
    Case(
      text: "客户编号,年龄,月均消费,服务响应时间,投诉次数,是否流失\n1,30,200,5,0,否\n2,44,100,30,3,是\n",
      kind: .customers,
      roles: [
        .customerId: "客户编号", .age: "年龄", .responseTime: "服务响应时间", .churn: "是否流失",
      ]),
    Case(
      text: "交易流水号,会员卡号,交易时间,商品编码,商品名称,购买数量,单价,销售金额,渠道来源\n"
        + "T1,V1,2024/1/5 10:00,S1,咖啡,1,20,20,微信\nT2,V1,2024/1/6 11:00,S2,茶,2,10,20,门店\n",
      kind: .transactions,
      roles: [
        .orderId: "交易流水号", .customerId: "会员卡号", .date: "交易时间", .itemId: "商品编码",
        .itemName: "商品名称", .quantity: "购买数量", .unitPrice: "单价", .amount: "销售金额",
        .channel: "渠道来源",
      ]),
    Case(
      text:
        "feedback,sentiment\n\"great product, works well\",positive\nbroken after a day,negative\n",
      kind: .feedback, roles: [.text: "feedback", .textLabel: "sentiment"]),
    Case(
      text:
        "user_id,movie_id,rating,timestamp\n1,10,5,964982703\n1,12,3,964982704\n2,10,4,964982705\n",
      kind: .interactions,
      roles: [
        .customerId: "user_id", .itemId: "movie_id", .rating: "rating", .date: "timestamp",
      ]),
    Case(
      text:
        "age,income,spending,gender,cluster\n23,50000,40,M,1\n45,90000,12,F,2\n36,70000,77,F,1\n",
      kind: .customers, roles: [.age: "age", .income: "income", .gender: "gender"]),
  ]

  @Test(arguments: cases + more)
  func `columns and rows are known for what they are`(item: Case) throws {
    let table = try read(item.text)
    #expect(table.kind == item.kind)
    for (role, header) in item.roles {
      #expect(table.column(role)?.header == header, "\(role)")
    }
  }

  @Test func `an active flag is churn turned round`() throws {
    let table = try read("客户编号,是否活跃,年龄\n1,1,20\n2,0,30\n3,1,40\n")
    #expect(table.roles[.churn]?.inverted == true)
    #expect(table.roles[.churn]?.header == "是否活跃")
  }

  @Test func `a stated column wins and is certain`() throws {
    let table = try read("a,b,c\n1,2024-01-01,5\n1,2024-01-02,6\n") {
      $0.columns = [.customerId: "a", .amount: "#3"]
    }
    #expect(table.roles[.customerId]?.overridden == true)
    #expect(table.roles[.customerId]?.confidence == 1)
    #expect(table.column(.amount)?.header == "c")
    #expect(table.column(.customerId)?.text?[0] == "1")
  }

  @Test func `a stated column that is not there is refused with near names`() {
    #expect(
      throws: TableError.columnNotFound(
        role: "amount", headers: ["id", "amuont"], candidates: ["amuont"])
    ) {
      try read("id,amuont\n1,2\n") { $0.columns = [.amount: "amount"] }
    }
  }

  @Test(arguments: ["00001", "123456789012345678", "1.0", "007-A", "0x1F"])
  func `an id stays as it is written`(id: String) throws {
    let table = try read("customer_id,amount,date\n\(id),1,2024-01-01\n\(id),2,2024-01-02\n")
    #expect(table.column(.customerId)?.text?[0] == id)
  }

  @Test func `two columns that fit alike are told`() throws {
    let table = try read("order date,payment date,customer,amount\n2024-01-01,2024-01-02,a,1\n")
    #expect(table.notices.contains { $0.code == "ambiguousColumn" && $0.path == "date" })
    #expect(table.roles[.date]?.runnerUp?.header == "payment date")
  }

  @Test func `values without headers tell who, what, how good and when`() throws {
    var text = ""
    for row in 0..<300 {
      text +=
        "\(100 + row * 7 % 50)\t\(row * 13 % 97 + 20)\t\(row % 5 + 1)\t\(881_250_949 + row * 3600)\n"
    }
    let table = try read(text)
    #expect(!table.source.hasHeader)
    #expect(table.kind == .interactions)
    #expect(table.roles[.customerId]?.column == 0)
    #expect(table.roles[.itemId]?.column == 1)
    #expect(table.roles[.rating]?.column == 2)
    #expect(table.roles[.date]?.column == 3)
    #expect(table.columns[0].header == "column1")
  }

  @Test func `the language is that of the headers`() throws {
    #expect(try read("客户,金额\na,1\n").language == .zh)
    #expect(try read("customer,amount\n小王,1\n").language == .en)
    #expect(try read("小王,1\n小李,2\n小张,3\n").language == .zh)
  }
}

extension RoleTests {
  @Test(.timeLimit(.minutes(1)))
  func `names of millions of letters are compared in no time`() throws {
    let giant = String(repeating: "x", count: 4_000_000)
    #expect(RoleFinder.place(of: giant, ["a", "b"], true) == nil)
    #expect(RoleFinder.similar(giant, ["a", giant + "y"]).count <= 1)
    #expect(RoleFinder.place(of: giant, ["a", giant.uppercased()], true) == 1)
  }
}
