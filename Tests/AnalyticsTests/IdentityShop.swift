/// A shop with two channels and a known truth: who stands behind each id of either.
///
/// What makes it hard is in it on purpose: families that share a telephone and an address, twins,
/// people of the same name, a shop's own number and empty e-mails typed in for many, changed
/// telephones, moves, typing errors, short forms, missing cells.
import Support
import Tables

struct IdentityShop {
  struct Person {
    var family: Int
    var surname: String
    var given: String
    var isMale: Bool
    var birth: Int32
    var phone: String
    var email: String
    var card: String
    var city: String
    var address: String
  }

  /// Person of each id, by source.
  private(set) var truth: [[String: Int]] = [[:], [:]]
  private(set) var files: [String] = ["", ""]
  private(set) var people: [Person] = []
  private var random: SeededRandom
  private let isChinese: Bool

  init(seed: UInt64, people count: Int, chinese: Bool) {
    random = SeededRandom(seed: seed)
    isChinese = chinese
    makePeople(count)
    makeFiles()
  }

  /// Pairs of ids that are one person, over both sources.
  var pairs: Set<[String]> { Self.pairs(truth.flatMap { $0.map { ($0.key, $0.value) } }) }

  static func pairs(_ owners: [(id: String, person: Int)]) -> Set<[String]> {
    var byPerson: [Int: [String]] = [:]
    for (id, person) in owners { byPerson[person, default: []].append(id) }
    var pairs: Set<[String]> = []
    for ids in byPerson.values {
      let sorted = ids.sorted()
      for (place, left) in sorted.enumerated() {
        for right in sorted[(place + 1)...] { pairs.insert([left, right]) }
      }
    }
    return pairs
  }
}

extension IdentityShop {
  private mutating func chance(_ share: Double) -> Bool { random.unit() < share }

  private mutating func pick<T>(_ list: [T]) -> T { list[random.below(list.count)] }

  /// Early entries come much more often, as with names and cities.
  private mutating func pickCommon(_ list: [String]) -> String {
    let unit = random.unit()
    return list[min(list.count - 1, Int(unit * unit * Double(list.count)))]
  }

  private mutating func digits(_ count: Int) -> String {
    (0..<count).map { _ in String(random.below(10)) }.joined()
  }

  private mutating func makePeople(_ count: Int) {
    while people.count < count {
      let first = newPerson(family: people.count)
      people.append(first)
      guard chance(0.18) else { continue }
      let sharesPhone = chance(0.4)
      let isTwin = chance(0.25)
      for _ in 0..<(1 + random.below(3)) {
        var other = newPerson(family: first.family)
        other.surname = first.surname
        other.city = first.city
        other.address = first.address
        if sharesPhone { other.phone = first.phone }
        if isTwin { other.birth = first.birth }
        if isChinese, isTwin, first.given.count == 2, let shared = first.given.first {
          // Siblings share a character.
          other.given = String([shared, pick(Self.characters)])
        }
        let isTaken = people.contains { $0.family == other.family && $0.given == other.given }
        if isTaken { continue }
        other.card = card(other)
        people.append(other)
      }
    }
    // People of the same name who are not the same.
    for _ in 0..<(count / 40) {
      var other = newPerson(family: people.count)
      let first = people[random.below(people.count)]
      other.surname = first.surname
      other.given = first.given
      other.isMale = first.isMale
      if chance(0.3) { other.city = first.city }
      other.card = card(other)
      people.append(other)
    }
  }

  private mutating func newPerson(family: Int) -> Person {
    let isMale = chance(0.5)
    let surname = pickCommon(isChinese ? Self.surnamesHan : Self.surnames)
    let given =
      isChinese
      ? chance(0.2)
        ? String(pick(Self.characters)) : "\(pick(Self.characters))\(pick(Self.characters))"
      : pickCommon(isMale ? Self.men : Self.women)
    let city = pickCommon(isChinese ? Self.citiesHan : Self.cities)
    let phone =
      isChinese
      ? "1\(pick(["38", "39", "86", "50", "77"]))\(digits(8))"
      : "\(2 + random.below(8))\(digits(9))"
    let host = pick(["gmail.com", "qq.com", "outlook.com", "163.com", "mail.co.uk"])
    let box =
      isChinese ? "u\(digits(7))" : "\(given.lowercased()).\(surname.lowercased())\(digits(3))"
    let street =
      isChinese
      ? "\(pick(Self.streetsHan))路\(1 + random.below(300))号\(1 + random.below(40))室"
      : "\(1 + random.below(300)) \(pick(Self.streets)) St"
    var person = Person(
      family: family, surname: surname, given: given, isMale: isMale,
      birth: Int32(-8_000 + random.below(20_000)), phone: phone, email: "\(box)@\(host)", card: "",
      city: city, address: street)
    person.card = card(person)
    return person
  }

