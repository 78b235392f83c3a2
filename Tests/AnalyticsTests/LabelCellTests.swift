import Learning
import Support
import Tables
import Testing

@testable import Analytics

/// Cells that hold several labels, and cells that only look like it.
@Suite struct LabelCellTests {
  private static func parted(_ cells: [String], _ several: Bool? = nil) -> [[String]]? {
    let found = LabelCells(cells.map { .one($0) }, several: several)
    guard found.isMulti else { return nil }
    return found.codes.map { $0 < 0 ? [] : found.names[Int($0)] }
  }

  @Test(arguments: ["|", ";", "；", "、", ",", "，"])
  func `every mark parts labels that stand alone elsewhere`(_ mark: String) {
    let cells = ["price", "delivery", "price\(mark)delivery", " delivery \(mark) price"]
    #expect(
      Self.parted(cells)
        == [["price"], ["delivery"], ["price", "delivery"], ["delivery", "price"]])
    #expect(Self.parted(cells, false) == nil)
  }

  @Test func `labels that never stand alone are known by their company`() {
    let cells = ["物流、客服", "客服、价格", "价格、物流", "物流、价格、客服"]
    #expect(
      Self.parted(cells)
        == [["物流", "客服"], ["客服", "价格"], ["价格", "物流"], ["物流", "价格", "客服"]])
  }

  @Test(arguments: [
    // Parts that are nothing by themselves.
    ["Books, used", "Music", "Films", "Books, used", "Books, new"],
    ["Beijing, China", "Shanghai, China", "Beijing, China"],
    // Once is no habit.
    ["price", "delivery", "price,delivery"],
    // Numbers.
    ["1", "5", "1,5", "5,1"],
    ["a,", "a", ",a", "b"],
    ["price", "delivery", "service"],
  ])
  func `what is one label stays one`(_ cells: [String]) {
    #expect(Self.parted(cells) == nil)
  }

  @Test func `most cells decide the mark, and a cell whose part is no label stays whole`() {
    let cells = ["a", "b", "c", "a|b", "b|c", "a|c", "a|b|c", "a,b", "a|zz"]
    #expect(
      Self.parted(cells)
        == [
          ["a"], ["b"], ["c"], ["a", "b"], ["b", "c"], ["a", "c"], ["a", "b", "c"], ["a,b"],
          ["a|zz"],
        ])
  }

  @Test func `asked for, every cell is parted; lists are taken as they are`() {
    #expect(Self.parted(["x,y", "z", "x,,x", ""], true) == [["x", "y"], ["z"], ["x"], []])
    #expect(Self.parted(["x", "y"], true) == [["x"], ["y"]])
    #expect(Self.parted(["x", "y|z"], true) == [["x"], ["y", "z"]], "one cell is enough")
    let found = LabelCells(
      [.several(["a,b", "c", "c", ""]), .one("a,c"), .several([]), .none], several: nil)
    #expect(found.isMulti && found.notices.isEmpty)
    #expect(found.names == [["a,b", "c"], ["a,c"], []])
    #expect(found.codes == [0, 1, 2, -1])
  }

  @Test func `what was parted is said, and how to have it otherwise`() throws {
    let cells = ["a", "b", "a|b", "b|a"].map { TextLabel.one($0) }
    let notice = try #require(LabelCells(cells, several: nil).notices.first)
    #expect(notice.code == "severalLabels" && notice.path == "multiLabel")
    #expect(notice.phrase.en.contains("with | between them: 2 have"))
    #expect(notice.phrase.zh.contains("以“|”分隔：共 2 条"))
    #expect(LabelCells(cells, several: false).notices.isEmpty)
  }
}
