/// Addresses of mail and of homes, secrets in web addresses, and names.
import Learning

extension RedactedPage {
  /// Name and host around each `@`.
  mutating func hideMail() {
    for at in folded.indices where folded[at] == 64 {
      var start = at
      while start > 0, Self.isMailCharacter(folded[start - 1]) { start -= 1 }
      var end = at + 1
      while end < folded.count, Self.isMailCharacter(folded[end]) { end += 1 }
      while end > at + 1, folded[end - 1] == 46 { end -= 1 }
      guard start < at, folded[(at + 1)..<end].contains(46) else { continue }
      hide(start..<end)
    }
  }

  private static func isMailCharacter(_ value: UInt32) -> Bool {
    isDigit(value) || isLetter(value) || [46, 95, 45, 43, 37].contains(value)
  }

  private static let secretKeys = Set(
    words(
      "token key auth session sid sessionid password pwd pass secret code signature sig access_token "
        + "accesstoken apikey api-key jwt otp ticket email phone mobile openid unionid"))
  private static let schemes = words("http:// https://")
  private static let secretMin = 20

  /// Values of a web address that are secrets by their name, or look like it by their length.
  mutating func hideWebSecrets() {
    for scheme in Self.schemes {
      for start in places(of: scheme) {
        var end = start + scheme.count
        while end < folded.count, 33 <= folded[end], folded[end] <= 126 { end += 1 }
        var index = start + scheme.count
        while index < end {
          guard folded[index] == 61 else {
            index += 1
            continue
          }
          var from = index
          while from > start, ![63, 38, 35, 59].contains(folded[from - 1]) { from -= 1 }
          var to = index + 1
          while to < end, ![38, 35, 59].contains(folded[to]) { to += 1 }
          if Self.secretKeys.contains(Array(folded[from..<index]))
            || to - index - 1 >= Self.secretMin
          {
            hide(index + 1..<to)
          }
          index = to
        }
      }
    }
  }

  private static let streets = words("路 街 道 巷 弄 胡同 小区 花园 公寓 新村 大厦 社区 村")
  private static let houseUnits = words("号楼 号院 号 弄 栋 幢 座 单元 室 楼 层 房 门")
  private static let houseNumber = Set("0123456789零一二三四五六七八九十百-a b c d".unicodeScalars.map(\.value))
  private static let streetEnds = words(
    "street st road rd avenue ave lane ln drive dr boulevard blvd court ct way place pl square")

  /// A street or an estate with a number behind it, and a number with an English street.
  mutating func hideHomes() {
    for street in Self.streets {
      for place in places(of: street) {
        let end = houseEnd(place + street.count)
        guard end > place + street.count else { continue }
        var start = place
        while start > 0, place - start < 3, Scalars.isHan(folded[start - 1]),
          !Self.boundaries.contains(folded[start - 1])
        { start -= 1 }
        hide(start..<end)
      }
    }
    hideEnglishHomes()
  }

  private static let boundaries = Set("在到市区县省镇住是的送寄和与".unicodeScalars.map(\.value))

  /// The end of house, stairs and door behind a street; the place itself when there are none.
  private func houseEnd(_ start: Int) -> Int {
    var end = start
    while true {
      var index = end
      while index < folded.count, Self.houseNumber.contains(folded[index]), index - end < 6 {
        index += 1
      }
      guard index > end,
        let unit = Self.houseUnits.first(where: { unit in
          index + unit.count <= folded.count
            && folded[index..<index + unit.count].elementsEqual(unit)
        })
      else { break }
      end = index + unit.count
    }
    return end
  }

  private mutating func hideEnglishHomes() {
    for start in folded.indices
    where Self.isDigit(folded[start]) && !Self.isDigit(at(start - 1))
      && !Self.isLetter(at(start - 1))
    {
      var index = start
      while Self.isDigit(at(index)), index - start < 6 { index += 1 }
      var count = 0
      while count < 4, at(index) == 32, Self.isLetter(at(index + 1)) {
        let from = index + 1
        index = from
        while Self.isLetter(at(index)) { index += 1 }
        let isCapital = (65...90).contains(plain[from])
        guard isCapital else { break }
        count += 1
        if count >= 2, Self.streetEnds.contains(Array(folded[from..<index])) {
          hide(start..<index)
          break
        }
      }
    }
  }

  private static let surnames = Set(
    ("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤")
      .unicodeScalars.map(\.value))
  private static let titles = words("先生 女士 小姐 经理 师傅 老师 医生 阿姨 大哥")
  private static let labels = words("姓名 收货人 收件人 联系人 寄件人 我叫 我的名字是 名字叫")
  private static let englishLabels = words(
    "my_name_is i_am_called name: mr. mrs. ms. mr mrs ms dr.")

  /// Names by what stands before or behind them.
  mutating func hideNames() {
    for title in Self.titles {
      for place in places(of: title) {
        for length in [1, 2, 3]
        where place >= length && Self.surnames.contains(folded[place - length])
          && (place == length || !Scalars.isHan(folded[place - length - 1]) || length == 1)
          && folded[(place - length)..<place].allSatisfy(Scalars.isHan)
        {
          hide(place - length..<place)
          break
        }
      }
    }
    for label in Self.labels {
      for place in places(of: label) {
        var start = place + label.count
        while [32, 58, 0xff1a, 0x662f].contains(at(start)) { start += 1 }
        guard Self.surnames.contains(at(start)) else { continue }
        var end = start
        while end - start < 3, Scalars.isHan(at(end)), !Self.nameEnds.contains(at(end)) { end += 1 }
        hide(start..<end)
      }
    }
    hideEnglishNames()
  }

  private static let nameEnds = Set("的了是在电手住地，。".unicodeScalars.map(\.value))

  private mutating func hideEnglishNames() {
    for label in Self.englishLabels {
      for place in places(of: label)
      where !Self.isLetter(at(place - 1)) && !Self.isLetter(at(place + label.count)) {
        var index = place + label.count
        var count = 0
        while count < 3, at(index) == 32 || (count == 0 && at(index) == 46) {
          if at(index) == 46 { index += 1 }
          let from = index + 1
          guard at(index) == 32, from < plain.count, (65...90).contains(plain[from]) else { break }
          var end = from
          while Self.isLetter(at(end)) || at(end) == 45 || at(end) == 39 { end += 1 }
          hide(from..<end)
          index = end
          count += 1
        }
      }
    }
  }
}
