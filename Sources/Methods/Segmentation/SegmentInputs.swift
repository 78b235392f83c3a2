/// The choices of `segment` that are words or values.
import Analytics
import Contract
import Learning
import Support
import Wire

extension SegmentOptions.Method: Choice {}
extension SegmentOptions.Scale: Choice {}
extension SegmentOptions.Metric: Choice {}
extension Hierarchical.Linkage: Choice {}
extension GaussianMixture.Covariance: Choice {}
extension SegmentOptions.Missing: Choice {}
extension SegmentOptions.Scheme: Choice {}

/// `auto`, `none`, or the features to take logarithms of.
struct LogInput: InputValue {
  var choice = SegmentOptions.Log.auto

  static var schema: Schema {
    .either([.choice(["auto", "none"]), .array(of: .string)])
  }

  init() {}

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    switch node.string {
    case "auto": choice = .auto
    case "none": choice = .none
    default:
      guard node.kind == .array else {
        throw node.refused(path, expected: "\"auto\", \"none\" or an array of features")
      }
      choice = .features(try [String](decoding: node, at: path))
    }
  }
}

/// `k-means++`, `random`, or the centres themselves, one array of feature values each.
struct StartInput: InputValue {
  var choice = SegmentOptions.Start.plusPlus

  static var schema: Schema {
    .either([.choice(["k-means++", "random"]), .array(of: .array(of: .number))])
  }

  init() {}

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    switch node.string {
    case "k-means++": choice = .plusPlus
    case "random": choice = .random
    default:
      guard node.kind == .array, node.count >= 1 else {
        throw node.refused(path, expected: "\"k-means++\", \"random\" or an array of centres")
      }
      choice = .centres(try [[Double]](decoding: node, at: path))
    }
  }
}

/// Cut points of the caller's own.
struct CutsInput: NestedParameters {
  var recency: [Double]?
  var frequency: [Double]?
  var monetary: [Double]?

  init() {}

  static let fields: [Field<Self>] = [
    Field("recency", \.recency, "Rising cut points of days since the last purchase."),
    Field("frequency", \.frequency, "Rising cut points of the number of orders."),
    Field("monetary", \.monetary, "Rising cut points of money spent."),
  ]

  var cuts: RFMCuts { RFMCuts(recency: recency, frequency: frequency, monetary: monetary) }
}

/// A group of the caller's own: its name, and who belongs to it.
struct RuleInput: InputValue {
  let name: String
  let filter: RowFilter

  /// As many rules as there may be.
  static func check(count: Int) throws(ParameterError) {
    guard count <= Limits.clusters else {
      throw ParameterError(
        path: "params.rules", expected: "at most \(Limits.clusters) rules", found: "\(count)")
    }
  }

  static var schema: Schema {
    .object(
      [("name", .string), ("when", WhereInput.schema)], required: ["name", "when"], closed: true)
  }

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    guard node.kind == .object else { throw node.refused(path, expected: "an object") }
    var name: String?
    var filter: RowFilter?
    for (key, value) in node.members {
      switch key {
      case "name": name = try String(decoding: value, at: "\(path).name")
      case "when": filter = try WhereInput(decoding: value, at: "\(path).when").filter
      default:
        throw ParameterError(
          path: "\(path).\(key.prefix(60))", expected: "name or when", found: "another member")
      }
    }
    guard let name, !name.isEmpty, let filter else {
      throw ParameterError(
        path: path, expected: "an object with name and when",
        found: name == nil ? "no name" : name == "" ? "an empty name" : "no when")
    }
    self.name = name
    self.filter = filter
  }
}
