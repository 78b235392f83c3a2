/// A fitted model under a name: what it does, and what it was made of.
package import Analytics
import Contract
import Support
import Tables
import Wire

package struct SavedModel: Sendable {
  /// What a model can be.
  package enum Kind: Sendable {
    case segments(SegmentModel)
    case prediction(TrainedPrediction)
    case recommender(Recommendation)
    case feedback(TrainedFeedback)
  }

  package let name: String
  package let kind: Kind
  /// Name and version of the data.
  let dataset: String
  let rows: Int
  let customers: Int
  let method: String
  let seed: Int
  let grade: Grade

  /// What it is for, in a word that never changes.
  var purpose: String {
    switch kind {
    case .segments: "segments"
    case .prediction: "prediction"
    case .recommender: "recommendations"
    case .feedback: "feedback"
    }
  }

  /// Memory that it takes, about.
  var memoryBytes: Int {
    switch kind {
    case .segments(let model): model.memoryBytes
    case .prediction(let trained): trained.memoryBytes
    case .recommender(let result): result.memoryBytes
    case .feedback(let trained): trained.memoryBytes
    }
  }

  /// Checks a name that a request wants a model to be kept under.
  static func check(
    name: String, at path: String = "params.saveAs"
  ) throws(ParameterError) {
    guard !name.isEmpty, name.utf8.count <= Limits.nameBytes else {
      throw ParameterError(
        path: path, expected: "1 to \(Limits.nameBytes) bytes",
        found: "\(name.utf8.count)")
    }
  }
}

extension Workspace {
  /// The model of a name that predicts a column.
  func prediction(_ name: String) throws -> (saved: SavedModel, trained: TrainedPrediction) {
    let saved = try model(name)
    guard case .prediction(let trained) = saved.kind else {
      throw ParameterError(
        path: "params.model", expected: "a model of trainModel or of predictChurn",
        found: saved.purpose)
    }
    return (saved, trained)
  }

  /// The model of a name, or of the name that an alias stands for.
  func model(_ name: String) throws -> SavedModel {
    let wanted = aliases[name] ?? name
    if let found = models.first(where: { $0.name == wanted }) { return found }
    let known = models.map(\.name)
    throw Failure(
      .modelNotFound, "no model is called \(name.quotedShort)",
      hint: Phrase(
        en: "make one with saveAs, for example in segment", zh: "先用 saveAs 保存模型，例如在 segment 中"),
      facts: [JSONMember("known", .array(known.map { .string($0) }))])
  }

  /// The change that keeps a model, if there is room for it. One of the same name is replaced.
  func keeping(_ model: SavedModel) throws -> Change {
    let others = models.filter { $0.name != model.name }
    guard others.count < Limits.models else {
      throw Failure(
        .memoryLimit, "\(Limits.models) models are kept, which is the limit",
        hint: Phrase(en: "delete one with deleteModel", zh: "请先用 deleteModel 删除"))
    }
    let bytes = others.reduce(model.memoryBytes) { $0 + $1.memoryBytes }
    guard bytes <= Limits.modelBytes else {
      throw Failure(
        .memoryLimit, "models may take \(Limits.modelBytes) bytes in all, found \(bytes)",
        hint: Phrase(en: "delete one with deleteModel", zh: "请先用 deleteModel 删除"))
    }
    return .keep(model)
  }
}
