/// All that is answered: the methods, and what the dialects add to them. Discovery, help and the
/// generated files are made of this list.
package import Contract
package import Methods

package enum AllEntries {
  package static let entries: [MethodEntry] =
    AllMethods.entries + [
      MethodEntry(Initialize.self),
      MethodEntry(ServerDiscover.self),
      MethodEntry(ListTools.self),
      MethodEntry(CallTool.self),
      MethodEntry(ListResources.self),
      MethodEntry(ListResourceTemplates.self),
      MethodEntry(ReadResource.self),
      MethodEntry(ListPrompts.self),
      MethodEntry(GetPrompt.self),
      MethodEntry(SetLogLevel.self),
    ]
}

extension ProtocolDocument {
  /// The protocol of this program.
  package static let current = ProtocolDocument(
    version: Version.program, wire: Version.wire,
    methods: AllEntries.entries.map(\.description))
}
