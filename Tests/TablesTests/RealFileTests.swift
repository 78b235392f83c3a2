import Glibc
import Support
import Testing

@testable import Tables

/// Public data sets as they are, without any override.
///
/// They stand beside the package, in `../shared/data`, and not in it. Where they are absent the
/// tests are skipped; the inline cases of `RoleTests` and `DialectTests` then stand alone.
enum RealData {
  /// The folder of the data sets, found from this file.
  static let folder: String = {
    let parts = #filePath.split(separator: "/").dropLast(4)
    return "/" + parts.joined(separator: "/") + "/shared/data/"
  }()

  static let isThere = access(folder + "mall/mall.csv", R_OK) == 0

  static func read(_ name: String) throws -> Table {
    try TableReader.read(path: folder + name, ReadOptions(), Run())
  }
}

@Suite(.enabled(if: RealData.isThere, "the data sets are not beside the package"))
struct RealFileTests {
  struct Case: Sendable, CustomStringConvertible {
    var description: String
    var kind: TableKind
    var rows: Int
    var roles: [Role: String]
    init(_ file: String, _ kind: TableKind, _ rows: Int, _ roles: [Role: String]) {
      self.description = file
      self.kind = kind
      self.rows = rows
      self.roles = roles
    }
  }

  static let cases: [Case] = [
    Case(
      "mall/mall.csv", .customers, 200,
      [
        .customerId: "CustomerID", .gender: "Gender", .age: "Age", .income: "Annual Income (k$)",
      ]),
    Case(
      "cdnow/CDNOW_master.txt", .transactions, 69_659,
      [
        .customerId: "customer_id", .date: "date", .quantity: "number_of_cds",
        .amount: "dollar_value",
      ]),
    Case(
      "cdnow/CDNOW_sample.txt", .transactions, 6919,
      [.customerId: "column1", .date: "column3", .quantity: "column4", .amount: "column5"]),
    Case(
      "cdnow/cdnow_customers_summary.csv", .customers, 2357,
      [.customerId: "ID", .frequency: "frequency", .recency: "recency", .tenureDays: "T"]),
    Case(
      "cdnow/cdnow_customers_summary_with_transactions.csv", .customers, 2357,
      [.customerId: "ID", .frequency: "x", .recency: "t_x", .tenureDays: "T", .monetary: "zbar"]),
    Case(
      "telco/telco.csv", .customers, 7043,
      [.customerId: "customerID", .churn: "Churn", .gender: "gender", .tenureDays: "tenure"]),
    Case(
      "movielens-100k/u.data", .interactions, 100_000,
      [.customerId: "column1", .itemId: "column2", .rating: "column3", .date: "column4"]),
    Case(
      "groceries-baskets/groceries.csv", .baskets, 43_367, [.orderId: "orderId", .itemId: "itemId"]),
    Case("waimai-10k/waimai_10k.csv", .feedback, 11_987, [.text: "review", .textLabel: "label"]),
    Case(
      "bank_churn/bank_churn.csv", .customers, 10_000,
      [
        .customerId: "CustomerId", .churn: "Exited", .name: "Surname", .region: "Geography",
        .age: "Age", .income: "EstimatedSalary",
      ]),
    Case(
      "ecommerce_spend/ecommerce_spend.csv", .customers, 500,
      [.monetary: "Yearly Amount Spent", .tenureDays: "Length of Membership"]),
    Case(
      "wholesale/wholesale.csv", .customers, 440, [.channel: "Channel", .region: "Region"]),
    Case(
      "donations/donations.csv", .customers, 22, [.frequency: "frequency", .recency: "recency"]),
    Case(
      "german_credit/german_credit.csv", .customers, 1000, [.age: "age", .target: "class"]),
    Case(
      "online_shoppers/online_shoppers.csv", .customers, 12_330, [.target: "Revenue"]),
    Case(
      "lastfm-2k/user_artists.dat", .interactions, 92_834,
      [.customerId: "userID", .itemId: "artistID"]),
    Case(
      "retailrocket-caserec/view_ecommerce.dat", .interactions, 78_371,
      [.customerId: "visitorid", .itemId: "itemid"]),
    Case("banking77/test.csv", .feedback, 3080, [.text: "text", .textLabel: "category"]),
    Case("atis/test.tsv", .feedback, 893, [.text: "column1", .textLabel: "column2"]),
    Case("thucnews-titles/test.txt", .feedback, 10_000, [.text: "column1", .textLabel: "column2"]),
    Case("uci-sentences/sentences.csv", .feedback, 3000, [.text: "sentence", .textLabel: "label"]),
    Case(
      "bdci-car-2018/train.csv", .feedback, 12_572,
      [.text: "content", .textLabel: "sentiment_value"]),
    Case(
      "airline-tweets/tweets.csv", .feedback, 14_640,
      [.text: "text", .textLabel: "airline_sentiment", .date: "tweet_created"]),
    Case("helpdesk-600/tickets.csv", .feedback, 600, [.text: "body", .textLabel: "type"]),
    Case(
      "amazon-beauty-5core/sequences.txt", .interactions, 198_502,
      [.customerId: "userId", .itemId: "itemId"]),
  ]

  @Test(arguments: cases)
  func `a public file is understood without help`(item: Case) throws {
    let table = try RealData.read(item.description)
    #expect(table.kind == item.kind)
    #expect(table.rowCount == item.rows)
    #expect(table.source.skippedCount == 0)
    for (role, header) in item.roles {
      #expect(table.column(role)?.header == header, "\(role)")
    }
  }

  @Test func `charges of a contract are features and no purchases`() throws {
    let table = try RealData.read("telco/telco.csv")
    #expect(table.roles[.amount] == nil)
    let charges = try #require(table.column(named: "TotalCharges"))
    #expect(charges.number != nil)
    #expect(charges.missingCount == 11)
  }

  @Test func `CDNOW keeps the zeros of its ids and reads compact dates`() throws {
    let table = try RealData.read("cdnow/CDNOW_master.txt")
    #expect(table.column(.customerId)?.text?[0] == "00001")
    #expect(table.column(.customerId)?.text?.dictionary.count == 23_570)
    #expect(table.column(.date)?.date?.days.min() == CivilDate.parse("1997-01-01"))
    #expect(table.column(.date)?.date?.days.max() == CivilDate.parse("1998-06-30"))
    let total = table.column(.amount)?.number?.values.reduce(0, +) ?? 0
    #expect(abs(total - 2_500_315.63) < 0.01)
  }

  @Test func `epoch seconds of ratings are dates`() throws {
    let table = try RealData.read("movielens-100k/u.data")
    let dates = try #require(table.column(.date)?.date)
    #expect(dates.days[0] == CivilDate.parse("1997-12-04"))
    #expect(dates.seconds.count == 100_000)
    #expect(table.column(.rating)?.number?.values[0] == 3)
  }
}
