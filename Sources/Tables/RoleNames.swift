/// The names by which columns are recognised.
enum RoleNames {
  static func isKnown(_ header: String) -> Bool { false }
}
