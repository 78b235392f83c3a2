/// Numbers and days of a sample as its files write them.
import Tables

enum SampleText {
  /// To whole cents.
  static func cents(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  /// An amount with so many decimals, without separators.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let scale = [1.0, 10, 100][min(2, max(0, decimals))]
    let rounded = (min(1e12, max(-1e12, value)) * scale).rounded()
    let whole = Int(rounded.magnitude)
    let sign = rounded < 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let unit = Int(scale)
    return sign + String(whole / unit) + "." + digits(whole % unit, min(2, decimals))
  }

  /// A number with zeros before it.
  static func digits(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  static func day(_ day: Int32, second: Int32, _ style: SampleDateStyle) -> String {
    let (year, month, number) = CivilDate.parts(days: day)
    switch style {
    case .iso: return CivilDate.text(days: day)
    case .slashes: return "\(year)/\(month)/\(number)"
    case .han: return "\(year)年\(month)月\(number)日"
    case .withTime:
      let (hour, minute) = (Int(second) / 3_600, Int(second) / 60 % 60)
      let time = [hour, minute, Int(second) % 60].map { digits($0, 2) }.joined(separator: ":")
      return "\(CivilDate.text(days: day)) \(time)"
    }
  }
}
