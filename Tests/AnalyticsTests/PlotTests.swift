/// What pictures are made of: widths of text, round ticks, colours, bins, and well-formed XML.
import Foundation
import Numerics
import Support
import Tables
import TestKit
import Testing

@testable import Analytics

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct PlotPartTests {
  @Test(arguments: [
    (0.0, 10.0, 5, [0.0, 2, 4, 6, 8, 10]), (0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    (-3, 7, 4, [0, 5]), (0.13, 0.19, 3, [0.14, 0.16, 0.18]),
    (1_200, 98_000, 5, [20_000, 40_000, 60_000, 80_000]), (3, 3, 5, [3]),
  ])
  func `ticks are round and within the range`(
    low: Double, high: Double, target: Int, wanted: [Double]
  ) {
    let ticks = Ticks(low...high, about: target).values
    #expect(ticks.count == wanted.count)
    for (own, other) in zip(ticks, wanted) { #expect(abs(own - other) < 1e-9 * max(1, high)) }
  }

  @Test func `ticks of any range are few, rising and inside`() {
    var random = SeededRandom(seed: 4)
    for _ in 0..<2_000 {
      let size = Math.pow(10, 40 * random.unit() - 20)
      let low = (random.unit() - 0.5) * size
      let high = low + random.unit() * size + size * 1e-3
      let values = Ticks(low...high, about: 1 + random.below(12)).values
      #expect(values.count <= 40)
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
      let slack = (high - low) * 1e-6
      #expect(values.allSatisfy { low - slack <= $0 && $0 <= high + slack })
    }
    #expect(Ticks(0...3, about: 10, wholeOnly: true).values == [0, 1, 2, 3])
  }

  @Test func `a range without width is given some`() {
    for value in [0.0, 5, -2, 1e9] {
      let range = Ticks.widened(value...value, about: 4)
      #expect(range.lowerBound < value && value < range.upperBound)
    }
    #expect(Ticks.widened(0...93, about: 5) == 0...100)
  }

  @Test(arguments: [
    (NumberStyle.plain, 12_000.0, 4_000.0, "12k", "1.2万"), (.plain, 2_500, 500, "2,500", "2,500"),
    (.plain, 3_000_000, 1_000_000, "3M", "300万"), (.percent, 0.25, 0.05, "25 %", "25 %"),
    (.percent, 0.125, 0.005, "12.5 %", "12.5 %"), (.plain, 0.4, 0.2, "0.4", "0.4"),
  ])
  func `numbers of an axis are short`(
    style: NumberStyle, value: Double, step: Double, en: String, zh: String
  ) {
    #expect(style.text(value, step: step, in: .en) == en)
    #expect(style.text(value, step: step, in: .zh) == zh)
  }

  @Test func `a scale goes straight from one end to the other`() {
    let scale = Scale(values: 10...20, places: (100, 0))
    #expect(scale(10) == 100 && scale(20) == 0 && scale(12.5) == 75)
    #expect(Scale(values: 3...3, places: (0, 10))(3) == 5)
  }

  @Test func `Chinese letters are as wide as high, and what is cut fits`() {
    #expect(TextWidth.of("客户细分", size: 10) == 40)
    #expect(TextWidth.of("iiii", size: 10) < TextWidth.of("WWWW", size: 10) / 2)
    for text in ["Spending Score (1-100) of all", "非常长的列名，放不下的那一种", "x"] {
      for room in [20.0, 55, 120, 400] {
        let fitted = TextWidth.fitted(text, to: room, size: 12)
        #expect(TextWidth.of(fitted, size: 12) <= max(room, 12))
        #expect(fitted == text || fitted.hasSuffix("…"))
        for line in TextWidth.lines(text, width: room, size: 12, most: 2) {
          #expect(TextWidth.of(line, size: 12) <= max(room, 12), "\(line)")
        }
      }
    }
    let lines = TextWidth.lines("一二三四，五六七八", width: 50, size: 12, most: 9)
    #expect(lines.joined() == "一二三四，五六七八" && lines.allSatisfy { $0.first != "，" })
    #expect(
      TextWidth.lines("one two three", width: 60, size: 12, most: 9).joined(separator: " ")
        == "one two three")
  }

  @Test func `colours of groups differ in every pair, and words on them can be read`() {
    for (place, a) in Palette.groups.enumerated() {
      for b in Palette.groups[(place + 1)...] {
        let distance =
          abs(a.red - b.red) + abs(a.green - b.green) + abs(a.blue - b.blue)
        #expect(distance > 60, "\(a.hex) \(b.hex)")
      }
    }
    let steps = (0...20).map { Palette.amount(Double($0) / 20) }
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.luminance > $1.luminance })
    for colour in steps + Palette.groups {
      let ink = colour.ink == "#ffffff" ? 1.0 : Palette.Colour(0x1f2933).luminance
      let (light, dark) = (max(ink, colour.luminance) + 0.05, min(ink, colour.luminance) + 0.05)
      #expect(light / dark > 2.9, "\(colour.hex)")
    }
    #expect(Set((0..<56).map { "\(GroupLook($0))" }).count == 56)
    #expect(Palette.amount(.nan).hex == Palette.amount(0).hex)
  }

  @Test func `whatever a name holds, the XML is well formed and says it`() throws {
    let nasty = "<b>&\"quoted\"' \u{1}\u{fffe} 名\u{1f600}"
    var bytes: [UInt8] = []
    SVGElement("text", [("x", .number(.nan)), ("fill", .word(nasty))]).containing(nasty)
      .write(to: &bytes)
    let parser = XMLParser(data: Data(bytes))
    #expect(parser.parse())
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("&lt;b&gt;&amp;&quot;quoted&quot;") && text.contains("x=\"0\""))
    #expect(text.contains("名\u{1f600}") && !text.contains("\u{1}"))
  }

  @Test(arguments: [
    (0.0, "0"), (-0.001, "0"), (1.5, "1.5"), (2.25, "2.25"), (3.05, "3.05"), (-7.1, "-7.1"),
    (12, "12"), (1e300, "0"),
  ])
  func `numbers of places have two decimals at most`(value: Double, text: String) {
    #expect(SVGElement.short(value) == text)
  }

  @Test func `bins hold every value once, and a long tail has its own`() {
    var random = SeededRandom(seed: 12)
    for turn in 0..<300 {
      let isWhole = turn % 2 == 0
      let count = 1 + random.below(400)
      let values = (0..<count).map { _ -> Double in
        let value = Math.exp((turn % 3 == 0 ? 2.5 : 0.5) * random.normal()) * 20
        return isWhole ? value.rounded() : value
      }.sorted()
      let bins = HistogramBins(values, isWhole: isWhole, wanted: nil)
      #expect(bins.counts.reduce(0, +) + (bins.beyond ?? 0) == count)
      #expect(bins.edges.count == bins.counts.count + 1 && bins.counts.count <= 201)
      #expect(zip(bins.edges, bins.edges.dropFirst()).allSatisfy { $0 < $1 })
      for (place, own) in bins.counts.enumerated() {
        let inside = values.count { bins.edges[place] <= $0 && $0 < bins.edges[place + 1] }
        #expect(own == inside || place + 1 == bins.counts.count)
      }
    }
    let tail = (0..<990).map { Double($0 % 50) } + (0..<10).map { 10_000 + Double($0) }
    let cut = HistogramBins(tail.sorted(), isWhole: true, wanted: nil)
    #expect((cut.beyond ?? 0) >= 10 && (cut.edges.last ?? 0) < 200)
    #expect(HistogramBins([1, 2, 2, 5], isWhole: true, wanted: nil).counts == [1, 2, 0, 0, 1])
  }
}
