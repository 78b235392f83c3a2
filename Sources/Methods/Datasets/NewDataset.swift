/// What must hold before a method keeps a table under a name of its own.
import Contract
import Support

enum NewDataset {
  /// The name is free, and there is room for so many more.
  static func check(_ name: String, more: Int = 1, in workspace: Workspace) throws {
    guard !name.isEmpty, name.utf8.count <= 200 else {
      throw ParameterError(
        path: "params.name", expected: "1 to 200 bytes", found: "\(name.utf8.count)")
    }
    guard !workspace.datasets.contains(where: { $0.name == name }) else {
      throw Failure(
        .outputExists, "a dataset is called \(name.quotedShort) already",
        hint: Phrase(en: "give another name, or unload it", zh: "请换一个名称，或先卸载它"))
    }
    guard workspace.datasets.count + more <= Limits.datasets else {
      throw Failure(
        .memoryLimit, "\(Limits.datasets) datasets are loaded, which is the limit",
        hint: Phrase(en: "unload one with unloadDataset", zh: "请先用 unloadDataset 卸载"))
    }
  }
}
