/// People and companies that are nobody: invented surnames, numbers that are never given out.
///
/// 555-0100 to 555-0199 are kept for stories by the North American numbering plan, example.com by
/// RFC 2606; Chinese numbers are masked in the middle as exports have them, and so are names.
import Support

enum SamplePeople {
  private static let firstEn = [
    "Ada", "Ben", "Cleo", "Dev", "Ella", "Finn", "Gia", "Hugo", "Iris", "Jon", "Kira", "Liam",
    "Mina", "Noah", "Opal", "Piet", "Quin", "Rosa", "Sam", "Tess",
  ]
  private static let lastEn = [
    "Sampleton", "Mockridge", "Fabler", "Placeholt", "Testwell", "Fauxley", "Dummond", "Madeup",
    "Fictor", "Specimen",
  ]
  private static let lastZh = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"]
  private static let endZh = ["芳", "伟", "娜", "敏", "静", "磊", "洋", "艳", "杰", "涛", "明", "霞"]
  private static let companiesEn = [
    "Northgate", "Bluewater", "Ironvale", "Cedarline", "Summitfield", "Redbrook", "Silverpine",
    "Oakmere", "Kingsbarrow", "Larkhill",
  ]
  private static let tradesEn = ["Fabrication", "Tooling", "Systems", "Motors", "Labs", "Works"]
  private static let companiesZh = ["启明", "远山", "华示", "北岭", "青禾", "金桥", "海岳", "云帆", "瑞例", "恒样"]
  private static let tradesZh = ["机械", "电子", "科技", "精工", "设备", "材料"]

  static func name(_ number: Int, _ language: Language) -> String {
    language == .zh
      ? pick(lastZh, number, 3) + "某" + pick(endZh, number, 5)
      : pick(firstEn, number, 3) + " " + pick(lastEn, number, 5)
  }

  static func company(_ number: Int, _ language: Language) -> String {
    language == .zh
      ? pick(companiesZh, number, 7) + pick(tradesZh, number, 11) + "（示例）有限公司"
      : pick(companiesEn, number, 7) + " " + pick(tradesEn, number, 11) + " (sample) Ltd"
  }

  static func phone(_ number: Int, _ language: Language) -> String {
    let mixed = mix(number, 13)
    guard language == .zh else {
      return "(\(200 + mixed % 700)) 555-01" + SampleText.digits(mixed / 700 % 100, 2)
    }
    let starts = ["138", "139", "150", "158", "177", "186", "199"]
    return starts[mixed % starts.count] + "****" + SampleText.digits(mixed / 7 % 10_000, 4)
  }

  static func email(_ id: String) -> String { "\(id.lowercased())@example.com" }

  private static func pick(_ words: [String], _ number: Int, _ salt: Int) -> String {
    words[mix(number, salt) % words.count]
  }

  /// A large number that looks like no order of the customers; never negative.
  private static func mix(_ number: Int, _ salt: Int) -> Int {
    var random = SeededRandom(seed: UInt64(truncatingIfNeeded: number), stream: salt)
    return Int(random.next() >> 2)
  }
}
