/// Parameters by name and by position, and their refusals word for word.
import Contract
import TestKit
import Testing
import Wire

private enum Colour: String, Choice { case red, green, blue }

private struct Inner: NestedParameters {
  var depth = 1
  static let fields: [Field<Self>] = [Field("depth", \.depth, "How deep.", in: 1...3)]
}

private struct Sample: Parameters {
  var path = ""
  var count = 5
  var share = 0.5
  var colour = Colour.red
  var size: AutoOr<Int> = .auto
  var name: String?
  var tags: [String] = []
  var inner = Inner()
  var isOn = false
  var roles = InputMap<String>()

  static let fields: [Field<Self>] = [
    Field("count", \.count, "How many.", in: 2...50),
    Field("path", \.path, "The file to read.", .required),
    Field("share", \.share, "Which share.", in: 0...1),
    Field("colour", \.colour, "Which colour.", default: "red"),
    Field("size", \.size, "How large.", in: 1...9),
    Field("name", \.name, "A name."),
    Field("tags", \.tags, "Some tags."),
    Field("inner", \.inner, "More."),
    Field("isOn", \.isOn, "Whether it is on."),
    Field("roles", \.roles, "Roles."),
  ]
}

@Suite struct ParameterTests {
  private func read(_ text: String) throws -> Sample {
    try Sample(params: try JSONDocument(text: text).root)
  }

  @Test func `names give what they say, the rest keeps its default`() throws {
    let sample = try read(#"{"path":"a.csv","count":50,"colour":"blue","size":3,"name":null}"#)
    #expect(sample.path == "a.csv" && sample.count == 50 && sample.colour == .blue)
    #expect(sample.size.value == 3 && sample.name == nil && sample.share == 0.5)
  }

  @Test func `positions follow the printed order, an object at the end gives names`() throws {
    let sample = try read(#"["a.csv", 7, {"share": 1, "inner": {"depth": 3}}]"#)
    #expect(sample.path == "a.csv" && sample.count == 7)
    #expect(sample.share == 1 && sample.inner.depth == 3)
    #expect(try read(#"[{"path":"x"}]"#).path == "x")
  }

  @Test(arguments: [
    (#"{}"#, "params.path: expected The file to read., found nothing"),
    (#"[]"#, "params.path: expected The file to read., found nothing"),
    (#"5"#, "params: expected an object or an array, found 5"),
    (#"{"path":1}"#, "params.path: expected a string, found 1"),
    (#"{"path":"x","count":1}"#, "params.count: expected 2 to 50, found 1"),
    (#"{"path":"x","count":51}"#, "params.count: expected 2 to 50, found 51"),
    (#"{"path":"x","count":2.5}"#, "params.count: expected a whole number, found 2.5"),
    (
      #"{"path":"x","count":99999999999999999999}"#,
      "params.count: expected a whole number, found 99999999999999999999"
    ),
    (#"{"path":"x","share":1.01}"#, "params.share: expected 0 to 1, found 1.01"),
    (#"{"path":"x","share":"1"}"#, "params.share: expected a number, found \"1\""),
    (
      #"{"path":"x","colour":"gren"}"#,
      "params.colour: expected \"red\", \"green\", \"blue\" (nearest: \"green\"), found \"gren\""
    ),
    (
      #"{"path":"x","size":"big"}"#,
      "params.size: expected \"auto\" or a whole number, found \"big\""
    ),
    (#"{"path":"x","size":10}"#, "params.size: expected \"auto\" or 1 to 9, found 10"),
    (#"{"path":"x","tags":["a",1]}"#, "params.tags[1]: expected a string, found 1"),
    (#"{"path":"x","inner":{"depth":4}}"#, "params.inner.depth: expected 1 to 3, found 4"),
    (#"{"path":"x","inner":[]}"#, "params.inner: expected an object, found an array"),
    (#"{"path":"x","isOn":1}"#, "params.isOn: expected true or false, found 1"),
    (#"{"path":"x","roles":{"date":1}}"#, "params.roles.date: expected a string, found 1"),
    (
      #"{"path":"x","cuont":3}"#,
      "params.cuont: expected \"count\" or another known name, found an unknown parameter"
    ),
  ])
  func `a refusal says where, what was expected and what was found`(
    text: String, message: String
  ) throws {
    do {
      _ = try read(text)
      Issue.record("\(text) was taken")
    } catch let error as ParameterError {
      #expect(error.message == message)
    }
  }

  @Test func `members of the transport are passed over`() throws {
    #expect(try read(#"{"path":"x","workDoneToken":5,"_meta":{}}"#).path == "x")
  }

  @Test func `nothing, null, and empty are the same for a method without parameters`() throws {
    _ = try NoParameters(params: nil)
    for text in ["null", "[]", "{}"] {
      _ = try NoParameters(params: try JSONDocument(text: text).root)
    }
  }

  @Test func `the schema holds the same bounds and words, required ones first`() {
    let schema = Sample.schema.json
    #expect(schema["properties"]?.object?.first?.key == "path")
    #expect(schema["required"]?.array == ["path"])
    #expect(schema["additionalProperties"]?.bool == false)
    #expect(schema["properties"]?["count"]?["minimum"]?.int == 2)
    #expect(schema["properties"]?["count"]?["description"]?.string == "How many.")
    #expect(
      SchemaWords.text(Field<Sample>("c", \.colour, "", default: "red").schema)
        == #""red" | "green" | "blue", default "red""#)
  }

  @Test(arguments: [
    ("segmnt", "segment"), ("SEGMENT", "segment"), ("predict_churn", "predictChurn"),
    ("churn", "predictChurn"), ("reccomend", "recommend"),
  ])
  func `a mistyped name finds its nearest`(typed: String, meant: String) {
    let names = ["segment", "predictChurn", "recommend", "ltv", "ping"]
    #expect(Nearest.names(to: typed, among: names).first == meant)
  }

  @Test func `nothing near is found for something far`() {
    #expect(Nearest.names(to: "xyzzyplugh", among: ["segment", "ltv"]).isEmpty)
    #expect(Nearest.names(to: String(repeating: "a", count: 10_000), among: ["a"]).isEmpty)
  }
}
