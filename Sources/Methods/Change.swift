/// What a method asks of the workspace. Applied by the main loop before the reply leaves, so a
/// client that has read the reply sees the new state.
package enum Change: Sendable {
  /// Keep this table for later calls on the same unchanged file.
  case remember(LoadedTable)
  /// Keep this table under its name.
  case open(LoadedTable)
  /// Forget the dataset of this name.
  case close(name: String)
  /// Keep this model under its name.
  case keep(SavedModel)
  /// Forget the model of this name.
  case forget(model: String)
  /// Let this name stand for the model of that one.
  case alias(String, model: String)
}
