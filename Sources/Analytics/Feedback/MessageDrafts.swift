/// Messages to customers, drafted for a person to read and send: only to those who agreed, each
/// once, with what the file knows of them but nothing that identifies them.
package import Support
package import Tables

package struct MessageDrafts: Sendable {
  package enum Purpose: String, Sendable, CaseIterable {
    case thanks, reminder, winBack, coupon, reviewRequest
  }

  package enum Tone: String, Sendable, CaseIterable { case friendly, formal, brief }

  package enum Block: String, Sendable, CaseIterable {
    case noConsent, consentUnknown, duplicate, missingValue
  }

  package struct Draft: Sendable {
    package let customer: String
    /// Nil where somebody must not be written to.
    package let text: String?
    package let block: Block?
    /// Places that were filled with nothing: the sender's to fill in, or empty in the file.
    package let open: [String]
  }

  package let drafts: [Draft]
  package let template: String
  package let language: Language
  /// The header that says who agreed; nil where the file says nothing of it.
  package let consentHeader: String?
  package let notices: [Notice]

  package var readyCount: Int { drafts.count { $0.text != nil } }

  /// - Parameters:
  ///   - template: text with places such as `{column}`; nil takes that of the purpose and tone.
  ///   - needsConsent: whether to draft for those alone of whom the file says that they agreed.
  package init(
    _ table: Table, template: String?, purpose: Purpose, tone: Tone, language: Language,
    needsConsent: Bool, _ run: Run
  ) throws {
    let text = template ?? MessageTemplates.text(purpose, tone, language)
    let parts = try MessageParts(text, table)
    guard let people = table.column(.customerId)?.asText() else {
      throw AnalyticsError.missingRole(
        roles: [Role.customerId.rawValue], headers: table.columns.map(\.header))
    }
    let consent = Consent(table)
    var seen = [Bool](repeating: false, count: people.dictionary.count)
    var drafts: [Draft] = []
    for row in 0..<table.rowCount {
      if row % 4096 == 0 { try run.checkpoint() }
      let code = people.codes[row]
      guard code >= 0 else { continue }
      let id = people.dictionary[Int(code)]
      let (filled, open, isMissing) = parts.filled(row)
      let block: Block? =
        switch consent.says(row) {
        case false: .noConsent
        case nil where needsConsent: .consentUnknown
        default: seen[Int(code)] ? .duplicate : isMissing ? .missingValue : nil
        }
      if block == nil { seen[Int(code)] = true }
      drafts.append(
        Draft(
          customer: id, text: block == nil ? filled : nil, block: block,
          open: block == nil ? open : []))
    }
    self.drafts = drafts
    self.template = text
    self.language = language
    consentHeader = consent.header
    var notices: [Notice] = []
    if consent.header == nil {
      notices.append(
        Notice(
          "consentUnknown",
          en: needsConsent
            ? "no column says who agreed to be written to, so nobody is drafted for"
            : "no column says who agreed to be written to: make sure before sending",
          zh: needsConsent ? "没有同意列，因此未生成任何草稿" : "没有同意列：发送前请确认已获同意",
          path: "columns.consent"))
    }
    if !parts.personal.isEmpty {
      let list = parts.personal.joined(separator: ", ")
      notices.append(
        Notice(
          "personalPlaces",
          en: "left for the sender to fill in, since they identify people: \(list)",
          zh: "含个人信息，留待发送方填写：\(list)"))
    }
    self.notices = notices
  }
}

/// Who agreed to be written to.
private struct Consent {
  let header: String?
  private let column: Column?
  private let isInverted: Bool

  private static let yes: Set<String> = ["同意", "已同意", "opted in", "opt-in", "subscribed"]
  private static let no: Set<String> = [
    "不同意", "未同意", "opted out", "opt-out", "unsubscribed",
  ]

  init(_ table: Table) {
    column = table.column(.consent)
    header = column?.header
    isInverted = table.roles[.consent]?.inverted ?? false
  }

  /// Nil where nothing is said.
  func says(_ row: Int) -> Bool? {
    guard let word = column?.asText()[row]?.lowercased() else { return nil }
    let isYes = BinaryLabel.positiveWords.contains(word) || Self.yes.contains(word)
    guard isYes || BinaryLabel.negativeWords.contains(word) || Self.no.contains(word) else {
      return nil
    }
    return isYes != isInverted
  }
}

/// A template in pieces: text, and places by header.
private struct MessageParts {
  private enum Part {
    case text(String)
    case value(TextColumn, name: String)
    case personal(String)
  }

  private let parts: [Part]
  let personal: [String]

