/// Traditional characters of headers as simplified ones, so that each name is written down once.
///
/// Only characters that headers of shops hold; values stay as they are.

enum PlainHan {
  private static let traditional = Array(
    ("訂單編號會員額購買時間顧戶數價類別標籤評論內電話郵區齡總銷費頻滿來聯絡註冊應響復"
      + "實驗組結轉換課學產貨發態項問題鄉縣國際見識證碼機聲過還進動長開關門備記錄處線級積"
      + "點質務業東車貝優營運輸遞達賣賬帳儲獎").unicodeScalars)
  private static let simplified = Array(
    ("订单编号会员额购买时间顾户数价类别标签评论内电话邮区龄总销费频满来联络注册应响复"
      + "实验组结转换课学产货发态项问题乡县国际见识证码机声过还进动长开关门备记录处线级积"
      + "点质务业东车贝优营运输递达卖账账储奖").unicodeScalars)

  private static let table = Dictionary(
    zip(traditional, simplified), uniquingKeysWith: { first, _ in first })

  static func of(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    0x4e00 <= scalar.value && scalar.value <= 0x9fff ? table[scalar] ?? scalar : scalar
  }
}