  /// A card number whose check digit holds, by the table of GB 11643.
  private mutating func card(_ person: Person) -> String {
    let day = CivilDate.text(days: person.birth).split(separator: "-").joined()
    let serial = digits(2) + String(random.below(5) * 2 + (person.isMale ? 1 : 0))
    let body = "3301\(digits(2))\(day)\(serial)"
    let factors = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(body.utf8, factors).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
    return body + String(Array("10X98765432")[sum % 11])
  }
}

extension IdentityShop {
  private mutating func makeFiles() {
    let headers =
      isChinese
      ? ["会员ID,姓名,手机号,邮箱,身份证号,生日,性别,城市,地址", "客户编号,顾客姓名,电话,邮箱,出生日期,性别,城市,下单时间,商品,金额"]
      : [
        "member id,name,phone,email,id number,birth date,gender,city,address",
        "customer id,customer name,phone,email,date of birth,gender,city,order date,product,amount",
      ]
    var rows: [[String]] = [[], []]
    for person in people.indices {
      for source in 0..<2 where chance(0.72) {
        for _ in 0..<(chance(0.06) ? 2 : 1) {
          let id = source == 0 ? "W\(digits(7))" : "S\(digits(7))"
          guard truth[source][id] == nil else { continue }
          truth[source][id] = person
          rows[source] += source == 0 ? [member(person, id)] : orders(person, id)
        }
      }
    }
    random.shuffle(&rows[0])
    random.shuffle(&rows[1])
    files = zip(headers, rows).map { ([$0] + $1).joined(separator: "\n") + "\n" }
  }

  private mutating func member(_ person: Int, _ id: String) -> String {
    let written = writtenContact(people[person])
    let card = chance(0.35) ? people[person].card : ""
    let address = chance(0.3) ? "" : people[person].address
    return
      ([id] + written.prefix(3) + [card] + written.suffix(3) + [address])
      .map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",")
  }

  private mutating func orders(_ person: Int, _ id: String) -> [String] {
    let written = writtenContact(people[person]).map { $0.contains(",") ? "\"\($0)\"" : $0 }
    return (0..<(1 + random.below(4))).map { _ in
      let day = CivilDate.text(days: Int32(19_500 + random.below(500)))
      return ([id] + written + [day, "item\(random.below(300))", "\(5 + random.below(200))"])
        .joined(separator: ",")
    }
  }

  /// Name, phone, e-mail, birthday, gender, city as a channel has them.
  private mutating func writtenContact(_ person: Person) -> [String] {
    var phone = chance(0.07) ? "" : chance(0.07) ? newPerson(family: 0).phone : person.phone
    if chance(0.02) { phone = isChinese ? "057188886666" : "8005550199" }
    var email = chance(0.15) ? "" : chance(0.1) ? newPerson(family: 0).email : person.email
    if chance(0.04) { email = "none@none.com" }
    let birth = chance(0.2) ? "" : CivilDate.text(days: person.birth)
    let gender = isChinese ? (person.isMale ? "男" : "女") : (person.isMale ? "M" : "female")
    let city =
      chance(0.1)
      ? "" : chance(0.04) ? pickCommon(isChinese ? Self.citiesHan : Self.cities) : person.city
    return [
      writtenName(person), writtenPhone(phone), writtenEmail(email), birth,
      chance(0.1) ? "" : gender, city,
    ]
  }

  private mutating func writtenName(_ person: Person) -> String {
    if chance(0.03) { return "" }
    if isChinese {
      if chance(0.02) { return person.surname + (person.isMale ? "先生" : "女士") }
      if chance(0.02) {
        return person.surname + person.given.dropLast() + String(pick(Self.characters))
      }
      return chance(0.1) ? "\(person.surname) \(person.given)" : person.surname + person.given
    }
    var (given, surname) = (person.given, person.surname)
    if let short = Self.short[given], chance(0.25) { given = short }
    if chance(0.05), surname.count >= 6 {
      surname = typo(surname)
    } else if chance(0.03), given.count >= 6 {
      given = typo(given)
    }
    if chance(0.05) { given = String(given.prefix(1)) + "." }
    let name = chance(0.12) ? "\(surname), \(given)" : "\(given) \(surname)"
    return chance(0.1) ? name.uppercased() : chance(0.05) ? "Mr. \(name)" : name
  }

  private mutating func typo(_ word: String) -> String {
    var letters = Array(word)
    let place = 1 + random.below(letters.count - 2)
    switch random.below(3) {
    case 0: letters.remove(at: place)
    case 1: letters.swapAt(place, place + 1)
    default: letters[place] = "e"
    }
    return String(letters)
  }

  private mutating func writtenPhone(_ phone: String) -> String {
    guard phone.count >= 10 else { return phone }
    let parts = [phone.prefix(3), phone.dropFirst(3).prefix(4), phone.dropFirst(7)].map(String.init)
    switch random.below(6) {
    case 0: return (isChinese ? "+86 " : "+1 ") + parts.joined(separator: " ")
    case 1: return parts.joined(separator: "-")
    case 2:
      let wide = phone.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xfee0) }
      return wide.map { String(Character($0)) }.joined()
    default: return phone
    }
  }

  private mutating func writtenEmail(_ email: String) -> String {
    if chance(0.2) { return email.uppercased() }
    if email.hasSuffix("@gmail.com"), chance(0.2) {
      let box = email.prefix { $0 != "@" }
      return box.replacing(".", with: "") + "+shop@gmail.com"
    }
    return email
  }
}