  /// - Throws: `unknownName` for a place that is no header.
  init(_ template: String, _ table: Table) throws(AnalyticsError) {
    var parts: [Part] = []
    var personal: [String] = []
    var rest = Substring(template)
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else { break }
      let name = String(rest[rest.index(after: open)..<close])
      parts.append(.text(String(rest[..<open])))
      let column = table.columns.first { $0.header == name }
      if Self.senders.contains(name) || column.map(ColumnSummary.isPersonal) ?? false {
        parts.append(.personal(name))
        if !personal.contains(name) { personal.append(name) }
      } else if let column {
        parts.append(.value(column.asText(), name: name))
      } else {
        throw .unknownName(
          parameter: "params.template", found: name,
          known: Self.senders + table.columns.map(\.header))
      }
      rest = rest[rest.index(after: close)...]
    }
    parts.append(.text(String(rest)))
    self.parts = parts
    self.personal = personal
  }

  /// Places that the sender fills in.
  private static let senders = ["name", "shop", "link"]

  func filled(_ row: Int) -> (text: String, open: [String], isMissing: Bool) {
    var (text, open, isMissing) = ("", [String](), false)
    for part in parts {
      switch part {
      case .text(let words): text += words
      case .personal(let name):
        text += "{\(name)}"
        if !open.contains(name) { open.append(name) }
      case .value(let column, let name):
        if let value = column[row] {
          text += value
        } else {
          isMissing = true
          text += "{\(name)}"
        }
      }
    }
    return (text, open, isMissing)
  }
}

/// Messages for usual purposes, in three tones and two languages.
enum MessageTemplates {
  static func text(
    _ purpose: MessageDrafts.Purpose, _ tone: MessageDrafts.Tone, _ language: Language
  ) -> String {
    let phrase =
      switch purpose {
      case .thanks: thanks(tone)
      case .reminder: reminder(tone)
      case .winBack: winBack(tone)
      case .coupon: coupon(tone)
      case .reviewRequest: reviewRequest(tone)
      }
    return phrase.text(in: language)
  }

  private static func thanks(_ tone: MessageDrafts.Tone) -> Phrase {
    switch tone {
    case .friendly:
      Phrase(
        en: "Hi {name}, thank you so much for your order! We hope you enjoy it. {shop}",
        zh: "嗨，{name}，非常感谢您的惠顾，祝您用得开心！{shop}")
    case .formal:
      Phrase(
        en: "Dear {name}, we thank you for your order and your trust. Yours sincerely, {shop}",
        zh: "尊敬的{name}：感谢您的订购与信任。此致，{shop}")
    case .brief: Phrase(en: "Thank you for your order! {shop}", zh: "感谢您的惠顾！{shop}")
    }
  }

  private static func reminder(_ tone: MessageDrafts.Tone) -> Phrase {
    switch tone {
    case .friendly:
      Phrase(
        en: "Hi {name}, it may be time to stock up again: {link}. {shop}",
        zh: "嗨，{name}，差不多该补货啦：{link}。{shop}")
    case .formal:
      Phrase(
        en: "Dear {name}, we would like to remind you of your usual order: {link}. {shop}",
        zh: "尊敬的{name}：谨此提醒您常购的商品：{link}。{shop}")
    case .brief: Phrase(en: "Time to reorder? {link} {shop}", zh: "需要补货吗？{link} {shop}")
    }
  }

  private static func winBack(_ tone: MessageDrafts.Tone) -> Phrase {
    switch tone {
    case .friendly:
      Phrase(
        en: "Hi {name}, we miss you! Have a look at what is new: {link}. {shop}",
        zh: "嗨，{name}，好久不见，来看看新品吧：{link}。{shop}")
    case .formal:
      Phrase(
        en: "Dear {name}, we should be glad to welcome you again: {link}. {shop}",
        zh: "尊敬的{name}：诚邀您再次光临：{link}。{shop}")
    case .brief: Phrase(en: "New since your last visit: {link} {shop}", zh: "上新啦：{link} {shop}")
    }
  }

  private static func coupon(_ tone: MessageDrafts.Tone) -> Phrase {
    switch tone {
    case .friendly:
      Phrase(
        en: "Hi {name}, a little present for you: {link}. {shop}",
        zh: "嗨，{name}，送您一份小礼物：{link}。{shop}")
    case .formal:
      Phrase(
        en: "Dear {name}, please accept this voucher with our thanks: {link}. {shop}",
        zh: "尊敬的{name}：谨奉上优惠券以表谢意：{link}。{shop}")
    case .brief: Phrase(en: "Your voucher: {link} {shop}", zh: "您的优惠券：{link} {shop}")
    }
  }

  private static func reviewRequest(_ tone: MessageDrafts.Tone) -> Phrase {
    switch tone {
    case .friendly:
      Phrase(
        en: "Hi {name}, how do you like it? Tell us in a minute: {link}. {shop}",
        zh: "嗨，{name}，用得怎么样？一分钟告诉我们：{link}。{shop}")
    case .formal:
      Phrase(
        en: "Dear {name}, your opinion matters to us; please leave it here: {link}. {shop}",
        zh: "尊敬的{name}：您的意见对我们十分重要，请在此留下评价：{link}。{shop}")
    case .brief: Phrase(en: "Please rate your order: {link} {shop}", zh: "请评价您的订单：{link} {shop}")
    }
  }
}
