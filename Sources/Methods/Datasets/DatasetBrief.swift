/// A dataset in a line, and its figures as text, for those who speak of datasets in other words.
package import Support
import Contract
import Wire

package struct DatasetBrief: Sendable, Equatable {
  package let name: String
  package let kind: String
  package let rows: Int
  package let version: String
}

extension Workspace {
  /// The named datasets, by name.
  package var briefs: [DatasetBrief] {
    datasets.map {
      DatasetBrief(
        name: $0.name ?? $0.table.name, kind: $0.table.kind.rawValue, rows: $0.table.rowCount,
        version: $0.table.version)
    }
  }

  /// What `describeDataset` answers for a dataset, as JSON text, without how it was found out.
  package func describe(dataset: String, _ run: Run) throws -> String {
    let params: JSON = ["dataset": .string(dataset)]
    let document = try JSONDocument(text: params.text())
    let reply = MethodEntry(DescribeDataset.self).run(document.root, in: self, run)
    let answer = JSON(try JSONDocument(try reply.result.get()).root)
    return JSON.object((answer.object ?? []).filter { $0.key != "meta" }).text()
  }
}
