/// A model in a line, and what it is as text, for those who speak of models in other words.
import Wire

package struct ModelBrief: Sendable {
  package let name: String
  package let kind: String
  package let method: String
}

extension Workspace {
  /// The models, by name.
  package var modelBriefs: [ModelBrief] {
    models.map { ModelBrief(name: $0.name, kind: $0.purpose, method: $0.method) }
  }

  /// The answer of `listModels` on one model, as text; nil when there is none of this name.
  package func describe(model name: String) -> String? {
    guard let model = models.first(where: { $0.name == name }) else { return nil }
    var writer = JSONWriter()
    ModelAnswer(model, Speaker(.both, of: nil)).write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
