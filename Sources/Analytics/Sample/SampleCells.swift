/// What stands in each cell of a sample: texts of lines and of customers by the field of a column.
import Numerics
import Support
import Tables

struct SampleCells: Sendable {
  let plan: SamplePlan
  let options: SampleOptions
  let firstDay: Int32

  private var language: Language { options.language }

  /// A cell of a line of an order.
  func text(
    _ field: SampleField, _ line: SampleLine, _ customer: SampleCustomer, _ trade: SampleTrade
  ) -> String {
    let day = firstDay + line.day
    let corner = trade.corners[Int(line.corner)]
    let place = Int(line.customer)
    switch field {
    case .orderId: return orderId(line, trade, day)
    case .day, .time:
      let style = language == .zh ? trade.dateStyle.zh : trade.dateStyle.en
      return SampleText.day(day, second: line.second, field == .time ? .withTime : style)
    case .customerId: return customer.id
    case .itemId:
      return trade.itemLetters + SampleText.digits(Int(line.corner + 1) * 100 + Int(line.item), 4)
    case .itemName: return corner.items[Int(line.item)].name.text(in: language)
    case .corner: return corner.name.text(in: language)
    case .quantity: return String(line.units)
    case .unitPrice: return SampleText.fixed(line.unitPrice, 2)
    case .amount: return SampleText.fixed(Double(line.units) * line.unitPrice, 2)
    case .channel: return word(plan.channels, Int(line.channel))
    case .rating, .satisfaction: return line.rating > 0 ? String(line.rating) : ""
    case .comment:
      guard line.rating > 0 else { return "" }
      let texts = SampleWords.comments(language, isPositive: line.rating > 3)
      return texts[Int(line.comment) % max(1, texts.count)]
    default: return person(field, customer, place)
    }
  }

  /// A cell of a customer in a book.
  func text(
    _ field: SampleField, _ customer: SampleCustomer, _ place: Int, _ book: SampleBookPlan
  ) -> String {
    if let index = book.measures.firstIndex(where: { $0.field == field }),
      customer.stands.indices.contains(index)
    {
      let measure = book.measures[index]
      let middle = language == .zh ? measure.middle.zh : measure.middle.en
      let value = middle * Math.exp(measure.spread * customer.stands[index])
      return SampleText.fixed(value, measure.decimals)
    }
    switch field {
    case .customerId: return customer.id
    case .startDay: return SampleText.day(firstDay + Int32(customer.startDay), second: 0, .iso)
    case .tenure:
      let end = min(customer.leaveDay, Double(options.lastDay - firstDay))
      return SampleText.fixed(((end - Double(customer.startDay)) / 30).rounded(.down), 0)
    case .label: return label(customer.hasLeft)
    case .plan:
      return book.plans.indices.contains(customer.archetype)
        ? book.plans[customer.archetype].name.text(in: language) : ""
    case .fee:
      guard book.plans.indices.contains(customer.archetype) else { return "" }
      let fee = book.plans[customer.archetype].fee
      return SampleText.fixed(language == .zh ? fee.zh : fee.en, 0)
    default: return person(field, customer, place)
    }
  }

  /// What tells who a customer is; the same in every row.
  private func person(_ field: SampleField, _ customer: SampleCustomer, _ place: Int) -> String {
    switch field {
    case .person: return SamplePeople.name(place, language)
    case .company: return SamplePeople.company(place, language)
    case .phone: return SamplePeople.phone(place, language)
    case .email: return SamplePeople.email(customer.id)
    case .place: return word(plan.places, place * 7 % 11)
    case .gender:
      let isFirst = place * 5 % 9 < 5
      return language == .zh ? (isFirst ? "女" : "男") : (isFirst ? "female" : "male")
    default: return ""
    }
  }

  private func label(_ hasLeft: Bool) -> String {
    language == .zh ? (hasLeft ? "是" : "否") : (hasLeft ? "yes" : "no")
  }

  private func word(_ words: [Phrase], _ place: Int) -> String {
    words.isEmpty ? "" : words[place % words.count].text(in: language)
  }

  /// Chinese shops number orders by day, in eighteen digits that are no number any more.
  private func orderId(_ line: SampleLine, _ trade: SampleTrade, _ day: Int32) -> String {
    guard language == .zh else {
      return trade.orderLetters + SampleText.digits(Int(line.order), 7)
    }
    let (year, month, number) = CivilDate.parts(days: day)
    return "\(year)" + SampleText.digits(month, 2) + SampleText.digits(number, 2)
      + SampleText.digits(Int(line.order) + 1_000_000_000, 10)
  }
}