extension IdentityShop {
  static let characters = Array("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文建国海波宁晨宇轩涵欣怡梓浩然博雅琪诗嘉俊峰鹏飞")
  static let surnamesHan =
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕".map { String($0) }
  static let citiesHan =
    "杭州 上海 北京 深圳 广州 成都 武汉 南京 苏州 西安 重庆 天津 长沙 宁波 青岛 郑州 合肥 无锡 佛山 厦门".split(separator: " ")
    .map(String.init)
  static let streetsHan = ["中山", "人民", "解放", "文一", "延安", "南京", "建设", "和平", "学院", "江南"]
  static let surnames = """
    Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker
    White Roberts Green Hall Wood Jackson Clarke Patel Khan Lewis James Phillips Mason Mitchell
    Rose Davis Rodriguez Anderson Cooper Hughes Edwards Turner Parker Collins Stewart Morris Murphy
    Richardson Bailey Bennett Campbell Kelly Simpson Marshall Harrison Ferguson Fitzgerald Sullivan
    Hamilton Gallagher Montgomery Cunningham Henderson Armstrong O'Brien McDonald Zimmermann
    """.split(whereSeparator: \.isWhitespace).map(String.init)
  static let men = """
    James Robert John Michael David William Richard Joseph Thomas Christopher Charles Daniel Matthew
    Anthony Mark Steven Andrew Paul Joshua Kenneth Kevin Brian Timothy Ronald George Jason Edward
    Jeffrey Ryan Jacob Nicholas Gary Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin
    """.split(whereSeparator: \.isWhitespace).map(String.init)
  static let women = """
    Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Karen Sarah Lisa Nancy Sandra Betty
    Ashley Emily Kimberly Margaret Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca
    Sharon Laura Cynthia Dorothy Amy Kathleen Angela Shirley Emma Brenda Pamela Nicole Anna Samantha
    """.split(whereSeparator: \.isWhitespace).map(String.init)
  static let short = [
    "James": "Jim", "Robert": "Bob", "Michael": "Mike", "William": "Bill", "Richard": "Dick",
    "Thomas": "Tom", "Elizabeth": "Liz", "Margaret": "Peggy", "Daniel": "Dan", "Steven": "Steve",
    "Jennifer": "Jenny", "Susan": "Sue", "Rebecca": "Becky", "Patricia": "Pat",
  ]
  static let cities = """
    London Leeds Bristol Manchester Glasgow Cardiff Oxford York Bath Derby Hull Luton Reading Poole
    Exeter Dover Perth Dundee Swansea Ipswich
    """.split(whereSeparator: \.isWhitespace).map(String.init)
  static let streets = ["High", "Mill", "Church", "Station", "Victoria", "Park", "Queen", "King"]
}
